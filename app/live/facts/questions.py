"""What happens to a question."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


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
