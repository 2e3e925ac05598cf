"""Campaigns, promises and rates: what is said, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.core.money import Money, converted
from app.giving import rules
from app.giving.models import (
    Campaign,
    FxRate,
    KindPosition,
    Lot,
    PlaceKind,
    Pledge,
    PledgeEvent,
    PledgeState,
)
from app.live.models import Room


@dataclass
class Bar:
    """
    What a campaign was promised and what it received: two figures, never added into one.

    In minor units of the campaign's currency. What came in another currency and no rate was said
    for is apart. `waiting` is promised and not yet received.
    """

    campaign: Campaign
    received: int = 0
    waiting: int = 0
    pledges: int = 0
    is_converted: bool = False
    apart_received: dict[str, int] = field(default_factory=dict)
    apart_waiting: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> int:
        """What the full length of the bar stands for: the goal, or all of it where it is more."""
        return max(self.campaign.goal or 0, self.received + self.waiting)

    @property
    def received_share(self) -> float:
        """The solid part, in percent of the bar."""
        return round(100 * self.received / self.whole, 1) if self.whole else 0

    @property
    def promised_share(self) -> float:
        """Where the hatched part ends, in percent of the bar."""
        return round(100 * (self.received + self.waiting) / self.whole, 1) if self.whole else 0

    def money(self, minor: int) -> Money:
        """Return an amount of the bar as money."""
        return Money(minor, self.campaign.currency)


def campaign_by_slug(slug: str) -> Campaign | None:
    """Return the campaign of that address, if there is one."""
    return db.session.scalar(select(Campaign).where(Campaign.slug == slug))


def campaign(_actor: Actor, slug: str) -> Campaign:
    """
    Return a campaign; they are public.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(
        select(Campaign)
        .where(Campaign.slug == slug)
        .options(joinedload(Campaign.meeting), joinedload(Campaign.organisation))
    )
    if found is None:
        raise NotFound()
    return found


def campaigns(_actor: Actor, limit: int = 60) -> list[Campaign]:
    """Return the campaigns, those that take promises first, then the latest."""
    query = select(Campaign).order_by(Campaign.closed_at.is_not(None), Campaign.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def takes_pledges(campaign: Campaign) -> bool:
    """Whether a campaign takes promises today."""
    is_over = campaign.closes_on is not None and campaign.closes_on < today()
    return campaign.closed_at is None and not is_over


def bars(campaigns: Iterable[Campaign]) -> dict[int, Bar]:
    """Return what each campaign was promised and received, in two queries."""
    found = {campaign.id: Bar(campaign) for campaign in campaigns}
    if not found:
        return {}
    in_currency = _externals().where(
        KindPosition.currency == Pledge.currency, Pledge.campaign_id.in_(found)
    )
    came = in_currency.subquery()
    received = func.coalesce(came.c.received, 0)
    waits = case((Pledge.standing > received, Pledge.standing - received), else_=0)
    terms = (Pledge.campaign_id, Pledge.currency, Pledge.shown_rate, Pledge.equivalent_currency)
    query = (
        select(*terms, func.count(), func.sum(received), func.sum(waits))
        .join(Lot, Lot.pledge_id == Pledge.id)  # once confirmed, even if it was ended since
        .outerjoin(came, came.c.pledge_id == Pledge.id)
        .where(Pledge.campaign_id.in_(found))
        .group_by(*terms)
    )
    for number, currency, rate, quote, pledges, came_in, waiting in db.session.execute(query):
        bar = found[number]
        bar.pledges += pledges
        into = bar.campaign.currency
        if currency != into and rate is not None and quote == into:
            bar.received += converted(Money(int(came_in), currency), into, rate).minor
            bar.waiting += converted(Money(int(waiting), currency), into, rate).minor
            bar.is_converted = True
        else:
            _add(bar, currency, int(came_in), int(waiting))
    other = _externals().where(
        KindPosition.currency != Pledge.currency, Pledge.campaign_id.in_(found)
    )
    for _pledge, number, currency, came_in in db.session.execute(other):
        _add(found[number], currency, int(came_in), 0)
    return found


def _externals() -> Any:
    """Return the query of what came from outside for each promise, and went back to it."""
    return (
        select(
            Lot.pledge_id.label("pledge_id"),
            Pledge.campaign_id,
            KindPosition.currency,
            (KindPosition.gone - KindPosition.entered).label("received"),
        )
        .join(Pledge, Pledge.id == Lot.pledge_id)
        .join(
            KindPosition,
            and_(KindPosition.lot_id == Lot.id, KindPosition.kind == PlaceKind.EXTERNAL),
        )
    )


def _add(bar: Bar, currency: str, received: int, waiting: int) -> None:
    if currency == bar.campaign.currency:
        bar.received += received
        bar.waiting += waiting
        return
    if received:
        bar.apart_received[currency] = bar.apart_received.get(currency, 0) + received
    if waiting:
        bar.apart_waiting[currency] = bar.apart_waiting.get(currency, 0) + waiting


def pledge(actor: Actor, ref: str) -> Pledge:
    """
    Return a promise the actor may see.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.scalar(
        select(Pledge)
        .where(Pledge.ref == ref)
        .options(
            joinedload(Pledge.campaign),
            joinedload(Pledge.meeting),
            joinedload(Pledge.room).joinedload(Room.meeting),
            joinedload(Pledge.source),
        )
    )
    if found is None or not rules.may_see_pledge(actor, found):
        raise NotFound()
    return found


def own_pledges(actor: Actor, limit: int = 50) -> list[Pledge]:
    """Return the actor's own promises, the last one first."""
    if not actor.is_known:
        return []
    query = select(Pledge).where(Pledge.donor_id == actor.id).order_by(Pledge.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def announced_pledges(_actor: Actor, limit: int = 50) -> list[Pledge]:
    """Return the promises that wait to be read back: what the desk reads back first, the latest."""
    query = select(Pledge).where(Pledge.state == PledgeState.ANNOUNCED)
    order = (Pledge.donor_id.is_not(None), Pledge.id.desc())
    return list(db.session.scalars(query.order_by(*order).limit(limit)))


def acts_of(pledge: Pledge) -> list[PledgeEvent]:
    """Return the acts on a promise, the first one first."""
    query = select(PledgeEvent).where(PledgeEvent.pledge_id == pledge.id)
    return list(db.session.scalars(query.order_by(PledgeEvent.number)))


def last_act(pledge: Pledge) -> int:
    """Return the number of the last act on a promise."""
    query = select(func.max(PledgeEvent.number)).where(PledgeEvent.pledge_id == pledge.id)
    return db.session.scalar(query) or 0


def latest_rate(base: str, quote: str, on_date: date) -> FxRate | None:
    """Return the latest rate entered for a day up to `on_date`."""
    query = select(FxRate).where(
        FxRate.base == base, FxRate.quote == quote, FxRate.as_of <= on_date
    )
    return db.session.scalar(query.order_by(FxRate.as_of.desc(), FxRate.id.desc()).limit(1))


def shown_rates(on_date: date, quote: str = "XOF") -> list[FxRate]:
    """Return the latest rate of each currency up to a day, as promises are shown them."""
    latest: dict[str, FxRate] = {}
    query = select(FxRate).where(FxRate.quote == quote, FxRate.as_of <= on_date)
    for found in db.session.scalars(query.order_by(FxRate.as_of, FxRate.id).limit(2000)):
        latest[found.base] = found
    return list(latest.values())


def rate_of(base: str, quote: str, as_of: date, source: str) -> FxRate | None:
    """Return the rate that a source said for a day."""
    return db.session.scalar(
        select(FxRate).where(
            FxRate.base == base,
            FxRate.quote == quote,
            FxRate.as_of == as_of,
            FxRate.source == source,
        )
    )


def rates(_actor: Actor, limit: int = 50) -> list[FxRate]:
    """Return the latest rates that were entered."""
    return list(db.session.scalars(select(FxRate).order_by(FxRate.id.desc()).limit(limit)))


def rate(_actor: Actor, number: int) -> FxRate:
    """
    Return a rate by its number.

    :raises NotFound: if there is none
    """
    found = db.session.get(FxRate, number)
    if found is None:
        raise NotFound()
    return found
