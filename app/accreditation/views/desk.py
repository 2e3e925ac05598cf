"""The desk: the dossiers by deadline, and one dossier with what can be done to it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from flask import flash, render_template, request, url_for

from app.accounts.views.detour import require
from app.accreditation import actions, queries, rules
from app.accreditation.models import (
    BEFORE_DECISION,
    CHECKABLE,
    GRANTED,
    MOST_ROUNDS,
    Dossier,
    DossierState,
    Verdict,
)
from app.accreditation.schemas import (
    ALERTS,
    DECISION_REASONS,
    HOLD_REASONS,
    ITEM_REASONS,
    OPINIONS,
    OUTCOMES,
    REASONS,
    STATES,
    VERDICTS,
    AskForMore,
    CheckDocument,
    Dispute,
    FilterDesk,
    Hold,
    ReceiveOpinion,
    Recommend,
    SayWhy,
    SettleAlert,
    Simple,
)
from app.accreditation.views.blueprint import bp, see
from app.accreditation.views.progress import progress
from app.accreditation.views.words import choices
from app.core.addresses import kept
from app.core.clock import now, today
from app.core.errors import Invalid, NotFound, Refused
from app.core.forms import Form, parse
from app.core.i18n import N_, translate
from app.core.web import actor, take

DONE = N_("C’est fait. L’association le voit sur la page de son dossier.")
CHECKED = {
    Verdict.ACCEPTED: N_("La pièce est acceptée."),
    Verdict.REFUSED: N_("La pièce est à refaire. L’association lit pourquoi."),
}
SETTLED = N_("L’alerte est classée.")
RECOMMENDED = N_("La recommandation est transmise. Une autre personne décide.")
NOT_ASKED = "none"  # of a document, beside the reasons to ask for it
# The acts that take no word of choice: the schema, the action.
MOVES: dict[str, tuple[Any, Any]] = {
    "verifier": (Simple, actions.begin_check),
    "reprendre": (SayWhy, actions.resume_check),
    "consulat": (SayWhy, actions.ask_consulate),
    "avis": (ReceiveOpinion, actions.receive_opinion),
    "continuer": (Simple, actions.go_on_without_opinion),
    "attendre": (Hold, actions.hold_dossier),
    "examiner": (SayWhy, actions.release_dossier),
    "direction": (Dispute, actions.mark_dispute),
}


@bp.get("/gestion/accreditations")
def desk() -> Any:
    """List the dossiers that were submitted, those due first on top."""
    detour = require(rules.may_read_dossiers(actor()))
    if detour:
        return detour
    form = Form(FilterDesk, request.args)
    found = queries.page_of_desk(actor(), **(form.data if form.is_valid else {}))
    page = render_template(
        "accreditation/desk.html",
        form=form,
        found=found,
        states=choices(STATES, (s for s in DossierState if s != DossierState.DRAFT)),
        kept=kept(form),
        waiting=queries.waiting_counts(actor()),
        appeals=queries.waiting_appeals(actor()),
        instant=now(),
    )
    return page, form.status


@bp.get("/gestion/accreditations/<reference>")
def review(reference: str) -> Any:
    """Show one dossier to the desk."""
    detour = require(rules.may_read_dossiers(actor()))
    return detour or _page(queries.dossier(actor(), reference))


def _page(found: Dossier, form: Form | None = None, at: str = "") -> Any:
    documents = queries.current_documents(found)
    return render_template(
        "accreditation/review.html",
        dossier=found,
        organisation=found.organisation,
        steps_shown=progress(found),
        documents=documents,
        lacking=found.lacks(documents, today(), accepted=True),
        returns=queries.returns(found),
        opinions=queries.opinions(found),
        alerts=queries.alerts(found),
        proposal=queries.waiting_proposal(found),
        decisions=queries.decisions(found),
        appeal=queries.waiting_appeal(found),
        status=found.status(today()),
        is_late=found.is_overdue(now()),
        rounds_left=MOST_ROUNDS - found.rounds,
        checkable=found.state in CHECKABLE,
        disputable=found.state in (*BEFORE_DECISION[1:], *GRANTED),
        outcomes=choices(OUTCOMES, queries.proposable(found)),
        reasons=choices(REASONS, DECISION_REASONS),
        hold_reasons=choices(REASONS, HOLD_REASONS),
        item_reasons=ITEM_REASONS,
        item_choices=choices(ITEM_REASONS),
        not_asked=NOT_ASKED,
        opinion_words=choices(OPINIONS),
        opinion_names=OPINIONS,
        alert_words=ALERTS,
        verdicts=VERDICTS,
        form=form or Form(Simple),
        at=at,
        today=today(),
        key=uuid4(),
    )


@bp.post("/gestion/accreditations/<reference>/<move>")
def take_step(reference: str, move: str) -> Any:
    """Take one step of the procedure."""
    if move not in MOVES:
        raise NotFound()
    found = queries.dossier(actor(), reference)
    schema, act = MOVES[move]
    return take(
        schema,
        lambda **data: act(actor(), found, **data),
        DONE,
        _address(reference),
        lambda form: _page(found, form, move),
    )


@bp.post("/gestion/accreditations/<reference>/demander")
def ask_for_more(reference: str) -> Any:
    """Ask the association for documents, each with its reason."""
    found = queries.dossier(actor(), reference)
    form = Form(Simple)
    form.values.update(request.form)
    numbers = [one.id for one in found.call.requirements if _reason(one.id)]
    asked = {
        "items": [_asked(number) for number in numbers],
        "words": request.form.get("words", ""),
        "key": request.form.get("key") or None,
    }
    try:
        actions.return_dossier(actor(), found, **parse(AskForMore, asked))
    except Invalid as refused:
        form.refuse(Invalid(_beside_documents(refused.fields, numbers)))
    except Refused as refused:
        form.refuse(refused)
    else:
        flash(translate(DONE))
        return see(_address(reference))
    return _page(found, form, "demander"), form.status


def _reason(number: int) -> str | None:
    """Return why the form asks for one requirement, none where it does not."""
    reason = request.form.get(f"reason-{number}", NOT_ASKED)
    return None if reason in ("", NOT_ASKED) else reason


def _asked(number: int) -> dict[str, Any]:
    """Return what the form asks of one requirement."""
    words = request.form.get(f"words-{number}", "")
    return {"requirement": number, "reason": _reason(number), "words": words}


def _beside_documents(
    fields: Mapping[str, Sequence[str]], numbers: list[int]
) -> dict[str, Sequence[str]]:
    """Name what is wrong as the form names it: `items.0.reason` is beside its own document."""
    named = {}
    for name, sentences in fields.items():
        parts = name.split(".")
        named[f"{parts[2]}-{numbers[int(parts[1])]}" if len(parts) == 3 else name] = sentences
    return named


@bp.post("/gestion/accreditations/<reference>/pieces/<int:number>")
def check_document(reference: str, number: int) -> Any:
    """Accept a document, or say what is wrong with it."""
    found = queries.dossier(actor(), reference)
    piece = queries.document(actor(), found, number)
    return take(
        CheckDocument,
        lambda **data: actions.check_document(actor(), found, piece, **data),
        lambda made: translate(CHECKED[made.verdict]),
        f"{_address(reference)}#documents",
        lambda form: _page(found, form, f"piece-{number}"),
    )


@bp.post("/gestion/accreditations/<reference>/alertes/<int:number>")
def settle_alert(reference: str, number: int) -> Any:
    """Say what an alert is worth."""
    found = queries.dossier(actor(), reference)
    alert = queries.alert(found, number)
    return take(
        SettleAlert,
        lambda **data: actions.settle_alert(actor(), found, alert, **data),
        SETTLED,
        _address(reference),
        lambda form: _page(found, form, f"alert-{number}"),
    )


@bp.post("/gestion/accreditations/<reference>/recommander")
def recommend(reference: str) -> Any:
    """Recommend a decision to somebody else."""
    found = queries.dossier(actor(), reference)
    return take(
        Recommend,
        lambda **data: actions.recommend(actor(), found, **data),
        RECOMMENDED,
        _address(reference),
        lambda form: _page(found, form, "recommander"),
    )


def _address(reference: str) -> str:
    return url_for("accreditation.review", reference=reference)
