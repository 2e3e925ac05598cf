"""The latest gifts, and what was received of each."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.giving.models import KindPosition, Lot, LotKind, PlaceKind, Pledge


def latest_gifts(
    _actor: Actor,
    limit: int = 12,
    campaign_id: int | None = None,
    beyond: int | None = None,
) -> list[Lot]:
    """Return the latest gifts, of one campaign if asked, from beyond the lot of that number on."""
    query = (
        select(Lot)
        .where(Lot.kind == LotKind.DONATION)
        .options(joinedload(Lot.pledge).joinedload(Pledge.meeting))
        .order_by(Lot.id.desc())
        .limit(limit)
    )
    if campaign_id is not None:
        query = query.where(Lot.campaign_id == campaign_id)
    if beyond is not None:
        query = query.where(Lot.id < beyond)
    return list(db.session.scalars(query))


def received_of(pledges: Iterable[Pledge]) -> dict[int, int]:
    """Return what was received of each promise, in minor units of its own currency."""
    numbers = {pledge.id for pledge in pledges}
    query = (
        select(Pledge.id, KindPosition.gone - KindPosition.entered)
        .join(Lot, Lot.pledge_id == Pledge.id)
        .join(KindPosition, KindPosition.lot_id == Lot.id)
        .where(
            Pledge.id.in_(numbers),
            KindPosition.kind == PlaceKind.EXTERNAL,
            KindPosition.currency == Pledge.currency,
        )
    )
    return dict(db.session.execute(query).all()) if numbers else {}
