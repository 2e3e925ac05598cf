"""Everything a room leaves behind, for whoever asks to keep it."""

from sqlalchemy import select

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import FactRecord
from app.live import queries, rules
from app.live.facts import RoomStateChanged
from app.live.models import FeedLine, Hand, Poll, PollState, Question, QuestionState, Room
from app.live.models.archived import Archived
from app.live.queries import floor, polls


def archive(actor: Actor, room: Room) -> Archived:
    """Return what the room leaves behind: what is public, and for its desk what it received."""
    at_desk = rules.may_moderate(actor, room)
    questions = _questions(actor, room) if at_desk else queries.public_questions(room)
    return Archived(
        room=room,
        read_at=now(),
        at_desk=at_desk,
        questions=questions,
        votes=queries.votes_of(question.id for question in questions),
        polls=polls.poll_views(_published_polls(room)),
        turns=_turns(room),
        by_country=floor.spoken(room)[0],
        lines=feed_in_order(room),
        states=_states(room),
    )


def feed_in_order(room: Room) -> list[FeedLine]:
    """Return every line of the written feed, the first one first."""
    query = select(FeedLine).where(FeedLine.room_id == room.id).options(*queries.whole_line())
    return list(db.session.scalars(query.order_by(FeedLine.said_at, FeedLine.id)))


def _questions(actor: Actor, room: Room) -> list[Question]:
    """Return what the desk keeps: what its author took back does not leave the platform."""
    everything = queries.all_questions(actor, room)
    return [one for one in everything if one.state != QuestionState.WITHDRAWN]


def _published_polls(room: Room) -> list[Poll]:
    query = polls.whole_polls().where(Poll.room_id == room.id, Poll.state == PollState.PUBLISHED)
    return list(db.session.scalars(query.order_by(Poll.number)))


def _turns(room: Room) -> list[Hand]:
    query = floor.hands().where(Hand.room_id == room.id, Hand.started_at.is_not(None))
    return list(db.session.scalars(query.order_by(Hand.started_at, Hand.id)))


def _states(room: Room) -> list[FactRecord]:
    query = select(FactRecord).where(
        FactRecord.scope == room.scope, FactRecord.name == RoomStateChanged.__name__
    )
    return list(db.session.scalars(query.order_by(FactRecord.seq)))
