"""The way of a gift, entry by entry, in a constant number of queries whatever its size."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import CTE, BigInteger, and_, bindparam, func, literal, select
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
    query = (
        select(Movement)
        .join(_starts(), Movement.id == _starts().c.id)
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
    return list(db.session.scalars(query, {"lot_id": lot.id}))


@cache
def _starts() -> CTE:
    """
    Return where each of the first entries of a lot starts, from one to the next.

    An entry is posted at once, so its movements of a lot follow each other without a gap: the next
    entry starts after its last one. Reading them all to group them would take a hundred times more.
    """
    lot_id = bindparam("lot_id", type_=BigInteger)
    columns = (Movement.id, Movement.entry_id)
    start = (
        select(*columns, literal(1).label("step"))
        .where(Movement.lot_id == lot_id, Movement.seq == 1)
        .cte("start", recursive=True)
    )
    before = aliased(Movement)
    last = (
        select(func.max(before.seq))
        .where(before.entry_id == start.c.entry_id, before.lot_id == lot_id)
        .scalar_subquery()
    )
    following = (
        select(*columns, start.c.step + 1)
        .join_from(start, Movement, and_(Movement.lot_id == lot_id, Movement.seq == last + 1))
        .where(start.c.step < MOST_STEPS)
    )
    return start.union_all(following)


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
