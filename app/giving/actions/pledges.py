"""Promises: said, then read back and confirmed."""

from datetime import date
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.allowances import PLEDGE
from app.core.clock import now, today
from app.core.days import PAST
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, in_source_language, translate
from app.core.money import LARGEST, Money, converted, read_amount, written
from app.giving import facts, queries, rules
from app.giving.actions.errors import CampaignOver, PledgeOver, Stale
from app.giving.actions.numbers import _next_ref
from app.giving.models import (
    Campaign,
    FxRate,
    Lot,
    LotKind,
    Pledge,
    PledgeAct,
    PledgeChannel,
    PledgeEvent,
    PledgeState,
    Visibility,
)
from app.giving.schemas import WHAT_FOR
from app.live import queries as live
from app.live.actions import tell_in_feed
from app.live.models import Room

SHOWN_IN = "XOF"


@action(rules.may_pledge)
def announce_pledge(
    actor: Actor,
    *,
    amount: str,
    currency: str,
    visibility: str,
    campaign: str | None = None,
    room: str | None = None,
    purpose: str | None = None,
    on_behalf_of: str | None = None,
    due_on: date | None = None,
) -> Pledge:
    """
    Promise a gift, as the actor; it counts once it is read back and confirmed.

    `amount` is written as a person writes it; `campaign` and `room` are slugs.

    :raises BadAmount: if it is not a positive amount, or too large
    :raises TooPrecise: if the currency has no such decimals
    :raises UnknownCurrency: if the currency is not accepted
    :raises CampaignOver: if the campaign takes no more promises
    :raises Invalid: if it is not said what for, or the day is past
    :raises NotFound: if the campaign or the room does not exist
    :raises TooMany: if the actor, their address or the room promises too often
    """
    place = live.room(actor, room) if room else None
    PLEDGE.spend(actor, place.id if place else None)
    return _announce(
        actor,
        money=read_amount(amount, currency),
        campaign=queries.campaign(actor, campaign) if campaign else None,
        room=place,
        purpose=purpose,
        visibility=Visibility(visibility),
        on_behalf_of=on_behalf_of,
        due_on=due_on,
        channel=PledgeChannel.ROOM if place else PledgeChannel.PAGE,
        donor_id=actor.id,
        donor_name=actor.name,
        donor_country=actor.country,
    )


@action(rules.may_write_down_pledge)
def write_down_pledge(
    actor: Actor,
    *,
    amount: str,
    currency: str,
    visibility: str,
    donor_name: str,
    donor_country: str | None = None,
    campaign: str | None = None,
    room: str | None = None,
    purpose: str | None = None,
    on_behalf_of: str | None = None,
    due_on: date | None = None,
) -> Pledge:
    """
    Write down a promise said in the hall, to be read back to its donor; as `announce_pledge`.

    :raises Refused: as `announce_pledge`
    """
    return _announce(
        actor,
        money=read_amount(amount, currency),
        campaign=queries.campaign(actor, campaign) if campaign else None,
        room=live.room(actor, room) if room else None,
        purpose=purpose,
        visibility=Visibility(visibility),
        on_behalf_of=on_behalf_of,
        due_on=due_on,
        channel=PledgeChannel.HALL,
        donor_name=donor_name,
        donor_country=donor_country,
    )


def _announce(
    actor: Actor,
    *,
    money: Money,
    campaign: Campaign | None,
    room: Room | None,
    purpose: str | None,
    **columns: Any,
) -> Pledge:
    if campaign is not None and not queries.takes_pledges(campaign):
        raise CampaignOver()
    due_on = columns["due_on"]
    if due_on is not None and due_on < today():
        raise Invalid({"due_on": [translate(PAST)]})
    what_for = purpose or (campaign.purpose if campaign else None)
    if not what_for:
        raise Invalid({"purpose": [translate(WHAT_FOR)]})
    rate = queries.latest_rate(money.currency, SHOWN_IN, today())
    worth = _worth(money, rate)
    pledge = Pledge(
        ref=_next_ref("DON"),
        campaign=campaign,
        room=room,
        meeting_id=room.meeting_id if room else (campaign.meeting_id if campaign else None),
        purpose=what_for,
        amount=money.minor,
        currency=money.currency,
        standing=money.minor,
        shown_rate=rate.rate if rate else None,
        equivalent=worth.minor if worth else None,
        equivalent_currency=worth.currency if worth else None,
        spoken_at=now(),
        entered_by_id=actor.id,
        is_demonstration=_is_demonstration(campaign, room),
        **columns,
    )
    db.session.add(pledge)
    db.session.flush()
    _note(actor, pledge, PledgeAct.ANNOUNCED, money.minor)
    record(actor, facts.PledgeAnnounced(pledge_id=pledge.id))
    return pledge


def _worth(money: Money, rate: FxRate | None) -> Money | None:
    """Return what is promised in the currency people count in, where an amount can say it."""
    worth = converted(money, SHOWN_IN, rate.rate) if rate else None
    return worth if worth and 1 <= worth.minor <= LARGEST else None


def _is_demonstration(campaign: Campaign | None, room: Room | None) -> bool:
    """Whether what is promised there is invented: the campaign or the room's meeting is."""
    if campaign is not None and campaign.is_demonstration:
        return True
    return room is not None and room.meeting.is_demonstration


@action(rules.may_confirm_pledge, locked=True)
def confirm_pledge(actor: Actor, pledge: Pledge, *, seen: int, in_feed: bool = False) -> Pledge:
    """
    Confirm a promise that was read back; from now on it is public and can be followed.

    `seen` is the number of the last act the donor was shown; `in_feed`, that the donor agrees to
    the room where it was made reading it in its feed.

    :raises Stale: if the promise changed since
    :raises PledgeOver: if it no longer waits for its confirmation
    """
    _seen(pledge, seen)
    if pledge.state != PledgeState.ANNOUNCED:
        raise PledgeOver()
    _note(actor, pledge, PledgeAct.CONFIRMED, pledge.standing)
    pledge.state, pledge.confirmed_at = PledgeState.CONFIRMED, now()
    _open_lot(pledge)
    record(actor, facts.PledgeConfirmed(pledge_id=pledge.id))
    if in_feed and pledge.room is not None:
        tell_in_feed(actor, pledge.room, body=_told(pledge), link=f"/dons/{pledge.ref}")
    return pledge


def _told(pledge: Pledge) -> str:
    """Write what the feed tells of a promise, in the language of the feed."""
    with in_source_language():
        donor = pledge.donor_name if pledge.visibility == Visibility.NAMED else None
        return translate(
            N_("Promesse de don de %(donor)s : %(amount)s, pour %(purpose)s."),
            donor=donor or translate(N_("quelqu’un qui ne se nomme pas")),
            amount=written(Money(pledge.standing, pledge.currency)),
            purpose=pledge.purpose.rstrip("."),
        )


def _seen(pledge: Pledge, seen: int) -> None:
    if queries.last_act(pledge) != seen:
        raise Stale()


def _note(
    actor: Actor, pledge: Pledge, act: PledgeAct, now_is: int, words: str | None = None
) -> None:
    """Write the act before what it changes: the database lets nothing change without it."""
    db.session.add(
        PledgeEvent(
            pledge_id=pledge.id,
            number=queries.last_act(pledge) + 1,
            act=act,
            was=0 if act == PledgeAct.ANNOUNCED else pledge.standing,
            now_is=now_is,
            words=words,
            by_id=actor.id,
        )
    )
    db.session.flush()


def _open_lot(pledge: Pledge) -> Lot:
    lot = Lot(
        ref=pledge.ref,
        kind=LotKind.DONATION,
        title=pledge.purpose,
        restriction=pledge.purpose,
        pledge=pledge,
        campaign_id=pledge.campaign_id,
        source_id=pledge.source_id,
        is_demonstration=pledge.is_demonstration,
    )
    db.session.add(lot)
    db.session.flush()
    return lot
