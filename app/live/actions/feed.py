"""The written feed of a room."""

from datetime import timedelta
from typing import Any

from app.core.actions import action
from app.core.actors import SYSTEM, Actor
from app.core.clock import last_showing, now
from app.core.db import db
from app.core.facts import record
from app.live import facts, queries, rules
from app.live.actions.rooms import _check_not_archived
from app.live.models import FeedLine, FeedWording, Question, Room, RoomState


@action(rules.may_write_feed)
def write_feed_line(
    actor: Actor,
    room: Room,
    *,
    body: str,
    speaker: str | None = None,
    question: int | None = None,
    minute: str | None = None,
) -> FeedLine:
    """
    Write a line of the feed, under the minute it is written or the `minute` it was said.

    `minute` is of the meeting's own clock, the latest such minute that has passed.

    :raises RoomArchived: if the room is archived
    :raises NotFound: if the question it is about is not one of the room
    """
    _check_not_archived(room)
    about: Any = queries.question(actor, question, room) if question else None
    line = FeedLine(
        room_id=room.id,
        author_id=actor.id,
        body=body,
        speaker=speaker,
        question_id=about.id if about else None,
        said_at=last_showing(minute, room.meeting.timezone) if minute else now(),
    )
    db.session.add(line)
    db.session.flush()
    record(actor, facts.FeedLineWritten(room_id=room.id, line_id=line.id))
    return line


@action(rules.may_be_told)
def tell_in_feed(
    actor: Actor, room: Room, *, body: str, link: str, question: Question | None = None
) -> FeedLine | None:
    """
    Tell in the feed what the actor did elsewhere, once whoever it names agreed.

    Nothing is written in an archived room, where nothing changes. The fact names nobody: a donor
    may not want to be read in the log of the desk.
    """
    if room.state == RoomState.ARCHIVED:
        return None
    line = FeedLine(
        room_id=room.id,
        author_id=actor.id,
        body=body,
        link=link,
        question_id=question.id if question else None,
    )
    db.session.add(line)
    db.session.flush()
    record(SYSTEM, facts.FeedLineWritten(room_id=room.id, line_id=line.id))
    return line


@action(rules.may_correct_line, locked=True)
def correct_feed_line(
    actor: Actor,
    line: FeedLine,
    *,
    body: str,
    speaker: str | None = None,
    minute: str | None = None,
) -> FeedLine:
    """
    Correct a line of the feed; what it said stays beside it for everybody to read.

    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(line.room)
    said_at = line.said_at
    if minute:
        about = min(now(), line.said_at + timedelta(hours=12))
        said_at = last_showing(minute, line.room.meeting.timezone, about)
    if (line.body, line.speaker, line.said_at) == (body, speaker, said_at):
        return line
    earlier = FeedWording(
        line_id=line.id,
        body=line.body,
        speaker=line.speaker,
        said_at=line.said_at,
        corrected_by_id=actor.id,
    )
    db.session.add(earlier)
    line.body, line.speaker, line.said_at = body, speaker, said_at
    record(actor, facts.FeedLineCorrected(room_id=line.room_id, line_id=line.id))
    return line
