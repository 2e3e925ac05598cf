"""The ledger: entries, places, lots, and every movement for everybody."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.core.formats import sort_key
from app.core.money import Money
from app.giving import rules
from app.giving.models import (
    HELD,
    LAST_PLACES,
    Entry,
    EntryKind,
    EntryLine,
    EntryState,
    Lot,
    Place,
    PlaceKind,
    Position,
)


def entry_of_key(idem_key: str) -> Entry | None:
    """Return the entry that was prepared under a key."""
    return db.session.scalar(select(Entry).where(Entry.idem_key == idem_key))


def entry_of_number(number: int) -> Entry:
    """
    Return the entry of that number in the ledger.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(_entries().where(Entry.number == number))
    if found is None:
        raise NotFound()
    return found


def reversal_of(entry: Entry, *, posted: bool = False) -> Entry | None:
    """Return the reversal of an entry that stands; only a posted one if asked."""
    query = select(Entry).where(Entry.reverses_id == entry.id, Entry.state != EntryState.REJECTED)
    if posted:
        query = query.where(Entry.state == EntryState.POSTED)
    return db.session.scalar(query)


def answer_to(entry: Entry) -> Entry | None:
    """Return the receiver's answer to a sending."""
    return db.session.scalar(
        select(Entry).where(Entry.answers_id == entry.id, Entry.state != EntryState.REJECTED)
    )


def hash_of(number: int) -> str | None:
    """Return the hash of the entry of that number in the ledger."""
    return db.session.scalar(select(Entry.hash).where(Entry.number == number))


def left_in(lot_id: int, place_id: int, currency: str) -> int:
    """Return what remains of a lot in a place, in minor units."""
    query = select(Position.entered - Position.gone).where(
        Position.lot_id == lot_id, Position.place_id == place_id, Position.currency == currency
    )
    return db.session.scalar(query) or 0


def fx_place() -> Place:
    """Return the place where one currency becomes another."""
    return db.session.scalars(select(Place).where(Place.code == "fx")).one()


def place_of_code(code: str) -> Place | None:
    """Return the place of that code, if there is one."""
    return db.session.scalar(select(Place).where(Place.code == code))


def places(_actor: Actor, kinds: Iterable[PlaceKind], limit: int = 500) -> list[Place]:
    """
    Return the places of some kinds, by kind and name.

    Where there are too many, the latest: of the beneficiaries, who are the most, before the others.
    """
    query = select(Place).where(Place.kind.in_(kinds))
    latest = query.order_by(Place.kind.in_(LAST_PLACES), Place.id.desc()).limit(limit)
    return sorted(
        db.session.scalars(latest), key=lambda place: (place.kind, sort_key(place.name), place.id)
    )


def held_in(places: Iterable[Place]) -> dict[int, list[Money]]:
    """Return what places hold of all lots together, to compare with a bank's statement."""
    numbers = [place.id for place in places if place.kind in (*HELD, PlaceKind.TRANSIT)]
    left = func.sum(Position.entered - Position.gone)
    query = (
        select(Position.place_id, Position.currency, left)
        .where(Position.place_id.in_(numbers))
        .group_by(Position.place_id, Position.currency)
        .order_by(Position.currency)
    )
    held: dict[int, list[Money]] = {}
    for number, currency, minor in db.session.execute(query):
        held.setdefault(number, []).append(Money(int(minor), currency))
    return held


def place(_actor: Actor, number: int) -> Place:
    """
    Return a place by its number.

    :raises NotFound: if there is none
    """
    found = db.session.get(Place, number)
    if found is None:
        raise NotFound()
    return found


def lot_of_ref(ref: str) -> Lot | None:
    """Return the lot of that reference, if there is one."""
    return db.session.scalar(select(Lot).where(Lot.ref == ref))


def lot(_actor: Actor, ref: str) -> Lot:
    """
    Return a lot with its promise, campaign and programme; every lot is public.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(
        select(Lot)
        .where(Lot.ref == ref)
        .options(joinedload(Lot.pledge), joinedload(Lot.campaign), joinedload(Lot.programme))
    )
    if found is None:
        raise NotFound()
    return found


def lots(_actor: Actor, limit: int = 200) -> list[Lot]:
    """Return the latest lots, for the desk."""
    return list(db.session.scalars(select(Lot).order_by(Lot.id.desc()).limit(limit)))


def _entries() -> Select[Any]:
    lines = selectinload(Entry.planned)
    return select(Entry).options(
        joinedload(Entry.prepared_by),
        joinedload(Entry.approved_by),
        joinedload(Entry.rejected_by),
        joinedload(Entry.source),
        lines.joinedload(EntryLine.lot),
        lines.joinedload(EntryLine.from_place),
        lines.joinedload(EntryLine.to_place),
        lines.joinedload(EntryLine.fx_rate),
    )


def entry(actor: Actor, number: int) -> Entry:
    """
    Return an entry for the desk; one that was sent also for who receives it.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.scalar(_entries().where(Entry.id == number))
    if found is None or not (
        rules.may_keep_ledger(actor) or rules.may_answer_handover(actor, found)
    ):
        raise NotFound()
    return found


def evidence_entry(actor: Actor, ref: str, number: int) -> Entry:
    """
    Return a posted entry of a lot whose evidence the actor may read.

    :raises NotFound: if there is none, or it is not public and the actor not of the treasury
    """
    found = db.session.scalar(
        select(Entry)
        .join(Entry.planned)
        .join(EntryLine.lot)
        .where(Entry.number == number, Lot.ref == ref, Entry.evidence_sha256.is_not(None))
        .limit(1)
    )
    if found is None or not (found.evidence_is_public or rules.may_keep_ledger(actor)):
        raise NotFound()
    return found


def entries(_actor: Actor, state: EntryState, limit: int = 50) -> list[Entry]:
    """Return the entries in a state: of those that wait the first one, else the last one, first."""
    query = _entries().where(Entry.state == state)
    waits = state in (EntryState.DRAFT, EntryState.SUBMITTED)
    query = query.order_by(Entry.id.asc() if waits else Entry.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def own_rejected(actor: Actor, limit: int = 10) -> list[Entry]:
    """Return what the actor prepared and another person rejected lately, the last one first."""
    query = _entries().where(
        Entry.state == EntryState.REJECTED,
        Entry.prepared_by_id == actor.id,
        Entry.rejected_by_id != actor.id,
        Entry.rejected_at > now() - timedelta(days=30),
    )
    return list(db.session.scalars(query.order_by(Entry.id.desc()).limit(limit)))


def sees_treasury(actor: Actor) -> bool:
    """Whether the treasury's desk is for the actor: a keeper, or one with a sending to answer."""
    keeps = rules.may_keep_ledger(actor) or rules.may_write_down_pledge(actor)
    return keeps or bool(handovers(actor, limit=1))


def handovers(actor: Actor, limit: int = 50) -> list[Entry]:
    """Return the sendings that wait for the actor's answer."""
    answer = aliased(Entry)
    organisations = [grant.number for grant in actor.grants if grant.place == "organisation"]
    if not organisations:
        return []
    sent_to = (
        select(EntryLine.entry_id)
        .join(Place, Place.id == EntryLine.to_id)
        .where(Place.kind == PlaceKind.TRANSIT, Place.organisation_id.in_(organisations))
    )
    unanswered = (
        ~select(answer.id)
        .where(
            (answer.answers_id == Entry.id) | (answer.reverses_id == Entry.id),
            answer.state != EntryState.REJECTED,
        )
        .exists()
    )
    query = _entries().where(
        Entry.kind == EntryKind.DISPATCH,
        Entry.state == EntryState.POSTED,
        Entry.id.in_(sent_to),
        unanswered,
    )
    found = db.session.scalars(query.order_by(Entry.id).limit(limit))
    return [each for each in found if rules.may_answer_handover(actor, each)]
