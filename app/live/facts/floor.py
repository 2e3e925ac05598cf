"""What happens to the floor of a room."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class FloorSet(RoomFact):
    """The desk changed how the floor is given; seconds, and whether hands are taken."""

    speech_seconds: int
    country_seconds: int | None
    takes_hands: bool


@dataclass(frozen=True, kw_only=True)
class HandFact(RoomFact):
    """Something that happened to a raised hand."""

    hand_id: int


@dataclass(frozen=True, kw_only=True)
class HandRaised(HandFact):
    """Somebody raised a hand, or the desk entered somebody of the hall."""


@dataclass(frozen=True, kw_only=True)
class HandWithdrawn(HandFact):
    """A hand was lowered by its person, or by the desk for somebody of the hall."""

    was: str


@dataclass(frozen=True, kw_only=True)
class HandMoved(HandFact):
    """The desk called a hand, gave it the floor, paused, resumed, ended, passed or put it back."""

    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class HandArranged(HandFact):
    """The desk changed a hand's place, what it asks for, or its time in seconds."""

    weight: int
    turn: str
    seconds: int | None
