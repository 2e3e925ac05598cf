"""Where a decider decides, and where a third person answers an appeal."""

from typing import Any
from uuid import uuid4

from flask import render_template, url_for

from app.accounts.views.detour import require
from app.accreditation import actions, queries, rules
from app.accreditation.models import Dossier, DossierState
from app.accreditation.schemas import (
    APPEAL_REASONS,
    DECISION_REASONS,
    OPINIONS,
    OUTCOMES,
    REASONS,
    AnswerAppeal,
    Decide,
    Decline,
    Simple,
)
from app.accreditation.views.blueprint import bp
from app.accreditation.views.words import choices
from app.core.clock import today
from app.core.forms import Form
from app.core.i18n import N_
from app.core.web import actor, take

DECIDED = N_("La décision est prise. Elle a un numéro, et l’association la lit.")
DECLINED = N_("La mesure n’est pas suivie. L’accréditation reste comme elle est.")
ANSWERED = N_("Le recours a sa réponse. L’association la lit.")


@bp.get("/gestion/accreditations/<reference>/decision")
def decision(reference: str) -> Any:
    """Show what is recommended, and by whom, to who may decide."""
    detour = require(rules.may_read_dossiers(actor()))
    return detour or _decision_page(queries.dossier(actor(), reference))


def _decision_page(found: Dossier, form: Form | None = None, at: str = "") -> Any:
    proposal = queries.waiting_proposal(found)
    return render_template(
        "accreditation/decide.html",
        dossier=found,
        organisation=found.organisation,
        proposal=proposal,
        first=found.state == DossierState.RECOMMENDED,
        opinions=queries.opinions(found),
        opinion_names=OPINIONS,
        alerts=[alert for alert in queries.alerts(found) if alert.settled_at is None],
        documents=queries.current_documents(found),
        outcomes=choices(OUTCOMES, queries.decidable(found)),
        reasons=choices(REASONS, DECISION_REASONS),
        form=form or Form(Simple),
        at=at,
        key=uuid4(),
        today=today(),
    )


@bp.post("/gestion/accreditations/<reference>/decision")
def decide(reference: str) -> Any:
    """Decide."""
    found = queries.dossier(actor(), reference)

    def act(*, proposal: int, **data: Any) -> None:
        actions.decide(actor(), found, queries.proposal(found, proposal), **data)

    return take(
        Decide,
        act,
        DECIDED,
        _address(reference),
        lambda form: _decision_page(found, form, "decide"),
    )


@bp.post("/gestion/accreditations/<reference>/decision/ne-pas-suivre")
def decline(reference: str) -> Any:
    """Leave an accreditation as it is, whatever was proposed."""
    found = queries.dossier(actor(), reference)

    def act(*, proposal: int, **data: Any) -> None:
        actions.decline(actor(), found, queries.proposal(found, proposal), **data)

    return take(
        Decline,
        act,
        DECLINED,
        _address(reference),
        lambda form: _decision_page(found, form, "decline"),
    )


@bp.get("/gestion/accreditations/<reference>/recours")
def appeal(reference: str) -> Any:
    """Show an appeal to a third person."""
    detour = require(rules.may_read_dossiers(actor()))
    return detour or _appeal_page(queries.dossier(actor(), reference))


def _appeal_page(found: Dossier, form: Form | None = None) -> Any:
    return render_template(
        "accreditation/appeal.html",
        dossier=found,
        organisation=found.organisation,
        appeal=queries.waiting_appeal(found),
        reasons=choices(REASONS, APPEAL_REASONS),
        form=form or Form(Simple),
        key=uuid4(),
    )


@bp.post("/gestion/accreditations/<reference>/recours")
def answer_appeal(reference: str) -> Any:
    """Uphold or overturn the decision."""
    found = queries.dossier(actor(), reference)

    def act(*, appeal: int, **data: Any) -> None:
        actions.answer_appeal(actor(), found, queries.appeal(found, appeal), **data)

    return take(
        AnswerAppeal,
        act,
        ANSWERED,
        _address(reference),
        lambda form: _appeal_page(found, form),
    )


def _address(reference: str) -> str:
    return url_for("accreditation.review", reference=reference)
