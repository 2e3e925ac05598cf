"""What comes into a room as a whole, and how it is shown."""

from typing import Any

from app.core.forms import Flag, Schema, Slug, Text, Whole, Word
from app.live.models import Room, RoomState


class JoinRoom(Schema):
    """
    Enter a room.

    `after` is the last number seen; `html` asks for rendered items too; without `snapshot` the
    answer is the number alone, for who reads the room over HTTP; a `screen` is told first.
    """

    room = Text(most=80, required=True)
    after = Whole(least=0, load_default=None, allow_none=True)
    html = Flag()
    desk = Flag()
    screen = Flag()
    snapshot = Flag(load_default=True)


class SyncRoom(Schema):
    """Ask for what came after a number."""

    after = Whole(least=0, required=True)


class ChangeRoomState(Schema):
    """Open, pause, close or archive a room."""

    to = Word(RoomState, required=True)


class PrepareRoom(Schema):
    """A room for a meeting."""

    title = Text(most=120, required=True)
    slug = Slug(most=80, required=True)


def room_view(room: Room) -> dict[str, Any]:
    """Return what everybody may see of a room."""
    return {
        "kind": "room",
        "slug": room.slug,
        "title": room.title,
        "state": room.state.value,
        "meeting": {"slug": room.meeting.slug, "title": room.meeting.title},
    }
