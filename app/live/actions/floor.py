"""The floor: hands are raised and lowered, called, heard, paused and passed over."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.allowances import HAND
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_
from app.live import facts, rules
from app.live.actions.questions import _theme_id
from app.live.actions.rooms import _check_floor_is_free, _check_not_archived
from app.live.models import (
    ACTIVE,
    HAND_MOVES,
    LOWERABLE,
    SHORTEST_SPEECH,
    Floor,
    Hand,
    HandState,
    Room,
    Turn,
)
from app.live.queries import floor as queries


class FloorClosed(Refused):
    """No hand is taken now."""

    code = "floor_closed"
    message = N_("On ne prend pas de main levée pour le moment. Vous pouvez poser une question.")


class HandUp(Refused):
    """The person's hand is up already."""

    code = "hand_up"
    message = N_("Votre main est déjà levée. Baissez-la d’abord pour la lever autrement.")


class HandUpAgain(Refused):
    """The person raised another hand meanwhile."""

    code = "other_hand_up"
    message = N_("Cette personne a une autre main levée. Servez-vous de celle-là.")


class TurnRefused(Refused):
    """A hand cannot go from where it stands to there."""

    code = "turn_refused"
    message = N_("Cette main n’en est plus là : quelqu’un s’en est occupé. Rechargez la page.")


class CallTaken(Refused):
    """Another hand is called."""

    code = "call_taken"
    message = N_(
        "La main n° %(number)s est déjà appelée. Donnez-lui la parole, ou passez son tour."
    )


class NobodyWaits(Refused):
    """No hand is up."""

    code = "nobody_waits"
    message = N_("Aucune main n’est levée.")


class TimeSpent(Refused):
    """The country spoke as long as each may."""

    code = "time_spent"
    message = N_("Ce pays a pris tout son temps. Donnez d’abord à cette main un temps à elle.")


@action(rules.may_raise_hand, locked=True)
def raise_hand(
    actor: Actor,
    room: Room,
    *,
    turn: str = Turn.SPEECH,
    subject: str | None = None,
    theme: str | None = None,
    anonymous: bool = False,
) -> Hand:
    """
    Ask to speak in an open room.

    :raises FloorClosed: if the room is not open, or the desk takes no hand
    :raises HandUp: if the actor's hand is up already
    :raises TooMany: if the actor does so too fast
    """
    if not room.is_open or not queries.floor_of(room).takes_hands:
        raise FloorClosed()
    if _other_of(actor.id, room) is not None:
        raise HandUp()
    HAND.spend(actor, room.id)
    hand = Hand(person_id=actor.id, country=actor.country, is_anonymous=anonymous)
    return _raise(actor, room, hand, turn, subject, theme)


@action(rules.may_run_floor, locked=True)
def enter_hand(
    actor: Actor,
    room: Room,
    *,
    name: str,
    country: str | None = None,
    turn: str = Turn.SPEECH,
    subject: str | None = None,
    theme: str | None = None,
) -> Hand:
    """
    Enter somebody of the hall among those who ask to speak.

    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    hand = Hand(name=name, entered_by_id=actor.id, country=country)
    return _raise(actor, room, hand, turn, subject, theme)


def _raise(
    actor: Actor, room: Room, hand: Hand, turn: str, subject: str | None, theme: str | None
) -> Hand:
    floor = _kept(queries.floor_of(room))
    floor.raised += 1
    hand.room, hand.number = room, floor.raised
    hand.turn, hand.subject, hand.theme_id = Turn(turn), subject, _theme_id(theme)
    db.session.add(hand)
    db.session.flush()
    record(actor, facts.HandRaised(room_id=room.id, hand_id=hand.id))
    return hand


@action(rules.may_lower_hand, locked=True)
def withdraw_hand(actor: Actor, room: Room, hand: Hand) -> Hand:
    """
    Lower a hand before it speaks.

    :raises TurnRefused: if it spoke already, or its turn passed
    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    if hand.state == HandState.WITHDRAWN:
        return hand
    if hand.state not in LOWERABLE:
        raise TurnRefused()
    fact = facts.HandWithdrawn(room_id=room.id, hand_id=hand.id, was=hand.state.value)
    _stand(hand, HandState.WITHDRAWN, record(actor, fact).happened_at)
    return hand


@action(rules.may_run_floor, locked=True)
def call_next_hand(actor: Actor, room: Room) -> Hand:
    """
    Call the first of the queue.

    :raises NobodyWaits: if no hand is up
    :raises CallTaken: if another hand is called
    :raises TimeSpent: if its country has no time left, and it was given none
    :raises RoomArchived: if the room is archived
    """
    queue = queries.standing(room).queue
    if not queue:
        raise NobodyWaits()
    return _move(actor, room, queue[0], HandState.CALLED)


@action(rules.may_run_floor, locked=True)
def move_hand(actor: Actor, room: Room, hand: Hand, *, to: str) -> Hand:
    """
    Call a hand, give it the floor, pause it, let it go on, end its turn, pass it or put it back.

    :raises TurnRefused: if the hand cannot go there from where it stands
    :raises CallTaken: if another hand is called
    :raises FloorTaken: if another hand has the floor
    :raises HandUpAgain: if its person raised another meanwhile
    :raises TimeSpent: if its country has no time left, and it was given none
    :raises RoomArchived: if the room is archived
    """
    return _move(actor, room, hand, HandState(to))


def _move(actor: Actor, room: Room, hand: Hand, state: HandState) -> Hand:
    _check_not_archived(room)
    if hand.state == state:
        return hand
    if state not in HAND_MOVES[hand.state]:
        raise TurnRefused()
    _check_is_alone(room, hand, state)
    seconds = _seconds(room, hand, state)
    fact = facts.HandMoved(room_id=room.id, hand_id=hand.id, was=hand.state.value, to=state.value)
    at = record(actor, fact).happened_at
    hand.allotted = seconds
    _stand(hand, state, at)
    return hand


def _check_is_alone(room: Room, hand: Hand, state: HandState) -> None:
    if state in ACTIVE and hand.state not in ACTIVE and _other_of(hand.person_id, room):
        raise HandUpAgain()
    if state == HandState.SPEAKING:
        _check_floor_is_free(room)
    if state == HandState.CALLED:
        called = select(Hand.number).where(Hand.room_id == room.id, Hand.state == state)
        if (number := db.session.scalar(called)) is not None:
            raise CallTaken(number=number)


def _seconds(room: Room, hand: Hand, state: HandState) -> int | None:
    """Return the time of a hand that goes to `state`: fixed when called, open when put back."""
    if state == HandState.RAISED:
        return None
    if state != HandState.CALLED:
        return hand.allotted
    seconds = queries.standing(room).seconds_for(hand)
    if seconds is None:
        raise TimeSpent()
    return max(SHORTEST_SPEECH, seconds)


def _stand(hand: Hand, state: HandState, at: datetime) -> None:
    """Put a hand in a state from the instant of its fact, and count the stretch that ended."""
    if hand.running_since is not None:
        stretch = (at - hand.running_since) // timedelta(milliseconds=1)
        hand.spoken_ms += max(0, stretch)  # a clock that was set back takes nothing away
    is_speaking = state == HandState.SPEAKING
    hand.running_since = at if is_speaking else None
    hand.paused_at = at if state == HandState.PAUSED else None
    hand.started_at = hand.started_at or (at if is_speaking else None)
    hand.state, hand.moved_at = state, at


def _other_of(person_id: int | None, room: Room) -> int | None:
    """Return the hand that a person has up in the room."""
    if person_id is None:
        return None
    mine = select(Hand.id).where(Hand.room_id == room.id, Hand.person_id == person_id)
    return db.session.scalar(mine.where(Hand.state.in_(ACTIVE)))


def _kept(floor: Floor) -> Floor:
    db.session.add(floor)
    return floor
