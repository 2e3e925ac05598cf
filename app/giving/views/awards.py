"""The desk of a programme: projects proposed and approved, tranches, reports verified."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.clock import today
from app.core.errors import NotFound
from app.core.forms import Form, Schema
from app.core.i18n import N_, translate
from app.core.money import read_amount, split
from app.core.web import actor, take
from app.giving import actions, queries, rules, schemas
from app.giving.models import AWARD_MOVES, AwardState, Programme, TrancheState
from app.giving.views.blueprint import chosen

bp = Blueprint("awards", __name__, url_prefix="/gestion/programmes")

MOVED = N_("C’est inscrit.")


@bp.get("/<slug>")
def show(slug: str) -> str:
    """Show the projects and reports of a programme, with what may be done to each."""
    return _page(queries.programme(actor(), slug))


@bp.post("/<slug>/projets")
def propose(slug: str) -> Any:
    """Propose a project."""
    programme = queries.programme(actor(), slug)

    def act(*, requested: str | None, **data: Any) -> None:
        asked = read_amount(requested, programme.currency).minor if requested else None
        actions.propose_award(actor(), programme, requested=asked, **data)

    return _done(programme, schemas.ProposeAward, act, N_("Le projet est proposé."), "propose")


@bp.post("/projets/<ref>/approuver")
def approve(ref: str) -> Any:
    """Approve what another person proposed."""
    award = queries.award(actor(), ref)

    def act(*, granted: str, tranches: int, key: Any) -> None:
        amount = read_amount(granted, award.currency).minor
        parts = split(amount, [1] * tranches)
        actions.approve_award(actor(), award, granted=amount, tranches=parts, key=key)

    said, at = N_("Le projet est approuvé."), f"award-{award.id}"
    return _done(award.programme, schemas.ApproveAward, act, said, at)


@bp.post("/projets/<ref>")
def move(ref: str) -> Any:
    """Carry a project on."""
    award = queries.award(actor(), ref)

    def act(**data: Any) -> None:
        actions.move_award(actor(), award, **data)

    return _done(award.programme, schemas.MoveAward, act, MOVED, f"award-{award.id}")


@bp.post("/tranches/<int:number>")
def move_tranche(number: int) -> Any:
    """Carry a tranche on."""
    tranche = queries.tranche(actor(), number)

    def act(*, entry: int | None, **data: Any) -> None:
        try:
            paid = queries.entry_of_number(entry) if entry else None
        except NotFound:
            raise actions.NotThatPayment() from None
        actions.move_tranche(actor(), tranche, entry=paid, **data)

    programme = tranche.award.programme
    return _done(programme, schemas.MoveTranche, act, MOVED, f"tranche-{tranche.id}")


@bp.post("/<slug>/rapports")
def report(slug: str) -> Any:
    """Report the jobs that were created."""
    programme = queries.programme(actor(), slug)

    def act(*, award: str | None, **data: Any) -> None:
        project = chosen("award", queries.award, award) if award else None
        actions.report_on_programme(
            actor(), programme, indicator=queries.JOBS, award=project, **data
        )

    return _done(
        programme, schemas.ReportOnProgramme, act, N_("Le résultat est rapporté."), "report"
    )


@bp.post("/rapports/<int:number>/verifier")
def verify(number: int) -> Any:
    """Verify what another person reported."""
    found = queries.report(actor(), number)
    actions.verify_report(actor(), found)
    flash(_("Le résultat est vérifié."))
    return redirect(url_for("awards.show", slug=found.programme.slug), 303)


def _done(
    programme: Programme, schema: type[Schema], act: Callable[..., None], words: str, at: str
) -> Any:
    """Do what a valid form asks; what is refused is said in the form `at` that place."""
    return take(
        schema,
        act,
        words,
        url_for("awards.show", slug=programme.slug),
        lambda form: _page(queries.programme(actor(), programme.slug), form, at),
    )


def _page(programme: Programme, form: Form | None = None, at: str = "") -> str:
    permit(rules.may_keep_programme, actor())
    return render_template(
        "giving/awards.html",
        programme=programme,
        form=form,
        at=at,
        awards=queries.awards(programme),
        grants=queries.grants(programme),
        reports=queries.reports(programme),
        jobs=queries.JOBS,
        award_moves=lambda award: [
            (to.value, translate(schemas.AWARD_STATES[to][0]))
            for to in AwardState
            if to in AWARD_MOVES[award.state] and to != AwardState.APPROVED
        ],
        tranche_moves=lambda tranche: [
            (to.value, translate(schemas.TRANCHE_STATES[to][0]))
            for to in TrancheState
            if to in tranche.following
        ],
        new_key=uuid4,
        today=today(),
    )
