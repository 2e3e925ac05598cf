"""Commitments and their reports: written, proved, sent, validated by another."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.views.detour import require
from app.core.errors import Invalid
from app.core.files import let_files_in
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take
from app.directory import queries as directory
from app.followup import actions, queries, rules, schemas
from app.followup.models import Commitment, ProgressReport

bp = Blueprint("followup_reports", __name__, url_prefix="/gestion/suivi")
let_files_in(bp, "prove")

BLOCKED = N_("L’obstacle est dit, et public.")
FREED = N_("L’obstacle est levé, et c’est public.")
DONE: dict[str, str | Callable[[Any], str]] = {
    "due": N_("La nouvelle échéance est publique. Celle d’avant reste lisible."),
    "lead": N_("Le relais est passé, et c’est public."),
    "people": N_("Les personnes sont nommées."),
    "obstacle": lambda held: translate(BLOCKED if held.blocked_on else FREED),
    "budget": N_("La ligne est ajoutée, et publique."),
    "withdrawal": N_("La ligne est retirée : elle ne compte plus."),
    "measure": N_("La mesure est ajoutée. Le prochain rapport la demandera."),
}
CONFIRMED = N_("Votre vérification est publique.")
RETURNED = N_("Le rapport est renvoyé à son auteur, avec vos mots.")


@bp.get("/engagements/<int:number>")
def commitment(number: int) -> Any:
    """Show what may be done with a commitment."""
    turned_away = require(rules.may_work(actor()) or _follows(number))
    if turned_away:
        return turned_away
    return _show(queries.commitment(actor(), number))


@bp.post("/engagements/<int:number>/rapports")
def draft(number: int) -> Any:
    """Begin a report."""
    turned_away = require(actor().is_member)
    if turned_away:
        return turned_away
    found = queries.commitment(actor(), number)
    return take(
        schemas.WriteReport,
        lambda **data: actions.draft_report(actor(), found, **data),
        N_("Brouillon enregistré. Ajoutez vos preuves, puis envoyez-le."),
        lambda report: url_for("followup_reports.report", number=report.id),
        lambda form: _show(found, report=form),
    )


@bp.post("/engagements/<int:number>/echeance")
def reschedule(number: int) -> Any:
    """Move the due date."""
    return _change(number, "due", schemas.Reschedule, actions.reschedule)


@bp.post("/engagements/<int:number>/relais")
def transfer(number: int) -> Any:
    """Let another body take over."""
    return _change(number, "lead", schemas.TransferCommitment, actions.transfer_commitment)


@bp.post("/engagements/<int:number>/personnes")
def people(number: int) -> Any:
    """Name who reports and who verifies."""
    return _change(number, "people", schemas.NamePeople, actions.name_people)


@bp.post("/engagements/<int:number>/obstacle")
def obstacle(number: int) -> Any:
    """Say what blocks, or how it was freed."""
    return _change(number, "obstacle", schemas.SayObstacle, actions.say_obstacle)


@bp.post("/engagements/<int:number>/argent")
def budget(number: int) -> Any:
    """Enter an amount."""
    return _change(number, "budget", schemas.EnterBudget, _enter_budget)


@bp.post("/engagements/<int:number>/argent/<int:line>/retrait")
def withdraw_budget(number: int, line: int) -> Any:
    """Say that an amount no longer counts."""

    def act(who: Any, found: Commitment, *, revision: int | None, **data: Any) -> Any:
        return actions.withdraw_budget(who, found, line=line, **data)

    return _change(number, "withdrawal", schemas.Withdraw, act)


@bp.post("/engagements/<int:number>/mesures")
def measure(number: int) -> Any:
    """Say by what a commitment is measured."""

    def act(who: Any, found: Commitment, *, revision: int | None, **data: Any) -> Any:
        return actions.measure_commitment(who, found, **data)

    return _change(number, "measure", schemas.MeasureCommitment, act)


@bp.get("/rapports/<int:number>")
def report(number: int) -> Any:
    """Show a draft to its author, or a report that was sent to who verifies it."""
    turned_away = require(actor().is_member)
    if turned_away:
        return turned_away
    return _show_report(queries.report(actor(), number))


@bp.post("/rapports/<int:number>")
def rewrite(number: int) -> Any:
    """Write a draft again."""
    found = queries.report(actor(), number)
    return _on_report(
        found,
        "report",
        schemas.WriteReport,
        lambda revision, **data: actions.rewrite_report(actor(), found, **data),
        N_("Brouillon enregistré."),
    )


@bp.post("/rapports/<int:number>/preuves")
def prove(number: int) -> Any:
    """Add a file to a draft."""
    found = queries.report(actor(), number)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form = Form(schemas.AddEvidence, request.form)
        form.refuse(Invalid({"file": [_("Choisissez un fichier.")]}))
        return _show_report(found, evidence=form), form.status
    return _on_report(
        found,
        "evidence",
        schemas.AddEvidence,
        lambda revision, **data: actions.add_evidence(actor(), found, stream=sent.stream, **data),
        N_("La preuve est ajoutée. Le rapport reste à envoyer."),
    )


@bp.post("/rapports/<int:number>/envoi")
def send(number: int) -> Any:
    """Send a draft."""
    found = queries.report(actor(), number)
    return _on_report(
        found,
        "send",
        schemas.Sent,
        lambda revision, **data: actions.submit_report(actor(), found, **data),
        N_("Le rapport est envoyé. Une autre personne va le vérifier."),
    )


@bp.post("/rapports/<int:number>/validation")
def validate(number: int) -> Any:
    """Say what was verified, or return the report."""
    found = queries.report(actor(), number)
    return _on_report(
        found,
        "validation",
        schemas.Validate,
        lambda revision, **data: actions.validate_report(actor(), found, **data),
        lambda made: translate(CONFIRMED if made.is_confirmed else RETURNED),
    )


def _enter_budget(who: Any, found: Commitment, *, revision: int | None, **data: Any) -> Any:
    return actions.enter_budget(who, found, **data)


def _change(number: int, name: str, schema: Any, act: Callable[..., Any]) -> Any:
    turned_away = require(actor().is_member)
    if turned_away:
        return turned_away
    found = queries.commitment(actor(), number)
    return take(
        schema,
        lambda **data: act(actor(), found, **data),
        DONE[name],
        url_for("followup_reports.commitment", number=number),
        lambda form: _show(found, **{name: form}),
    )


def _on_report(
    found: ProgressReport,
    name: str,
    schema: Any,
    act: Callable[..., Any],
    said: str | Callable[[Any], str],
) -> Any:
    return take(
        schema,
        act,
        said,
        url_for("followup_reports.report", number=found.id),
        lambda form: _show_report(found, **{name: form}),
    )


def _follows(number: int) -> bool:
    return rules.is_focal_point(actor(), queries.commitment(actor(), number))


def _show(found: Commitment, **forms: Form) -> str:
    names = ("report", "due", "lead", "budget", "withdrawal", "measure")
    started = {name: Form(schemas.Sent) for name in names}
    # What is not given is nobody's any more, and a box left empty says that nothing blocks.
    started["people"] = Form(schemas.NamePeople, **queries.people_of(actor(), found))
    started["obstacle"] = Form(schemas.SayObstacle, blocked=found.blocked_on is not None)
    return render_template(
        "followup/commitment.html",
        commitment=found,
        recommendation=found.recommendation,
        promise=queries.promise(actor(), found),
        drafts=queries.drafts_of(actor(), found),
        forms=started | forms,
        body_choices=[(b.slug, b.name) for b in directory.every_organisation(actor())],
        key=uuid4(),
    )


def _show_report(found: ProgressReport, **forms: Form) -> str:
    measures = queries.measures_of(found)
    names = ("execution", "percent", "words", "obstacle", "next_step")
    values: dict[str, Any] = {name: getattr(found, name) for name in names}
    values |= {f"measure-{indicator.id}": value for indicator, value in measures}
    written = Form(schemas.Sent, **values)
    started = {"report": written, "evidence": Form(schemas.Sent), "send": Form(schemas.Sent)}
    return render_template(
        "followup/report.html",
        report=found,
        commitment=found.commitment,
        recommendation=found.commitment.recommendation,
        measures=measures,
        indicators=queries.promise(actor(), found.commitment).indicators,
        forms=started | {"validation": Form(schemas.Sent)} | forms,
        key=uuid4(),
    )
