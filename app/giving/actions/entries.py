"""Entries as they are prepared: what goes where, how much, under one key."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import today
from app.core.days import TO_COME
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.files import StoredFile
from app.core.i18n import N_, translate
from app.core.money import LARGEST, BadAmount, converted, read_amount, split
from app.giving import facts, queries, rules
from app.giving.actions.errors import OneReversal, TooSmallToShare, WrongLot, WrongPlaces
from app.giving.models import (
    DONORS,
    HELD,
    STATE_BUDGET,
    Entry,
    EntryKind,
    EntryLine,
    EntryState,
    FxRate,
    Instrument,
    Lot,
    LotKind,
    Place,
    PlaceKind,
)

# From which kinds of place to which an entry takes money.
WAYS = {
    EntryKind.RECEIPT: ({PlaceKind.EXTERNAL}, HELD),
    EntryKind.APPROPRIATION: ({PlaceKind.EXTERNAL}, {PlaceKind.TREASURY, PlaceKind.MINISTRY}),
    EntryKind.DEPOSIT: ({PlaceKind.CUSTODY}, {PlaceKind.TREASURY}),
    EntryKind.FEE: (HELD, {PlaceKind.FEES}),
    EntryKind.TRANSFER: (HELD, HELD),
    EntryKind.DISPATCH: (HELD, {PlaceKind.TRANSIT}),
    EntryKind.ALLOCATION: (HELD, {PlaceKind.BENEFICIARY, PlaceKind.AWARD}),
    EntryKind.PAYMENT: (HELD, {PlaceKind.BENEFICIARY, PlaceKind.AWARD}),
}
# From whom it takes money that comes from outside.
ORIGINS = {EntryKind.RECEIPT: DONORS, EntryKind.APPROPRIATION: STATE_BUDGET}
# What an entry is about; the other kinds suit both.
LOTS = {EntryKind.RECEIPT: LotKind.DONATION, EntryKind.APPROPRIATION: LotKind.BUDGET}
MOST_LINES = 200


@action(rules.may_prepare)
def prepare_entry(
    actor: Actor,
    lot: Lot,
    *,
    kind: str,
    from_place: Place,
    to_places: Sequence[Place],
    amount: str,
    currency: str,
    idem_key: str,
    weights: Sequence[int] | None = None,
    evidence: StoredFile | None = None,
    evidence_is_public: bool = False,
    instrument: str | None = None,
    **details: Any,
) -> Entry:
    """
    Prepare an entry that takes an amount of a lot from one place to one or several others.

    Among several places the amount is shared by `weights`, equally without them, by the largest
    remainder, and loses nothing. `details`: occurred_on, instrument_number, words. The same
    `idem_key` prepares it once.

    :raises BadAmount: if it is not a positive amount
    :raises TooSmallToShare: if it is too small for each to have a share
    :raises WrongPlaces: if entries of that kind do not go that way
    :raises WrongLot: if the kind does not suit the lot
    :raises Conflict: if the key served another entry
    """
    known = _known(actor, idem_key)
    if known is not None:
        return known
    what = EntryKind(kind)
    if what not in WAYS or LOTS.get(what, lot.kind) != lot.kind:
        raise WrongLot()
    money = read_amount(amount, currency)
    _check_ways(what, from_place, to_places)
    shares = split(money.minor, list(weights or [1] * len(to_places)))
    if min(shares) < 1:
        raise TooSmallToShare(count=len(shares))
    lines = [
        (lot, from_place, place, currency, share, None)
        for place, share in zip(to_places, shares, strict=True)
    ]
    return _prepare(
        actor,
        what,
        idem_key,
        lines,
        evidence_sha256=evidence.sha256 if evidence else None,
        evidence_type=evidence.media_type if evidence else None,
        evidence_size=evidence.size if evidence else None,
        evidence_is_public=evidence_is_public and evidence is not None,
        instrument=Instrument(instrument) if instrument else None,
        **details,
    )


@action(rules.may_prepare)
def prepare_exchange(
    actor: Actor,
    lot: Lot,
    *,
    from_place: Place,
    to_place: Place,
    amount: str,
    rate: FxRate,
    idem_key: str,
    **details: Any,
) -> Entry:
    """
    Prepare the exchange of an amount in the rate's base currency at that recorded rate.

    :raises BadAmount: if it is not a positive amount, or worth less than one minor unit
        or more than an amount may be
    :raises WrongPlaces: if money is not held in those places
    :raises Conflict: if the key served another entry
    """
    known = _known(actor, idem_key)
    if known is not None:
        return known
    money = read_amount(amount, rate.base)
    worth = converted(money, rate.quote, rate.rate)
    if not 1 <= worth.minor <= LARGEST:
        raise BadAmount()
    if from_place.kind not in HELD or to_place.kind not in HELD:
        raise WrongPlaces(from_place=from_place.name, to_place=to_place.name)
    desk = queries.fx_place()
    lines = [
        (lot, from_place, desk, money.currency, money.minor, rate),
        (lot, desk, to_place, worth.currency, worth.minor, rate),
    ]
    return _prepare(actor, EntryKind.EXCHANGE, idem_key, lines, **details)


@action(rules.may_prepare, locked=True)
def prepare_reversal(actor: Actor, entry: Entry, *, because: str, idem_key: str) -> Entry:
    """
    Prepare the mirror of a posted entry; an entry is reversed once, and a reversal never.

    :raises OneReversal: if it is reversed already, is a reversal, or is not posted
    :raises Conflict: if the key served another entry
    """
    known = _known(actor, idem_key)
    if known is not None:
        return known
    if (
        entry.state != EntryState.POSTED
        or entry.kind in (EntryKind.REVERSAL, EntryKind.ACKNOWLEDGEMENT, EntryKind.REFUSAL)
        or queries.reversal_of(entry) is not None
    ):
        raise OneReversal()
    lines = [
        (line.lot, line.to_place, line.from_place, line.currency, line.amount, line.fx_rate)
        for line in reversed(entry.planned)
    ]
    return _prepare(
        actor,
        EntryKind.REVERSAL,
        idem_key,
        lines,
        reverses_id=entry.id,
        occurred_on=today(),
        words=because,
    )


def _known(actor: Actor, idem_key: str) -> Entry | None:
    known = queries.entry_of_key(idem_key)
    if known is not None and known.prepared_by_id != actor.id:
        raise Conflict()
    return known


def _check_ways(kind: EntryKind, from_place: Place, to_places: Sequence[Place]) -> None:
    giving, taking = WAYS[kind]
    if len(to_places) > MOST_LINES:
        most = translate(N_("%(count)s destinataires au plus dans une écriture."), count=MOST_LINES)
        raise Invalid({"to_place": [most]})
    if not to_places or len({place.id for place in to_places}) < len(to_places):
        raise Invalid({"to_place": [translate(N_("Choisissez chaque destinataire une fois."))]})
    is_origin = from_place.code == ORIGINS.get(kind, from_place.code)
    for place in to_places:
        is_way = from_place.kind in giving and place.kind in taking and place.id != from_place.id
        if not (is_way and is_origin):
            raise WrongPlaces(from_place=from_place.name, to_place=place.name)


def _prepare(
    actor: Actor,
    kind: EntryKind,
    idem_key: str,
    lines: Sequence[tuple[Lot, Place, Place, str, int, FxRate | None]],
    *,
    occurred_on: date | None = None,
    **columns: Any,
) -> Entry:
    if occurred_on is not None and occurred_on > today():
        raise Invalid({"occurred_on": [translate(TO_COME)]})
    entry = Entry(
        kind=kind,
        idem_key=idem_key,
        lines=len(lines),
        occurred_on=occurred_on,
        prepared_by_id=actor.id,
        is_demonstration=any(lot.is_demonstration for lot, *_rest in lines),
        **columns,
    )
    entry.planned = [
        EntryLine(
            line=number,
            lot=lot,
            from_place=from_place,
            to_place=to_place,
            currency=currency,
            amount=amount,
            fx_rate=rate,
        )
        for number, (lot, from_place, to_place, currency, amount, rate) in enumerate(lines, 1)
    ]
    db.session.add(entry)
    db.session.flush()
    record(actor, facts.EntryPrepared(entry_id=entry.id))
    return entry
