"""Receipts: a frozen snapshot under a number without a gap, cancelled by a new one."""

from typing import Any

from num2words import num2words

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.facts import record
from app.core.i18n import N_
from app.core.money import Money, exponent
from app.giving import facts, queries, rules
from app.giving.actions.errors import NoReceipt
from app.giving.actions.numbers import _next_number
from app.giving.models import (
    RECEIPTS,
    Entry,
    EntryKind,
    EntryState,
    Receipt,
    ReceiptKind,
    Visibility,
)

# One of a currency and several of it, in the French of the receipt; the others keep their code.
UNITS = {
    "XOF": ("franc CFA", "francs CFA"),
    "XAF": ("franc CFA (CEMAC)", "francs CFA (CEMAC)"),
    "EUR": ("euro", "euros"),
    "USD": ("dollar", "dollars"),
}
PARTS = {2: N_("centième"), 3: N_("millième")}


@action(rules.may_issue_receipt, locked=True)
def issue_receipt(actor: Actor, entry: Entry) -> Receipt:
    """
    Hand out the receipt of a gift that was received; the one it cancels stays readable.

    :raises NoReceipt: if the entry is no posted gift, was reversed, or has its receipt
    """
    standing = queries.standing_receipt(entry)
    if (
        entry.kind != EntryKind.RECEIPT
        or entry.state != EntryState.POSTED
        or queries.reversal_of(entry, posted=True) is not None
        or standing is not None
    ):
        raise NoReceipt()
    return _write(actor, entry, ReceiptKind.RECEIPT, _snapshot(entry), None)


@action(rules.may_cancel_receipt, locked=True)
def cancel_receipt(actor: Actor, receipt: Receipt, *, because: str) -> Receipt:
    """
    Cancel a receipt by a new one, with its own number and the reason.

    :raises NoReceipt: if it is cancelled already, or is itself a cancellation
    """
    if receipt.kind != ReceiptKind.RECEIPT or queries.replacement_of(receipt) is not None:
        raise NoReceipt()
    snapshot = {**receipt.snapshot, "cancels": receipt.code, "because": because}
    return _write(actor, receipt.entry, ReceiptKind.CANCELLATION, snapshot, receipt)


def _write(
    actor: Actor,
    entry: Entry,
    kind: ReceiptKind,
    snapshot: dict[str, Any],
    replaces: Receipt | None,
) -> Receipt:
    year = now().year
    number = _next_number(RECEIPTS, year)
    code = f"{RECEIPTS}-{year}-{number:05}"
    snapshot = snapshot | {"code": code, "issued_on": today().isoformat()}
    receipt = Receipt(
        code=code,
        kind=kind,
        series=RECEIPTS,
        year=year,
        number=number,
        entry=entry,
        lot=entry.planned[0].lot,
        snapshot=snapshot,
        replaces=replaces,
        issued_by_id=actor.id,
    )
    receipt.hash = receipt.computed_hash()
    db.session.add(receipt)
    db.session.flush()
    cancelled = kind == ReceiptKind.CANCELLATION
    fact = facts.ReceiptCancelled if cancelled else facts.ReceiptIssued
    record(actor, fact(receipt_id=receipt.id))
    return receipt


def _snapshot(entry: Entry) -> dict[str, Any]:
    line = entry.planned[0]
    pledge = line.lot.pledge
    assert pledge is not None
    total = Money(sum(each.amount for each in entry.planned), line.currency)
    return {
        "amount": total.minor,
        "currency": total.currency,
        "in_words": _in_words(total),
        "donor": pledge.donor_name,
        "donor_is_public": pledge.visibility == Visibility.NAMED,
        "on_behalf_of": pledge.on_behalf_of,
        "purpose": pledge.purpose,
        "gift": line.lot.ref,
        "occurred_on": entry.occurred_on.isoformat() if entry.occurred_on else None,
        "instrument": entry.instrument.value if entry.instrument else None,
        "held_in": line.to_place.name,
        "prepared_by": entry.prepared_by.name if entry.prepared_by else None,
        "approved_by": entry.approved_by.name if entry.approved_by else None,
        "entry": entry.number,
        "entry_hash": entry.hash,
        "demonstration": entry.is_demonstration,
    }


def _in_words(amount: Money) -> str:
    """Write an amount in French words, "dix mille dollars"; the receipt is a French document."""
    places = exponent(amount.currency)
    whole, rest = divmod(amount.minor, 10**places)
    words = _counted(whole, UNITS.get(amount.currency, (amount.currency, amount.currency)))
    if not rest:
        return words
    part = PARTS[places]
    return f"{words} et {_counted(rest, (part, f'{part}s'))}"


def _counted(number: int, names: tuple[str, str]) -> str:
    """Write "un franc", "deux francs", "deux millions de francs"."""
    name = names[number > 1]
    of_a_round_number = "de " if number and number % 10**6 == 0 else ""
    return f"{num2words(number, lang='fr')} {of_a_round_number}{name}"
