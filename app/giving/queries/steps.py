"""The way of a gift, entry by entry, in a constant number of queries whatever its size."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, cast, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from app.core.db import db
from app.core.money import Money
from app.giving.models import Entry, EntryState, Lot, Movement
from app.giving.queries.confirmations import Words, words_on

MOST_STEPS = 20


@dataclass(frozen=True)
class Step:
    """One entry of the way of a gift, as everybody may read it."""

    entry: Entry
    first: Movement
    sums: list[tuple[Money, int]]
    is_reversed: bool
    words: Words

    @property
    def amounts(self) -> list[Money]:
        """What moved, one amount per currency; through an exchange, what went in and came out."""
        return [money for money, _count in self.sums]

    @property
    def movements(self) -> int:
        """How many movements of the lot the entry has."""
        return sum(count for _money, count in self.sums)


def steps(lot: Lot) -> list[Step]:
    """Return the first entries of a lot, each whole: what it moved of the lot, and its start."""
    found = _first_movements(lot)
    entries = [first.entry_id for first in found]
    sums = _sums(lot, entries)
    reversing = select(Entry.reverses_id).where(
        Entry.reverses_id.in_(entries), Entry.state == EntryState.POSTED
    )
    undone = set(db.session.scalars(reversing))
    words = words_on(entries)
    return [
        Step(
            entry=first.entry,
            first=first,
            sums=sums[first.entry_id],
            is_reversed=first.entry_id in undone,
            words=words.get(first.entry_id, Words()),
        )
        for first in found
    ]


def _first_movements(lot: Lot) -> list[Movement]:
    """Return where the first entries of a lot start in it."""
    starts = db.session.scalars(_starts(), {"lot_id": lot.id, "last": lot.seq}).all()
    # By their own numbers: of those of a lot, PostgreSQL expects thousands and reads all entries.
    query = (
        select(Movement)
        .where(Movement.id.in_([number for number in starts if number]))
        .options(
            joinedload(Movement.entry, innerjoin=True).options(
                joinedload(Entry.meeting), joinedload(Entry.source)
            ),
            joinedload(Movement.from_place, innerjoin=True),
            joinedload(Movement.to_place, innerjoin=True),
            joinedload(Movement.fx_rate),
        )
        .order_by(Movement.seq)
    )
    return list(db.session.scalars(query))


@cache
def _starts() -> Select[Any]:
    """
    Return the query of the movements at which the first entries of a lot start, one by one.

    An entry is posted at once, so its movements of a lot follow each other without a gap: the next
    entry starts as many further as it has; nobody reads them all to group them. Each step is a
    number that is looked up: of a join, PostgreSQL expects thousands of rows and reads the whole
    table for them.
    """
    lot_id, last = (bindparam(name, type_=BigInteger) for name in ("lot_id", "last"))
    begin = select(cast(1, BigInteger).label("seq"), literal(1).label("step"))
    start = begin.cte("start", recursive=True)
    first, own = aliased(Movement), aliased(Movement)
    entry_id = select(first.entry_id).where(first.lot_id == lot_id, first.seq == start.c.seq)
    length = select(func.count()).where(
        own.lot_id == lot_id, own.entry_id == entry_id.correlate(start).scalar_subquery()
    )
    following = select(
        start.c.seq + length.correlate(start).scalar_subquery(), start.c.step + 1
    ).where(start.c.step < MOST_STEPS, start.c.seq < last)
    steps = start.union_all(following)
    number = select(own.id).where(own.lot_id == lot_id, own.seq == steps.c.seq)
    found = select(number.correlate(steps).scalar_subquery())
    return found.select_from(steps).order_by(steps.c.seq)


def _sums(lot: Lot, entries: list[int]) -> dict[int, list[tuple[Money, int]]]:
    query = (
        select(Movement.entry_id, Movement.currency, func.sum(Movement.amount), func.count())
        .where(Movement.entry_id.in_(entries), Movement.lot_id == lot.id)
        .group_by(Movement.entry_id, Movement.currency)
        .order_by(func.min(Movement.line))
    )
    sums: dict[int, list[tuple[Money, int]]] = {}
    for number, currency, amount, count in db.session.execute(query):
        sums.setdefault(number, []).append((Money(int(amount), currency), count))
    return sums
