"""What happens in a room. Votes have a sequence of their own beside it."""

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
class QuestionFact(RoomFact):
    """Something that happened to a question."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(QuestionFact):
    """A question was received."""


@dataclass(frozen=True, kw_only=True)
class QuestionModerated(QuestionFact):
    """
    A moderator changed the state of a question.

    `into_id` is the one it was merged into, or parted from: its votes changed too.
    """

    was: str
    to: str
    into_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionWithdrawn(QuestionFact):
    """The author took a question back."""

    was: str


@dataclass(frozen=True, kw_only=True)
class FeedLineWritten(RoomFact):
    """A rapporteur wrote a line of the feed."""

    line_id: int


@dataclass(frozen=True, kw_only=True)
class VoteFact(Fact):
    """Somebody supported a question, or took the support back."""

    room_id: int
    question_id: int

    @property
    def scope(self) -> str:
        return f"room:{self.room_id}:votes"


@dataclass(frozen=True, kw_only=True)
class VoteCast(VoteFact):
    """A question was supported."""


@dataclass(frozen=True, kw_only=True)
class VoteWithdrawn(VoteFact):
    """A support was taken back."""
