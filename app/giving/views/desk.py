"""The desk of the ledger: one person submits, another approves, the receiver answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.errors import Refused
from app.core.forms import Form
from app.core.i18n import N_
from app.core.web import actor, take
from app.giving import actions, queries, rules, schemas
from app.giving.models import Entry, EntryState, PlaceKind
from app.giving.views.blueprint import bp, chosen
from app.giving.views.public import served


@bp.get("")
def index() -> str:
    """Show what waits: promises to read back, entries to approve, sendings to answer."""
    permit(queries.sees_treasury, actor())
    sees = rules.may_keep_ledger(actor())
    return render_template(
        "giving/desk.html",
        sees=sees,
        submitted=queries.entries(actor(), EntryState.SUBMITTED) if sees else [],
        drafts=queries.entries(actor(), EntryState.DRAFT) if sees else [],
        rejected=queries.own_rejected(actor()),
        posted=queries.entries(actor(), EntryState.POSTED, limit=15) if sees else [],
        announced=queries.announced_pledges(actor()),
        handovers=queries.handovers(actor()),
        can_read=lambda pledge: rules.may_read_donor(actor(), pledge),
    )


@bp.get("/ecritures/<int:number>")
def entry(number: int) -> str:
    """Show an entry with what its reader may do to it."""
    return _show(queries.entry(actor(), number))


def _show(entry: Entry, form: Form | None = None, at: str = "") -> str:
    """Show an entry; `form` is the one that was refused, `at` says which it was."""
    receipt = queries.standing_receipt(entry)
    answers = rules.may_answer_handover(actor(), entry) and queries.answer_to(entry) is None
    return render_template(
        "giving/entry.html",
        entry=entry,
        form=form or Form(schemas.DecideEntry),
        at=at,
        receipt=receipt,
        reversal=queries.reversal_of(entry),
        may_answer=answers,
        receiving=_receiving(entry) if answers else [],
        key=uuid4(),
    )


def _again(number: int, at: str) -> Callable[[Form], Any]:
    """Return what shows the entry with a refused form, as the entry stands now."""
    return lambda form: _show(queries.entry(actor(), number), form, at)


@bp.post("/ecritures/<int:number>")
def decide(number: int) -> Any:
    """Submit, leave, approve or reject an entry."""
    entry = queries.entry(actor(), number)
    return take(
        schemas.DecideEntry,
        lambda **data: _decide(entry, **data),
        str,
        url_for("treasury.entry", number=number),
        _again(number, "decide"),
    )


def _decide(entry: Entry, *, to: str, because: str | None, key: UUID) -> str:
    """Call the one action of the chosen button, and return what to say."""
    if to == "submit":
        actions.submit_entry(actor(), entry, key=key)
        return _("Soumise. Une autre personne doit l’approuver.")
    if to == "leave":
        actions.leave_entry(actor(), entry, key=key)
        return _("Abandonnée : elle n’a rien déplacé.")
    if to == "approve":
        actions.approve_entry(actor(), entry, key=key)
        return _("Inscrite au registre public.")
    actions.reject_entry(actor(), entry, because=because, key=key)
    return _("Rejetée : elle n’a rien déplacé.")


@bp.get("/ecritures/<int:number>/piece")
def piece(number: int) -> Any:
    """Show the evidence of an entry to who prepares and who approves, before it is posted too."""
    permit(rules.may_keep_ledger, actor())
    return served(queries.entry(actor(), number))


@bp.post("/ecritures/<int:number>/reponse")
def answer(number: int) -> Any:
    """Answer a sending, for the organisation that receives."""
    dispatch = queries.entry(actor(), number)
    return take(
        schemas.AnswerHandover,
        lambda **data: _answer(dispatch, **data),
        str,
        url_for("giving.gift", ref=dispatch.planned[0].lot.ref),
        _again(number, "answer"),
    )


def _answer(
    dispatch: Entry, *, is_received: bool, place: int | None, because: str | None, key: UUID
) -> str:
    """Call the one action of the chosen button, and return what to say."""
    if is_received:
        held = chosen("place", queries.place, place or 0)
        actions.acknowledge_handover(actor(), dispatch, place=held, key=key)
        return _("Réception inscrite au registre public.")
    actions.refuse_handover(actor(), dispatch, because=because, key=key)
    return _("Refus inscrit : l’argent est revenu d’où il venait.")


@bp.post("/ecritures/<int:number>/contre-passer")
def reverse(number: int) -> Any:
    """Prepare the mirror of a posted entry."""
    entry = queries.entry(actor(), number)
    return take(
        schemas.Reverse,
        lambda because, key: actions.prepare_reversal(
            actor(), entry, because=because, idem_key=str(key), key=key
        ),
        N_("La contre-passation est préparée. Relisez-la, puis soumettez-la."),
        lambda mirror: url_for("treasury.entry", number=mirror.id),
        _again(number, "reverse"),
    )


@bp.post("/ecritures/<int:number>/recu")
def issue(number: int) -> Any:
    """Hand out the receipt of a gift that was received."""
    entry = queries.entry(actor(), number)
    try:
        receipt = actions.issue_receipt(actor(), entry, key=request.form.get("key"))
    except Refused as refused:
        form = Form(schemas.DecideEntry)
        form.refuse(refused)
        return _show(queries.entry(actor(), number), form), refused.status
    flash(_("Le reçu est établi. Son numéro et cette page le prouvent."))
    return redirect(url_for("receipts.verify", code=receipt.code), 303)


def _receiving(entry: Entry) -> list[tuple[int, str]]:
    """Return the places of the organisation that receives."""
    receiver = entry.planned[0].to_place.organisation_id
    held = queries.places(actor(), (PlaceKind.MINISTRY, PlaceKind.TREASURY))
    return [(each.id, each.name) for each in held if each.organisation_id == receiver]
