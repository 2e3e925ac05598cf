"""The shares of beneficiaries, the codes that open them, and what was said of each."""

import base64
import re
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.money import Money
from app.core.seal import derive
from app.giving import rules
from app.giving.models import (
    LAST_PLACES,
    Confirmation,
    Entry,
    EntryKind,
    EntryState,
    Lot,
    Movement,
    Place,
)
from app.giving.queries.ledger import reversal_of

# An entry of these kinds gives something to somebody who can say that it came.
GIVING = (EntryKind.ALLOCATION, EntryKind.PAYMENT)
MOST_SHARES = 100  # on a page
CODE = re.compile(r"([0-9]{1,12})-([0-9]{1,3})-?([A-Z2-7]{4})-?([A-Z2-7]{4})")


@dataclass(frozen=True)
class Share:
    """What one posted entry gave to one beneficiary, and the last word on it."""

    movement: Movement
    said: Confirmation | None

    @property
    def entry(self) -> Entry:
        """The entry that gave it."""
        return self.movement.entry

    @property
    def place(self) -> Place:
        """The beneficiary, under a public code."""
        return self.movement.to_place

    @property
    def money(self) -> Money:
        """How much it is."""
        return Money(self.movement.amount, self.movement.currency)

    @property
    def code(self) -> str:
        """The code that its beneficiary holds."""
        return _written(self.movement)


@dataclass(frozen=True)
class Words:
    """How many beneficiaries of an entry said that their share came, and that it did not."""

    yes: int = 0
    no: int = 0


def is_code_of(code: str, entry: Entry, place: Place) -> bool:
    """Whether a code, however it is spaced, is that of a beneficiary's share of an entry."""
    movement = db.session.scalar(
        select(Movement)
        .where(Movement.entry_id == entry.id, Movement.to_id == place.id)
        .order_by(Movement.line)
        .limit(1)
    )
    return movement is not None and compare_digest(_plain(code), _plain(_written(movement)))


def share_of_code(code: str) -> Share:
    """
    Return the share that a code opens; the code is the right to see it.

    :raises NotFound: if there is none
    """
    parts = _plain(code).split("-")
    if len(parts) < 2:
        raise NotFound()
    number, line = int(parts[0]), int(parts[1])
    found = db.session.scalar(_movements().where(Entry.number == number, Movement.line == line))
    if found is None or not is_code_of(code, found.entry, found.to_place):
        raise NotFound()
    if _is_undone(found.entry):
        raise NotFound()
    return Share(found, confirmation_of(found.entry, found.to_place))


def share(actor: Actor, number: int) -> Share:
    """
    Return the share that a movement gave, for who writes down what beneficiaries say.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.scalar(_movements().where(Movement.id == number))
    if found is None or not rules.may_hear_beneficiaries(actor):
        raise NotFound()
    return Share(found, confirmation_of(found.entry, found.to_place))


def is_share(entry: Entry, place: Place) -> bool:
    """Whether a posted entry that stands gave something to that beneficiary."""
    if entry.state != EntryState.POSTED or entry.kind not in GIVING or _is_undone(entry):
        return False
    return place.kind in LAST_PLACES and any(line.to_id == place.id for line in entry.planned)


def confirmation_of(entry: Entry, place: Place) -> Confirmation | None:
    """Return the last word of a beneficiary on an entry."""
    query = select(Confirmation).where(
        Confirmation.entry_id == entry.id, Confirmation.place_id == place.id
    )
    return db.session.scalar(query.order_by(Confirmation.id.desc()).limit(1))


def shares(actor: Actor, beyond: int | None = None, limit: int = MOST_SHARES) -> list[Share]:
    """
    Return the latest shares, for who writes down what beneficiaries say; else nothing.

    `beyond` is the number of the movement that gave the last one of the page before.
    """
    if not rules.may_hear_beneficiaries(actor):
        return []
    undone = select(Entry.reverses_id).where(
        Entry.reverses_id.is_not(None), Entry.state == EntryState.POSTED
    )
    query = _movements().where(Entry.id.not_in(undone))
    if beyond is not None:
        query = query.where(Movement.id < beyond)
    found = list(db.session.scalars(query.order_by(Movement.id.desc()).limit(limit)))
    said = {
        (word.entry_id, word.place_id): word
        for word in db.session.scalars(
            select(Confirmation)
            .where(Confirmation.entry_id.in_({movement.entry_id for movement in found}))
            .options(joinedload(Confirmation.entered_by))
            .order_by(Confirmation.id)
        )
    }
    return [Share(each, said.get((each.entry_id, each.to_id))) for each in found]


def words_on(entries: list[int]) -> dict[int, Words]:
    """Return, by entry, how many beneficiaries said yes and no; each counts by the last word."""
    last = select(func.max(Confirmation.id)).where(Confirmation.entry_id.in_(entries))
    query = (
        select(
            Confirmation.entry_id,
            func.sum(case((Confirmation.is_received, 1), else_=0)),
            func.sum(case((Confirmation.is_received, 0), else_=1)),
        )
        .where(Confirmation.id.in_(last.group_by(Confirmation.entry_id, Confirmation.place_id)))
        .group_by(Confirmation.entry_id)
    )
    return {entry: Words(int(yes), int(no)) for entry, yes, no in db.session.execute(query)}


def words_in(places: list[int], lot: Lot) -> dict[int, bool]:
    """Return the last word of each of some beneficiaries on what came to them from a lot."""
    query = (
        select(Confirmation.place_id, Confirmation.is_received)
        .join(
            Movement,
            (Movement.entry_id == Confirmation.entry_id)
            & (Movement.to_id == Confirmation.place_id),
        )
        .where(Confirmation.place_id.in_(places), Movement.lot_id == lot.id)
        .order_by(Confirmation.id)
    )
    # The last one said stands.
    return dict(db.session.execute(query).all())


def _movements() -> Select[Any]:
    return (
        select(Movement)
        .join(Movement.entry)
        .join(Movement.to_place)
        .where(Entry.kind.in_(GIVING), Place.kind.in_(LAST_PLACES), Entry.source_id.is_(None))
        .options(
            contains_eager(Movement.entry),
            contains_eager(Movement.to_place),
            joinedload(Movement.lot, innerjoin=True),
        )
    )


def _written(movement: Movement) -> str:
    secret = base64.b32encode(derive("share", movement.entry_id, movement.to_id))[:8].decode()
    return f"{movement.entry.number}-{movement.line}-{secret[:4]}-{secret[4:]}"


def _plain(code: str) -> str:
    """Return a code as it is compared: capitals, one dash between its parts; empty if none."""
    found = CODE.fullmatch("".join(code.upper().replace("–", "-").split()))
    return "-".join(found.groups()) if found else ""


def _is_undone(entry: Entry) -> bool:
    return reversal_of(entry, posted=True) is not None
