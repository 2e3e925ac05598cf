"""Rooms: prepared for a meeting, then opened, paused, closed and archived."""

from datetime import datetime

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.days import END_BEFORE_START
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.models import Hand, HandState, Poll, PollState, Room, RoomState
from app.meetings.models import Meeting


class RoomArchived(Refused):
    """The room is a record now: nothing in it changes."""

    code = "room_archived"
    message = N_("Cette salle est archivée : plus rien n’y change.")


class PollStillOpen(Refused):
    """A poll of the room takes ballots."""

    code = "poll_still_open"
    message = N_("Le scrutin n° %(number)s est encore ouvert. Fermez-le d’abord.")


class FloorTaken(Refused):
    """Somebody has the floor."""

    code = "floor_taken"
    message = N_("La main n° %(number)s a la parole. Mettez-la en pause, ou terminez son tour.")


def _check_floor_is_free(room: Room) -> None:
    speaking = select(Hand.number).where(Hand.room_id == room.id, Hand.state == HandState.SPEAKING)
    if (number := db.session.scalar(speaking)) is not None:
        raise FloorTaken(number=number)


def _check_not_archived(room: Room) -> None:
    if room.state == RoomState.ARCHIVED:
        raise RoomArchived()


def _check_no_open_poll(room: Room) -> None:
    query = select(Poll.number).where(Poll.room_id == room.id, Poll.state == PollState.OPEN)
    number = db.session.scalar(query)
    if number is not None:
        raise PollStillOpen(number=number)


@action(rules.may_prepare_room)
def prepare_room(actor: Actor, meeting: Meeting, *, title: str, slug: str) -> Room:
    """
    Make a room for a meeting, closed at first.

    :raises Invalid: if the address is taken
    """
    if db.session.scalar(select(Room.id).where(Room.slug == slug)):
        raise Invalid({"slug": [translate(N_("Cette adresse est déjà prise."))]})
    room = Room(meeting=meeting, title=title, slug=slug)
    db.session.add(room)
    db.session.flush()
    record(actor, facts.RoomPrepared(room_id=room.id))
    return room


@action(rules.may_run_room, locked=True)
def change_room_state(actor: Actor, room: Room, *, to: str) -> Room:
    """
    Open, pause, close or archive a room.

    :raises RoomArchived: if the room is archived: an archive stays
    :raises PollStillOpen: if it would be archived while it votes
    :raises FloorTaken: if it is to be archived while somebody speaks
    """
    state = RoomState(to)
    if room.state == state:
        return room
    _check_not_archived(room)
    if state == RoomState.ARCHIVED:
        _check_no_open_poll(room)
        _check_floor_is_free(room)
    record(actor, facts.RoomStateChanged(room_id=room.id, was=room.state.value, to=state.value))
    room.state = state
    return room


@action(rules.may_set_window, locked=True)
def set_question_window(
    actor: Actor,
    room: Room,
    *,
    questions_from: datetime | None,
    questions_until: datetime | None,
    answers_until: datetime | None,
) -> Room:
    """
    Say from when until when a room takes questions beside its session, and until when it answers.

    :raises RoomArchived: if the room is archived
    :raises Invalid: if one bound is missing, or an end comes before what it ends
    """
    _check_not_archived(room)
    _check_window(questions_from, questions_until, answers_until)
    bounds = (questions_from, questions_until, answers_until)
    if bounds == (room.questions_from, room.questions_until, room.answers_until):
        return room
    room.questions_from, room.questions_until, room.answers_until = bounds
    record(actor, facts.QuestionWindowSet(room_id=room.id))
    return room


def _check_window(first: datetime | None, last: datetime | None, answers: datetime | None) -> None:
    if (first is None) != (last is None):
        missing = "questions_from" if first is None else "questions_until"
        raise Invalid({missing: [translate(N_("Donnez le début et la fin, ou aucun des deux."))]})
    if first and last and last <= first:
        raise Invalid({"questions_until": [translate(END_BEFORE_START)]})
    if answers and last and answers < last:
        sentence = N_("Les réponses s’arrêtent avant la fin des questions.")
        raise Invalid({"answers_until": [translate(sentence)]})
