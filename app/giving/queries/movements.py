"""The movements of the public ledger, chosen by its filters: as a page tells them, as a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.core.actors import Actor
from app.core.db import db
from app.giving.models import Entry, EntryKind, FxRate, Lot, Movement, Place

PER_PAGE = 50
# What the few entries of these kinds point at; its index finds them among a million others.
OBJECTS = {
    EntryKind.REVERSAL: Entry.reverses_id,
    EntryKind.ACKNOWLEDGEMENT: Entry.answers_id,
    EntryKind.REFUSAL: Entry.answers_id,
}
GIVING, TAKING = aliased(Place), aliased(Place)
# What a table tells of a movement.
TABLE = (
    *(Movement.id, Entry.number, Entry.occurred_on, Entry.kind, Lot.ref),
    *(GIVING.name.label("giving"), TAKING.name.label("taking")),
    *(Movement.amount, Movement.currency, FxRate.rate, Entry.posted_at, Entry.hash),
)


def movements(_actor: Actor, *, limit: int = PER_PAGE, **chosen: Any) -> list[Movement]:
    """Return the movements that are chosen, with all that a page tells of them."""
    query = select(Movement).options(
        contains_eager(Movement.entry),
        joinedload(Movement.fx_rate),
        joinedload(Movement.lot, innerjoin=True),
        joinedload(Movement.from_place, innerjoin=True),
        joinedload(Movement.to_place, innerjoin=True),
    )
    return list(db.session.scalars(_chosen(query, **chosen).limit(limit)))


def table_of_movements(_actor: Actor, *, limit: int, **chosen: Any) -> Sequence[Row[Any]]:
    """
    Return the movements that are chosen as rows of a table, in the order of `TABLE`.

    Twenty thousand objects with all they point at would take seconds from everybody.
    """
    query = (
        select(*TABLE)
        .select_from(Movement)
        .join(Movement.lot)
        .join(GIVING, GIVING.id == Movement.from_id)
        .join(TAKING, TAKING.id == Movement.to_id)
        .outerjoin(Movement.fx_rate)
    )
    return db.session.execute(_chosen(query, **chosen).limit(limit)).all()


def _chosen(
    query: Any,
    *,
    lot: Lot | None = None,
    kind: str | None = None,
    currency: str | None = None,
    since: date | None = None,
    until: date | None = None,
    beyond: int | None = None,
    is_oldest_first: bool = False,
) -> Any:
    """Choose among movements, the last one first unless asked, from beyond one of them on."""
    query = query.join(Movement.entry)
    if lot is not None:
        query = query.where(Movement.lot_id == lot.id)
    if currency:
        query = query.where(Movement.currency == currency)
    if kind:
        what = EntryKind(kind)
        query = query.where(Entry.kind == what)
        if what in OBJECTS:
            query = query.where(OBJECTS[what].is_not(None))
    if since:
        query = query.where(Entry.occurred_on >= since)
    if until:
        query = query.where(Entry.occurred_on <= until)
    if beyond is not None:
        query = query.where(Movement.id > beyond if is_oldest_first else Movement.id < beyond)
    return query.order_by(Movement.id.asc() if is_oldest_first else Movement.id.desc())
