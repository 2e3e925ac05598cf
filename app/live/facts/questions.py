"""What happens to a question."""

from dataclasses import dataclass, field

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

    `into_id` is the one it was merged into, or parted from: its votes changed too; `undoes` the
    number of the move that this one takes back; `brought` those that followed it into another;
    `batch` what the moves of one act on several questions share.
    """

    was: str
    to: str
    into_id: int | None = None
    undoes: int | None = None
    brought: list[int] = field(default_factory=list)
    batch: str | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionWithdrawn(QuestionFact):
    """The author took a question back; `into_id` is the one that took its place, if any did."""

    was: str
    into_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionSucceeded(QuestionFact):
    """A question took the place of the one it was merged into, `into_id`, which was withdrawn."""

    was: str
    to: str
    into_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionReinstated(QuestionFact):
    """The author put a withdrawn question back, with those that followed it (`into_id`) if any."""

    to: str
    into_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionReworded(QuestionFact):
    """A moderator worded a question otherwise, or gave its author's words back."""


@dataclass(frozen=True, kw_only=True)
class QuestionTranslated(QuestionFact):
    """A moderator put a second language beside a question, or took it away."""


@dataclass(frozen=True, kw_only=True)
class IdentityOpened(RoomFact):
    """Somebody opened the sealed identity of a question's author; the question did not change."""

    question_id: int
    opening_id: int
