"""What happens to the order of a queue."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class OrderRuleChanged(RoomFact):
    """The desk changed who goes first in the queue."""

    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class QueueMoved(RoomFact):
    """
    A moderator held a question at another place, or let it go, and said why.

    `was` and `to` are places of the queue, from 1; `to` is none where the rule decides again.
    """

    question_id: int
    was: int
    to: int | None
    reason: str
