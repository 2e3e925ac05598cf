"""Posting: the one place where an approved entry becomes movements."""

from sqlalchemy import select

from app.core.actions import lock_row
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import GENESIS, record
from app.core.money import Money
from app.giving import facts, queries
from app.giving.actions.errors import BeyondGrant, Overdrawn
from app.giving.actions.numbers import _next_number
from app.giving.actions.tranches import _recover_tranche
from app.giving.models import (
    ALWAYS,
    BOTTOMLESS,
    LEDGER,
    Award,
    Entry,
    EntryLine,
    EntryState,
    Lot,
    Movement,
)


def _post(actor: Actor, entry: Entry) -> None:
    """Give the entry its number and hash in the ledger, and move its money, under the locks."""
    lots = _lock_lots(entry.planned)
    _refuse_overdraft(entry.planned)
    _refuse_beyond_grant(entry.planned)
    number = _next_number(LEDGER, ALWAYS)
    previous = queries.hash_of(number - 1) or GENESIS
    entry.state, entry.posted_at = EntryState.POSTED, now()
    entry.approved_by_id = actor.id
    entry.number, entry.previous_hash = number, previous
    entry.hash = entry.computed_hash()
    db.session.flush()
    for line in entry.planned:
        lots[line.lot_id] += 1
        db.session.add(
            Movement(
                entry_id=entry.id,
                line=line.line,
                lot_id=line.lot_id,
                seq=lots[line.lot_id],
                from_id=line.from_id,
                to_id=line.to_id,
                currency=line.currency,
                amount=line.amount,
                fx_rate_id=line.fx_rate_id,
            )
        )
        # One by one: the database counts each before it takes the next.
        db.session.flush()
    for lot in db.session.scalars(select(Lot).where(Lot.id.in_(lots))):
        db.session.refresh(lot)
    record(actor, facts.EntryPosted(entry_id=entry.id))
    if entry.reverses is not None:
        _recover_tranche(actor, entry.reverses)


def _lock_lots(lines: list[EntryLine]) -> dict[int, int]:
    """Lock the lots in one order for everybody; return the last number of each."""
    ids = {line.lot_id for line in lines}
    query = select(Lot).where(Lot.id.in_(ids)).order_by(Lot.id).with_for_update(of=Lot)
    locked = db.session.scalars(query.execution_options(populate_existing=True))
    return {lot.id: lot.seq for lot in locked}


def _refuse_overdraft(lines: list[EntryLine]) -> None:
    """Say in words what the database would refuse: more taken from a place than it holds."""
    held: dict[tuple[int, int, str], int] = {}
    for line in lines:
        giving = (line.lot_id, line.from_id, line.currency)
        taking = (line.lot_id, line.to_id, line.currency)
        for key in (giving, taking):
            if key not in held:
                held[key] = queries.left_in(*key)
        if line.from_place.kind not in BOTTOMLESS and held[giving] < line.amount:
            left = Money(held[giving], line.currency)
            raise Overdrawn(place=line.from_place.name, left=str(left))
        held[giving] -= line.amount
        held[taking] += line.amount


def _refuse_beyond_grant(lines: list[EntryLine]) -> None:
    """Refuse to pay a project more than it was granted, whichever lot would pay it."""
    paying = {line.to_place.award_id: line for line in lines if line.to_place.award_id}
    if not paying:
        return
    for award in db.session.scalars(select(Award).where(Award.id.in_(paying)).order_by(Award.id)):
        lock_row(award)
        line, left = paying[award.id], queries.left_of_grant(award)
        if line.currency != award.currency or line.amount > left:
            raise BeyondGrant(left=str(Money(left, award.currency)))
