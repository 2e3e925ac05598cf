"""What happens to a room."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RoomFact(Fact):
    """Something that happened in a room and moves its clients' cursor."""

    room_id: int

    @property
    def scope(self) -> str:
        return f"room:{self.room_id}"


@dataclass(frozen=True, kw_only=True)
class RoomPrepared(RoomFact):
    """A room was made for a meeting."""


@dataclass(frozen=True, kw_only=True)
class RoomStateChanged(RoomFact):
    """A room was opened, paused, closed or archived."""

    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class StreamChanged(RoomFact):
    """The stream of a room was given, changed or taken away."""


@dataclass(frozen=True, kw_only=True)
class QuestionWindowSet(RoomFact):
    """The secretariat said when a room takes questions beside its session."""
