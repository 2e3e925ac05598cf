"""How the floor is given: a hand's place and time, the room's seconds, a country's share."""

from typing import Any

from sqlalchemy import func, select

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.facts import record
from app.live import facts, rules
from app.live.actions.floor import TurnRefused, _kept
from app.live.actions.rooms import _check_not_archived
from app.live.models import ACTIVE, Floor, Hand, HandState, Room, Turn
from app.live.queries import floor as queries


@action(rules.may_run_floor, locked=True)
def arrange_hand(
    actor: Actor,
    room: Room,
    hand: Hand,
    *,
    place: str | None = None,
    turn: str | None = None,
    seconds: int | None = None,
) -> Hand:
    """
    Change a waiting hand's place or what it asks for, or the time in seconds of a hand.

    `place` is `first` or `last` of all, or `turn`: where the rotation puts it.

    :raises TurnRefused: if the hand waits no more, or for a time, if its turn is over
    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    states = ACTIVE if place is None and turn is None else (HandState.RAISED,)
    if hand.state not in states:
        raise TurnRefused()
    weight = hand.weight if place is None else _weight(room, hand, place)
    asked = hand.turn if turn is None else Turn(turn)
    allotted = hand.allotted if seconds is None else seconds
    if (weight, asked, allotted) == (hand.weight, hand.turn, hand.allotted):
        return hand
    hand.weight, hand.turn, hand.allotted = weight, asked, allotted
    ids = {"room_id": room.id, "hand_id": hand.id}
    record(actor, facts.HandArranged(**ids, weight=weight, turn=asked.value, seconds=allotted))
    return hand


def _weight(room: Room, hand: Hand, place: str) -> int:
    """Return the weight that puts a hand before or after every other one that waits."""
    others = select(func.max(Hand.weight), func.min(Hand.weight)).where(
        Hand.room_id == room.id, Hand.state == HandState.RAISED, Hand.id != hand.id
    )
    greatest, least = db.session.execute(others).one()
    return {
        "first": max(0, greatest or 0) + 1,
        "last": min(0, least or 0) - 1,
        "turn": 0,
    }[place]


@action(rules.may_run_floor, locked=True)
def set_floor(
    actor: Actor,
    room: Room,
    *,
    speech_seconds: int,
    country_seconds: int | None = None,
    takes_hands: bool = True,
) -> Floor:
    """
    Say how long each speaker has, and each country where that is limited; open or close the list.

    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    floor = queries.floor_of(room)
    said: dict[str, Any] = {
        "speech_seconds": speech_seconds,
        "country_seconds": country_seconds,
        "takes_hands": takes_hands,
    }
    if all(getattr(floor, name) == value for name, value in said.items()):
        return floor
    for name, value in said.items():
        setattr(floor, name, value)
    _kept(floor)
    record(actor, facts.FloorSet(room_id=room.id, **said))
    return floor
