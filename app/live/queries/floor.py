"""The floor of a room: who speaks, who comes next and why, and how long each country spoke."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.live import rules
from app.live.models import (
    ACTIVE,
    ON_THE_FLOOR,
    PRECEDENCE,
    SPEECH_SECONDS,
    Floor,
    Hand,
    HandState,
    Room,
    Turn,
)
from app.live.models.standing import Country, Spoken, Standing

SHOWN = (*ACTIVE, HandState.PASSED)


@dataclass(frozen=True)
class Waiting:
    """
    A raised hand as the order sees it; ids go up as hands are raised.

    `weight` is the desk's own order, `rank` the precedence of what is asked, `turns` how many
    times its person spoke, `milliseconds` what it would take of its country's time.
    """

    id: int
    country: Country
    weight: int = 0
    rank: int = PRECEDENCE[Turn.SPEECH]
    turns: int = 0
    milliseconds: int = SPEECH_SECONDS * 1000


def in_order(hands: Iterable[Waiting], spoken: Mapping[Country, Spoken]) -> list[int]:
    """
    Return the ids of the hands in the order they will be called.

    The desk's own order comes first, then the precedence of what is asked, then a rotation: each
    time the country that spoke least, then the one served least often, then the hand of who spoke
    least often, then the one raised first. A hand that is placed counts as having spoken.
    """
    spent = defaultdict(Spoken, spoken)
    order: list[int] = []
    for _, equals in groupby(sorted(hands, key=_level), key=_level):
        order += _rotated(equals, spent)
    return order


def _level(hand: Waiting) -> tuple[int, int]:
    return -hand.weight, hand.rank


def _rotated(hands: Iterable[Waiting], spent: dict[Country, Spoken]) -> list[int]:
    queues: dict[Country, deque[Waiting]] = defaultdict(deque)
    for hand in sorted(hands, key=lambda hand: (hand.turns, hand.id)):
        queues[hand.country].append(hand)

    def claim(country: Country) -> tuple[int, int, int, int, Country]:
        had, first = spent[country], queues[country][0]
        return had.milliseconds, had.turns, first.turns, first.id, country

    claims = [claim(country) for country in queues]
    heapify(claims)
    order: list[int] = []
    while claims:
        country = heappop(claims)[-1]
        hand = queues[country].popleft()
        order.append(hand.id)
        spent[country] += Spoken(hand.milliseconds, 1)
        if queues[country]:
            heappush(claims, claim(country))
    return order


def standing(room: Room) -> Standing:
    """Return the floor of a room as it stands, for whom may see all of it."""
    floor = floor_of(room)
    query = hands().where(Hand.room_id == room.id, Hand.state.in_(SHOWN)).order_by(Hand.id)
    found = list(db.session.scalars(query.execution_options(populate_existing=True)))
    by_country, by_person = spoken(room)
    raised = {hand.id: hand for hand in found if hand.state == HandState.RAISED}
    on_the_floor = [hand for hand in found if hand.state in ON_THE_FLOOR]
    waiting = [_waiting(hand, floor, by_person) for hand in raised.values()]
    order = in_order(waiting, _with_those_served(by_country, on_the_floor))
    return Standing(
        floor=floor,
        queue=[raised[number] for number in order],
        on_the_floor=on_the_floor,
        passed=[hand for hand in found if hand.state == HandState.PASSED],
        by_country=by_country,
        by_person=by_person,
    )


def _waiting(hand: Hand, floor: Floor, by_person: Mapping[int, Spoken]) -> Waiting:
    return Waiting(
        id=hand.id,
        country=hand.country,
        weight=hand.weight,
        rank=PRECEDENCE[hand.turn],
        turns=by_person.get(hand.person_id or 0, Spoken()).turns,
        milliseconds=(hand.allotted or floor.speech_seconds) * 1000,
    )


def _with_those_served(
    by_country: Mapping[Country, Spoken], on_the_floor: Iterable[Hand]
) -> dict[Country, Spoken]:
    """Count who is called or speaks as having taken their time: the queue must not jump after."""
    counted = defaultdict(Spoken, by_country)
    for hand in on_the_floor:
        counted[hand.country] += Spoken(max(0, hand.left_ms), 0 if hand.started_at else 1)
    return counted


def spoken(room: Room) -> tuple[dict[Country, Spoken], dict[int, Spoken]]:
    """Return what each country and each person had of the floor, the running stretch left out."""
    query = (
        select(Hand.country, Hand.person_id, func.sum(Hand.spoken_ms), func.count())
        .where(Hand.room_id == room.id, Hand.started_at.is_not(None))
        .group_by(Hand.country, Hand.person_id)
    )
    by_country: dict[Country, Spoken] = defaultdict(Spoken)
    by_person: dict[int, Spoken] = defaultdict(Spoken)
    for country, person_id, milliseconds, turns in db.session.execute(query):
        had = Spoken(int(milliseconds), turns)
        by_country[country] += had
        if person_id is not None:
            by_person[person_id] += had
    return dict(by_country), dict(by_person)


def floor_of(room: Room) -> Floor:
    """Return how the floor of a room is given: a row not yet kept, where the desk said nothing."""
    found = db.session.scalar(select(Floor).where(Floor.room_id == room.id))
    untouched = {"raised": 0, "takes_hands": True, "speech_seconds": SPEECH_SECONDS}
    return found or Floor(room_id=room.id, country_seconds=None, **untouched)


def hands() -> Any:
    """Return the query of hands with what every view of them reads."""
    return select(Hand).options(
        joinedload(Hand.person), joinedload(Hand.theme), joinedload(Hand.room)
    )


def hand(actor: Actor, hand_id: int, room: Room | None = None) -> Hand:
    """
    Return a hand the actor may see, in `room` if one is given.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.scalar(hands().where(Hand.id == hand_id))
    if found is None or (room is not None and found.room_id != room.id):
        raise NotFound()
    if not rules.may_see_hand(actor, found):
        raise NotFound()
    return found


def own_hand(actor: Actor, room: Room) -> Hand | None:
    """Return the actor's last hand in a room, whatever became of it."""
    if not actor.is_known:
        return None
    query = hands().where(Hand.room_id == room.id, Hand.person_id == actor.id)
    return db.session.scalar(query.order_by(Hand.id.desc()).limit(1))
