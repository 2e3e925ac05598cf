"""Support of questions: a sequence of its own beside the room's."""

from dataclasses import dataclass

from app.core.facts import Fact


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
