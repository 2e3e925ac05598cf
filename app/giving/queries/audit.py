"""The daily audit: what the database promises, checked again from the movements."""

from sqlalchemy import and_, func, select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.facts import GENESIS
from app.giving.models import (
    ALWAYS,
    BOTTOMLESS,
    LEDGER,
    RECEIPTS,
    Entry,
    EntryLine,
    EntryState,
    KindPosition,
    Lot,
    Movement,
    Position,
    Receipt,
    Series,
)

AT_ONCE = 1000  # entries in memory, of a ledger that only grows


def broken_promises() -> list[str]:
    """Return, in words, what does not hold in the whole ledger; nothing when all is well."""
    return [
        *_broken_chain(),
        *_moved_otherwise(),
        *_unbalanced(),
        *_below_zero(),
        *_same_people(),
        *_gaps(),
        *_kinds(),
        *_receipts(),
        *_cut_short(),
    ]


def _broken_chain() -> list[str]:
    wrong, previous, expected = [], GENESIS, 1
    query = select(Entry).where(Entry.number.is_not(None)).order_by(Entry.number)
    whole = query.options(selectinload(Entry.planned)).execution_options(yield_per=AT_ONCE)
    for found in db.session.scalars(whole):
        if found.number != expected or found.previous_hash != previous:
            wrong.append(f"entry {found.number} does not follow the one before it")
        if found.hash != found.computed_hash():
            wrong.append(f"entry {found.number} was changed")
        previous, expected = found.hash or "", (found.number or 0) + 1
    return wrong


def _moved_otherwise() -> list[str]:
    """Compare the movements with the lines that were approved: the hash is of the lines alone."""
    same = and_(
        Movement.entry_id == EntryLine.entry_id,
        Movement.line == EntryLine.line,
        Movement.lot_id == EntryLine.lot_id,
        Movement.from_id == EntryLine.from_id,
        Movement.to_id == EntryLine.to_id,
        Movement.currency == EntryLine.currency,
        Movement.amount == EntryLine.amount,
        Movement.fx_rate_id.is_not_distinct_from(EntryLine.fx_rate_id),
    )
    posted = select(EntryLine.entry_id).join(EntryLine.entry).where(Entry.number.is_not(None))
    unmoved = posted.outerjoin(Movement, same).where(Movement.id.is_(None))
    moved = select(Movement.entry_id).outerjoin(EntryLine, same).join(Movement.entry)
    unapproved = moved.where(EntryLine.id.is_(None) | Entry.number.is_(None))
    wrong = {*db.session.scalars(unmoved), *db.session.scalars(unapproved)}
    return [f"entry of id {each} did not move what was approved" for each in sorted(wrong)]


def _sums() -> dict[tuple[int, int, str], tuple[int, int]]:
    sums: dict[tuple[int, int, str], list[int]] = {}
    for place, side in ((Movement.to_id, 0), (Movement.from_id, 1)):
        query = select(Movement.lot_id, place, Movement.currency, func.sum(Movement.amount))
        grouped = query.group_by(Movement.lot_id, place, Movement.currency)
        for lot_id, place_id, currency, amount in db.session.execute(grouped):
            sums.setdefault((lot_id, place_id, currency), [0, 0])[side] = int(amount)
    return {key: (entered, gone) for key, (entered, gone) in sums.items()}


def _unbalanced() -> list[str]:
    from_movements = _sums()
    kept = {
        (row.lot_id, row.place_id, row.currency): (row.entered, row.gone)
        for row in db.session.scalars(select(Position))
    }
    wrong = [] if kept == from_movements else ["positions are not the sums of the movements"]
    totals: dict[tuple[int, str], int] = {}
    for (lot_id, _place, currency), (entered, gone) in from_movements.items():
        totals[lot_id, currency] = totals.get((lot_id, currency), 0) + entered - gone
    wrong += [f"lot {key} does not sum to zero" for key, total in totals.items() if total]
    return wrong


def _below_zero() -> list[str]:
    query = select(Position).where(
        Position.gone > Position.entered, Position.kind.not_in(BOTTOMLESS)
    )
    return [f"lot {row.lot_id} is below zero" for row in db.session.scalars(query)]


def _same_people() -> list[str]:
    query = select(Entry.number).where(
        Entry.state == EntryState.POSTED,
        Entry.source_id.is_(None),
        (Entry.prepared_by_id == Entry.approved_by_id) | Entry.approved_by_id.is_(None),
    )
    return [f"entry {number} has one person" for number in db.session.scalars(query)]


def _gaps() -> list[str]:
    query = select(Lot.ref, Lot.seq, func.count(Movement.id)).outerjoin(
        Movement, Movement.lot_id == Lot.id
    )
    counted = db.session.execute(query.group_by(Lot.id, Lot.ref, Lot.seq))
    return [f"lot {ref} misses a movement" for ref, seq, count in counted if seq != count]


def _kinds() -> list[str]:
    terms = (Position.lot_id, Position.kind, Position.currency)
    sums = select(*terms, func.sum(Position.entered), func.sum(Position.gone)).group_by(*terms)
    from_places = {
        (lot, kind, currency): (int(entered), int(gone))
        for lot, kind, currency, entered, gone in db.session.execute(sums)
    }
    kept = {
        (row.lot_id, row.kind, row.currency): (row.entered, row.gone)
        for row in db.session.scalars(select(KindPosition))
    }
    return [] if kept == from_places else ["positions by kind are not the sums of the positions"]


def _receipts() -> list[str]:
    wrong, last = [], (0, 0)
    for receipt in db.session.scalars(select(Receipt).order_by(Receipt.year, Receipt.number)):
        year, number = last
        if receipt.number != (number + 1 if receipt.year == year else 1):
            wrong.append(f"before receipt {receipt.code} a number is missing")
        if receipt.hash != receipt.computed_hash():
            wrong.append(f"receipt {receipt.code} was changed")
        last = (receipt.year, receipt.number)
    return wrong


def _cut_short() -> list[str]:
    """Compare the last numbers with what was counted: a chain that loses its end has no gap."""
    last = {
        (LEDGER, ALWAYS): db.session.scalar(select(func.max(Entry.number))),
        **{
            (series, year): number
            for series, year, number in db.session.execute(
                select(Receipt.series, Receipt.year, func.max(Receipt.number)).group_by(
                    Receipt.series, Receipt.year
                )
            )
        },
    }
    return [
        f"series {row.name} {row.year} counted to {row.last}"
        for row in db.session.scalars(select(Series))
        if row.name in (LEDGER, RECEIPTS) and last.get((row.name, row.year)) != row.last
    ]
