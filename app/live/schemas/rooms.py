"""What comes into a room as a whole, and how it is shown."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import marshmallow as ma

from app.core.forms import SENTENCES, Flag, Key, Schema, Slug, Text, Whole, Word
from app.core.i18n import Phrase
from app.live.models import Player, Room, RoomState, Stream


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
    key = Key(load_default=None, allow_none=True)


class PrepareRoom(Schema):
    """A room for a meeting."""

    title = Text(most=120, required=True)
    slug = Slug(most=80, required=True)
    key = Key(load_default=None, allow_none=True)


class GiveStream(Schema):
    """Where a room is seen and heard; no address where it is not."""

    player = Word(Player, required=True)
    address = Text(most=500, load_default=None, allow_none=True)
    private = Flag()
    hourly_weight = Whole(least=1, most=20_000, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class Moment(ma.fields.DateTime):
    """An instant, as 2025-12-10T08:00; without a zone it is read at the meeting's place."""

    default_error_messages = SENTENCES | {
        "invalid": Phrase("Écrivez le jour et l’heure ainsi : 2025-12-10T08:00."),
    }


class SetQuestionWindow(Schema):
    """When a room takes questions beside its session, and until when it answers in writing."""

    questions_from = Moment(load_default=None, allow_none=True)
    questions_until = Moment(load_default=None, allow_none=True)
    answers_until = Moment(load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


def instants(data: dict[str, Any], room: Room) -> dict[str, Any]:
    """Return the data with each instant that has no zone read at the place of the meeting."""
    zone = ZoneInfo(room.meeting.timezone)
    return {
        name: value.replace(tzinfo=value.tzinfo or zone) if isinstance(value, datetime) else value
        for name, value in data.items()
    }


def stream_view(stream: Stream | None) -> dict[str, Any] | None:
    """Return what everybody may know of a stream; never its address, which may be private."""
    if stream is None or stream.address is None:
        return None
    return {
        "player": stream.player.value,
        "private": stream.is_private,
        "hourly_weight": stream.hourly_weight,
    }


def room_view(room: Room) -> dict[str, Any]:
    """Return what everybody may see of a room."""
    return {
        "kind": "room",
        "slug": room.slug,
        "title": room.title,
        "state": room.state.value,
        "stream": stream_view(room.stream),
        "is_open": room.is_open,
        "questions_from": _written(room.questions_from),
        "questions_until": _written(room.questions_until),
        "answers_until": _written(room.answers_until),
        "meeting": {
            "slug": room.meeting.slug,
            "title": room.meeting.title,
            "timezone": room.meeting.timezone,
        },
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
