"""What happens to the minutes of a room."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class MinutesWritten(RoomFact):
    """A version of the minutes was written."""

    number: int


@dataclass(frozen=True, kw_only=True)
class MinutesPublished(RoomFact):
    """A version of the minutes was published."""

    number: int
