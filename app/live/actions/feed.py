"""The written feed of a room."""

from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.facts import record
from app.live import facts, queries, rules
from app.live.actions.rooms import _check_not_archived
from app.live.models import FeedLine, Room


@action(rules.may_write_feed)
def write_feed_line(
    actor: Actor, room: Room, *, body: str, speaker: str | None = None, question: int | None = None
) -> FeedLine:
    """
    Write a line of the feed, under the minute it is written.

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
    )
    db.session.add(line)
    db.session.flush()
    record(actor, facts.FeedLineWritten(room_id=room.id, line_id=line.id))
    return line
