"""What comes into a room as a whole, and how it is shown."""

from typing import Any

from app.core.forms import Flag, Key, Schema, Slug, Text, Whole, Word
from app.live.models import Player, Room, RoomState, Stream


class JoinRoom(Schema):
    """Enter a room; `after` is the last number seen, `html` asks for rendered items too."""

    room = Text(most=80, required=True)
    after = Whole(least=0, load_default=None, allow_none=True)
    html = Flag()
    desk = Flag()


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


class GiveStream(Schema):
    """Where a room is seen and heard; no address where it is not."""

    player = Word(Player, required=True)
    address = Text(most=500, load_default=None, allow_none=True)
    private = Flag()
    hourly_weight = Whole(least=1, most=20_000, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


def stream_view(stream: Stream | None) -> dict[str, Any] | None:
    """Return what everybody may know of a stream; never its address, which may be private."""
    if stream is None:
        return None
    return {
        "player": stream.player.value,
        "private": stream.is_private,
        "hourly_weight": stream.hourly_weight,
    }


def room_view(room: Room, stream: Stream | None = None) -> dict[str, Any]:
    """Return what everybody may see of a room."""
    return {
        "kind": "room",
        "slug": room.slug,
        "title": room.title,
        "state": room.state.value,
        "meeting": {"slug": room.meeting.slug, "title": room.meeting.title},
        "stream": stream_view(stream),
    }
