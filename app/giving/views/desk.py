"""The desk of the ledger: one person submits, another approves, the receiver answers."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import Refused
from app.core.forms import Form
from app.core.web import actor
from app.giving import actions, queries, rules, schemas
from app.giving.models import Entry, EntryState, PlaceKind
from app.giving.views.blueprint import bp, check
from app.giving.views.public import served


@bp.get("")
def index() -> str:
    """Show what waits: promises to read back, entries to approve, sendings to answer."""
    handovers = queries.handovers(actor())
    if not handovers:
        check(rules.may_keep_ledger(actor()) or rules.may_write_down_pledge(actor()))
    sees = rules.may_keep_ledger(actor())
    return render_template(
        "giving/desk.html",
        sees=sees,
        submitted=queries.entries(actor(), EntryState.SUBMITTED) if sees else [],
        drafts=queries.entries(actor(), EntryState.DRAFT) if sees else [],
        posted=queries.entries(actor(), EntryState.POSTED, limit=15) if sees else [],
        announced=queries.announced_pledges(actor()),
        handovers=handovers,
        can_read=lambda pledge: rules.may_read_donor(actor(), pledge),
    )


@bp.get("/ecritures/<int:number>")
def entry(number: int) -> str:
    """Show an entry with what its reader may do to it."""
    return _show(queries.entry(actor(), number))


def _show(entry: Entry, refused: Refused | None = None) -> str:
    receipt = queries.standing_receipt(entry)
    answers = rules.may_answer_handover(actor(), entry) and queries.answer_to(entry) is None
    return render_template(
        "giving/entry.html",
        entry=entry,
        refused=refused,
        receipt=receipt,
        reversal=queries.reversal_of(entry),
        may_answer=answers,
        receiving=_receiving(entry) if answers else [],
        key=uuid4(),
    )


@bp.post("/ecritures/<int:number>")
def decide(number: int) -> Any:
    """Submit, leave, approve or reject an entry."""
    entry = queries.entry(actor(), number)
    form = Form(schemas.DecideEntry, request.form)
    if not form.is_valid:
        return _show(entry), form.status
    key, because = form.data["key"], form.data["because"]
    try:
        if form.data["to"] == "submit":
            actions.submit_entry(actor(), entry, key=key)
            flash(_("Soumise. Une autre personne doit l’approuver."))
        elif form.data["to"] == "leave":
            actions.leave_entry(actor(), entry, key=key)
            flash(_("Abandonnée : elle n’a rien déplacé."))
        elif form.data["to"] == "approve":
            actions.approve_entry(actor(), entry, key=key)
            flash(_("Inscrite au registre public."))
        else:
            actions.reject_entry(actor(), entry, because=because, key=key)
            flash(_("Rejetée : elle n’a rien déplacé."))
    except Refused as refused:
        return _show(queries.entry(actor(), number), refused), refused.status
    return redirect(url_for("treasury.entry", number=number), 303)


@bp.get("/ecritures/<int:number>/piece")
def piece(number: int) -> Any:
    """Show the evidence of an entry to who prepares and who approves, before it is posted too."""
    check(rules.may_keep_ledger(actor()))
    return served(queries.entry(actor(), number))


@bp.post("/ecritures/<int:number>/reponse")
def answer(number: int) -> Any:
    """Answer a sending, for the organisation that receives."""
    dispatch = queries.entry(actor(), number)
    form = Form(schemas.AnswerHandover, request.form)
    if not form.is_valid:
        return _show(dispatch), form.status
    key = form.data["key"]
    try:
        if form.data["is_received"]:
            place = queries.place(actor(), form.data["place"] or 0)
            actions.acknowledge_handover(actor(), dispatch, place=place, key=key)
            flash(_("Réception inscrite au registre public."))
        else:
            actions.refuse_handover(actor(), dispatch, because=form.data["because"], key=key)
            flash(_("Refus inscrit : l’argent est revenu d’où il venait."))
    except Refused as refused:
        return _show(queries.entry(actor(), number), refused), refused.status
    return redirect(url_for("giving.gift", ref=dispatch.planned[0].lot.ref), 303)


@bp.post("/ecritures/<int:number>/contre-passer")
def reverse(number: int) -> Any:
    """Prepare the mirror of a posted entry."""
    entry = queries.entry(actor(), number)
    form = Form(schemas.Reverse, request.form)
    if not form.is_valid:
        return _show(entry), form.status
    key = form.data["key"]
    try:
        mirror = actions.prepare_reversal(
            actor(), entry, because=form.data["because"], idem_key=str(key), key=key
        )
    except Refused as refused:
        return _show(queries.entry(actor(), number), refused), refused.status
    return redirect(url_for("treasury.entry", number=mirror.id), 303)


@bp.post("/ecritures/<int:number>/recu")
def issue(number: int) -> Any:
    """Hand out the receipt of a gift that was received."""
    entry = queries.entry(actor(), number)
    try:
        receipt = actions.issue_receipt(actor(), entry, key=request.form.get("key"))
    except Refused as refused:
        return _show(queries.entry(actor(), number), refused), refused.status
    return redirect(url_for("receipts.verify", code=receipt.code), 303)


def _receiving(entry: Entry) -> list[tuple[int, str]]:
    """Return the places of the organisation that receives."""
    receiver = entry.planned[0].to_place.organisation_id
    held = queries.places(actor(), (PlaceKind.MINISTRY, PlaceKind.TREASURY))
    return [(each.id, each.name) for each in held if each.organisation_id == receiver]
