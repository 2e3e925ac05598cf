"""What became of words and of promises: the home page's gift, and its concerns with their doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.followup.models import (
    Commitment,
    Concern,
    ConcernState,
    Instrument,
    Link,
    LinkKind,
    Recommendation,
)
from app.followup.queries import Door, Standing, doors_of, is_gap, passed
from app.followup.queries.doors import NAMES
from app.followup.queries.standing import as_standing, standings
from app.giving import queries as giving
from app.giving.models import KindPosition, Lot, PlaceKind, Pledge, PledgeState
from app.giving.queries import Gift

GAP, HERE, DONE, WAITING = "missing", "here", "done", "waiting"


@dataclass(frozen=True)
class Outcome:
    """A concern, what it became if it did, and its seven doors."""

    concern: Concern
    recommendation: Recommendation | None
    standing: Standing | None
    doors: list[Door]


def kept_promise(actor: Actor) -> Gift | None:
    """Return the last gift that was received whole, one of the record before an example."""
    query = (
        select(Lot.ref)
        .join(Lot.pledge)
        .join(
            KindPosition,
            (KindPosition.lot_id == Lot.id)
            & (KindPosition.kind == PlaceKind.EXTERNAL)
            & (KindPosition.currency == Pledge.currency),
        )
        .where(
            Pledge.state == PledgeState.CONFIRMED,
            KindPosition.gone - KindPosition.entered >= Pledge.standing,
        )
        .order_by(Lot.is_demonstration, Lot.id.desc())
        .limit(1)
    )
    ref = db.session.scalar(query)
    return giving.gift(actor, ref) if ref else None


def outcomes(_actor: Actor, today: date, limit: int = 5) -> list[Outcome]:
    """Return the latest concerns, those that became something first, in as many queries always."""
    became = (
        select(Link.to_concern_id, func.max(Link.from_recommendation_id).label("recommendation_id"))
        .where(
            Link.kind == LinkKind.DERIVED_FROM,
            Link.withdrawn_at.is_(None),
            Link.from_recommendation_id.is_not(None),
            Link.to_concern_id.is_not(None),
        )
        .group_by(Link.to_concern_id)
        .subquery()
    )
    query = (
        select(Concern, became.c.recommendation_id)
        .outerjoin(became, became.c.to_concern_id == Concern.id)
        .where(Concern.state == ConcernState.KEPT)
        .options(joinedload(Concern.meeting), joinedload(Concern.theme))
        .order_by(became.c.recommendation_id.desc().nulls_last(), Concern.id.desc())
        .limit(limit)
    )
    rows = db.session.execute(query).unique().all()
    followed = _followed([number for _concern, number in rows if number], today)
    return [
        followed[number]._of(concern) if number else _alone(concern, today)
        for concern, number in rows
    ]


@dataclass(frozen=True)
class _Followed:
    recommendation: Recommendation
    standing: Standing
    doors: list[Door]

    def _of(self, concern: Concern) -> Outcome:
        return Outcome(concern, self.recommendation, self.standing, self.doors)


def _followed(ids: Sequence[int], today: date) -> dict[int, _Followed]:
    if not ids:
        return {}
    query = select(Recommendation).where(Recommendation.id.in_(ids))
    query = query.options(
        joinedload(Recommendation.instrument).joinedload(Instrument.meeting),
        selectinload(Recommendation.responses),
    )
    promised = select(Commitment).where(Commitment.recommendation_id.in_(ids))
    commitments = list(db.session.scalars(promised.order_by(Commitment.number)))
    found = standings(today, Recommendation.id.in_(ids))
    standing = {row.id: as_standing(row, today) for row in db.session.execute(select(found))}
    linked = passed(ids)
    return {
        one.id: _Followed(
            one,
            standing[one.id],
            doors_of(
                one,
                standing[one.id],
                [c for c in commitments if c.recommendation_id == one.id],
                linked[one.id],
            ),
        )
        for one in db.session.scalars(query).unique()
    }


def _alone(concern: Concern, today: date) -> Outcome:
    second = GAP if is_gap(concern.day, today) else HERE
    states = (DONE, second, *[WAITING] * (len(NAMES) - 2))
    doors = [Door(name, state) for name, state in zip(NAMES, states, strict=True)]
    return Outcome(concern, None, None, doors)
