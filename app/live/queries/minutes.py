"""Reads of the minutes of rooms: what is published, and every version for those who write."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import in_source_language
from app.live import rules
from app.live.models import Minutes, MinutesVersion, Room
from app.live.queries.archive import archive
from app.live.queries.minutes_draft import attendance, draft_of
from app.meetings.models import Meeting


def minutes_of(room: Room) -> Minutes | None:
    """Return the minutes of a room, if somebody began them."""
    return db.session.scalar(select(Minutes).where(Minutes.room_id == room.id))


def version_of(minutes: Minutes, number: int) -> MinutesVersion:
    """Return a version of the minutes by its number."""
    query = select(MinutesVersion).where(MinutesVersion.minutes_id == minutes.id)
    return db.session.scalars(query.where(MinutesVersion.number == number)).one()


def versions_of(minutes: Minutes) -> list[MinutesVersion]:
    """Return every version of the minutes, the first one first."""
    query = select(MinutesVersion).where(MinutesVersion.minutes_id == minutes.id)
    written = query.options(joinedload(MinutesVersion.written_by))
    return list(db.session.scalars(written.order_by(MinutesVersion.number)))


def version(room: Room, number: int) -> MinutesVersion:
    """
    Return a version of the minutes of a room, for those who write them.

    :raises NotFound: if there is none of that number
    """
    minutes = minutes_of(room)
    if minutes is None or not 1 <= number <= minutes.written:
        raise NotFound()
    return version_of(minutes, number)


def text_to_read(actor: Actor, room: Room) -> tuple[str, datetime | None]:
    """
    Return the minutes to read and when they were published: none for the draft of who writes them.

    :raises NotFound: if nothing is published and the actor does not write
    """
    minutes = minutes_of(room)
    if minutes is not None and minutes.published is not None:
        return version_of(minutes, minutes.published).body, minutes.published_at
    if not rules.may_write_minutes(actor, room):
        raise NotFound()
    return working_text(room), None


def working_text(room: Room) -> str:
    """Return the last version that was written, else the draft that the room itself gives."""
    minutes = minutes_of(room)
    if minutes is not None:
        return version_of(minutes, minutes.written).body
    with in_source_language():  # minutes are in French, whoever begins them
        return draft_of(archive(ANONYMOUS, room), attendance(room))


def published_minutes(actor: Actor, meeting: Meeting) -> list[Minutes]:
    """Return the minutes of a meeting's rooms that are published."""
    query = select(Minutes).join(Minutes.room).where(Room.meeting_id == meeting.id)
    query = query.where(Minutes.published.is_not(None)).options(joinedload(Minutes.room))
    return list(db.session.scalars(query.order_by(Minutes.room_id)))
