"""Reads of the minutes of rooms, and who took part in one."""

from collections import Counter

from sqlalchemy import func, select, union
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actors import Actor
from app.core.db import db
from app.live.models import (
    Hand,
    Minutes,
    MinutesVersion,
    Participation,
    Poll,
    Question,
    Room,
    Vote,
)
from app.meetings.models import Meeting

SMALLEST_CELL = 5


def minutes_of(room: Room) -> Minutes | None:
    """Return the minutes of a room, if somebody began them."""
    return db.session.scalar(select(Minutes).where(Minutes.room_id == room.id))


def version_of(minutes: Minutes, number: int) -> MinutesVersion:
    """Return a version of the minutes by its number."""
    query = select(MinutesVersion).where(MinutesVersion.minutes_id == minutes.id)
    return db.session.scalars(query.where(MinutesVersion.number == number)).one()


def published_minutes(actor: Actor, meeting: Meeting) -> list[Minutes]:
    """Return the minutes of a meeting's rooms that are published."""
    query = select(Minutes).join(Minutes.room).where(Room.meeting_id == meeting.id)
    query = query.where(Minutes.published.is_not(None)).options(joinedload(Minutes.room))
    return list(db.session.scalars(query.order_by(Minutes.room_id)))


def attendance(room: Room) -> Counter[str]:
    """Return how many people of each country asked, supported, voted or raised a hand there."""
    who = union(
        select(Question.author_id.label("person_id")).where(Question.room_id == room.id),
        select(Vote.person_id).join(Question).where(Question.room_id == room.id),
        select(Participation.person_id).join(Poll).where(Poll.room_id == room.id),
        select(Hand.person_id).where(Hand.room_id == room.id, Hand.person_id.is_not(None)),
    ).subquery()
    query = select(Person.country, func.count()).join(who, who.c.person_id == Person.id)
    rows = db.session.execute(query.group_by(Person.country))
    return Counter({country or "": count for country, count in rows})


def without_small_cells(counts: Counter[str]) -> tuple[list[tuple[str, int]], int]:
    """
    Return the countries that may be told, most people first, and how many people are elsewhere.

    A country of fewer than five is told with the others; so is the smallest of the larger ones
    where those others would still be fewer than five, since a total would give them away.
    """
    told = [(country, count) for country, count in counts.most_common() if country]
    others = counts[""]
    while told and (told[-1][1] < SMALLEST_CELL or 0 < others < SMALLEST_CELL):
        others += told.pop()[1]
    return told, others
