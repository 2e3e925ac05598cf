"""Reads of a room, always for an actor: what may not be seen does not exist."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, cast, distinct, func, literal, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.core.facts import FactScope
from app.live import rules
from app.live.models import (
    PUBLIC_STATES,
    FeedLine,
    HallEntry,
    IdentityOpening,
    Question,
    Room,
    RoomState,
    Vote,
)
from app.meetings.models import Meeting

SHOWN = (RoomState.OPEN, RoomState.PAUSED)


def rooms(actor: Actor) -> list[Room]:
    """Return every room, those that are live first, then the most recent."""
    query = select(Room).join(Room.meeting).order_by(Room.created_at.desc(), Room.id.desc())
    return sorted(db.session.scalars(query), key=lambda room: room.state not in SHOWN)


def open_rooms(actor: Actor) -> list[Room]:
    """Return the rooms that are live now, the open ones before the paused ones."""
    query = select(Room).where(Room.state.in_(SHOWN)).order_by(Room.state, Room.id.desc())
    return list(db.session.scalars(query))


def rooms_open_to_questions(actor: Actor) -> list[Room]:
    """Return the rooms whose question window is open though they are not live, by its end."""
    query = select(Room).where(
        Room.state == RoomState.CLOSED, Room.questions_from <= now(), Room.questions_until > now()
    )
    return list(db.session.scalars(query.order_by(Room.questions_until, Room.id)))


def rooms_of(actor: Actor, meeting: Meeting) -> list[Room]:
    """Return the rooms of a meeting."""
    return list(
        db.session.scalars(select(Room).where(Room.meeting_id == meeting.id).order_by(Room.id))
    )


def room(actor: Actor, slug: str) -> Room:
    """
    Return the room named `slug`.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(select(Room).where(Room.slug == slug))
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Place:
    """Where a room's facts are, and the last numbers of its two sequences: all a crowd asks."""

    id: int
    slug: str
    seq: int
    votes_seq: int


def place(slug: str) -> Place:
    """
    Return the place of the room named `slug`, past the ORM.

    :raises NotFound: if there is none
    """
    found = db.session.execute(_PLACE, {"slug": slug}).one_or_none()
    if found is None:
        raise NotFound()
    return Place(found.id, slug, found.seq or 0, found.votes_seq or 0)


def _last_number(ending: str) -> Any:
    name = literal("room:") + cast(_ROOMS.c.id, String) + literal(ending)
    return select(_SCOPES.c.seq).where(_SCOPES.c.name == name).scalar_subquery()


_ROOMS, _SCOPES = Room.__table__, FactScope.__table__
_PLACE = select(
    _ROOMS.c.id, _last_number("").label("seq"), _last_number(":votes").label("votes_seq")
).where(_ROOMS.c.slug == bindparam("slug"))


def question(actor: Actor, question_id: int, room: Room | None = None) -> Question:
    """
    Return a question the actor may see, in `room` if one is given.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.scalar(questions().where(Question.id == question_id))
    if found is None or (room is not None and found.room_id != room.id):
        raise NotFound()
    if not rules.may_see_question(actor, found):
        raise NotFound()
    return found


def question_of_receipt(receipt: str) -> Question:
    """
    Return the question whose author was given `receipt`; the code is the right to see it.

    :raises NotFound: if no question carries that code
    """
    found = db.session.scalar(questions().where(Question.receipt == receipt.strip().upper()))
    if found is None:
        raise NotFound()
    return found


def questions() -> Any:
    """Return the query of questions with what every view of them reads."""
    merged = aliased(Question)
    return select(Question).options(
        joinedload(Question.author),
        joinedload(Question.theme),
        joinedload(Question.room),
        joinedload(Question.office),
        joinedload(Question.claimed_by),
        joinedload(Question.merged_into.of_type(merged)).joinedload(merged.office),
        selectinload(Question.followers),
        joinedload(Question.entry).joinedload(HallEntry.organisation),
        joinedload(Question.merged_into.of_type(merged)),
    )


def identity_openings(room: Room) -> list[IdentityOpening]:
    """Return which sealed identities of a room were opened, by whom and why, for its desk."""
    query = select(IdentityOpening).join(IdentityOpening.question)
    query = query.where(Question.room_id == room.id).order_by(IdentityOpening.id)
    shown = (contains_eager(IdentityOpening.question), joinedload(IdentityOpening.opened_by))
    return list(db.session.scalars(query.options(*shown)))


def public_questions(room: Room) -> list[Question]:
    """Return what everybody may see: on air, then waiting, then answered."""
    query = questions().where(Question.room_id == room.id, Question.state.in_(PUBLIC_STATES))
    return list(db.session.scalars(query.order_by(Question.number)))


def own_questions(actor: Actor, room: Room) -> list[Question]:
    """Return the actor's own questions of a room, latest first, whatever became of them."""
    if not actor.is_known:
        return []
    query = questions().where(Question.room_id == room.id, Question.author_id == actor.id)
    return list(db.session.scalars(query.order_by(Question.number.desc())))


def split_by_state(room: Room, ids: Iterable[int], state: str) -> tuple[list[Any], list[Any]]:
    """Return those of a room's questions that stand in a state, and those that do not."""
    query = select(Question).where(Question.room_id == room.id, Question.id.in_(set(ids)))
    found = list(db.session.scalars(query.order_by(Question.number)))
    there = [question for question in found if question.state == state]
    return there, [question for question in found if question.state != state]


def all_questions(actor: Actor, room: Room) -> list[Question]:
    """Return every question of a room, for its desk."""
    query = questions().where(Question.room_id == room.id)
    return list(db.session.scalars(query.order_by(Question.number)))


def votes_of(question_ids: Iterable[int]) -> Counter[int]:
    """Return the votes of each question: people counted once, over all merged into it."""
    wanted = set(question_ids)
    if not wanted:
        return Counter()
    root = func.coalesce(Question.merged_into_id, Question.id)
    query = (
        select(root, func.count(distinct(Vote.person_id)))
        .join(Vote, Vote.question_id == Question.id)
        .where(root.in_(wanted), Vote.withdrawn_at.is_(None))
        .group_by(root)
    )
    return Counter(dict(db.session.execute(query).all()))


def supported_by(actor: Actor, room: Room) -> set[int]:
    """Return the questions of a room that the actor supports, merged ones under their root."""
    if not actor.is_known:
        return set()
    query = (
        select(func.coalesce(Question.merged_into_id, Question.id))
        .join(Vote, Vote.question_id == Question.id)
        .where(Question.room_id == room.id, Vote.person_id == actor.id, Vote.withdrawn_at.is_(None))
    )
    return set(db.session.scalars(query))


def whole_line() -> tuple[Any, ...]:
    """Return what loads a line of the feed with what every view of it reads."""
    return joinedload(FeedLine.question), selectinload(FeedLine.earlier)


def feed(room: Room, limit: int = 100) -> list[FeedLine]:
    """Return the latest lines of the written feed, the last one first."""
    query = select(FeedLine).where(FeedLine.room_id == room.id).options(*whole_line())
    return list(
        db.session.scalars(query.order_by(FeedLine.said_at.desc(), FeedLine.id.desc()).limit(limit))
    )


def feed_line(actor: Actor, room: Room, line_id: int) -> FeedLine:
    """
    Return a line of the room's feed.

    :raises NotFound: if it is not one of this room
    """
    found = db.session.get(FeedLine, line_id)
    if found is None or found.room_id != room.id:
        raise NotFound()
    return found


def counts(room: Room) -> list[tuple[int, int]]:
    """Return the votes of every public question, as (question, votes)."""
    ids = list(
        db.session.scalars(
            select(Question.id).where(
                Question.room_id == room.id, Question.state.in_(PUBLIC_STATES)
            )
        )
    )
    votes = votes_of(ids)
    return [(number, votes[number]) for number in ids]
