"""What happens in a room. Votes have a sequence of their own beside it."""

from app.live.facts.feed import FeedLineWritten
from app.live.facts.floor import (
    FloorSet,
    HandArranged,
    HandFact,
    HandMoved,
    HandRaised,
    HandWithdrawn,
)
from app.live.facts.questions import (
    QuestionAsked,
    QuestionFact,
    QuestionModerated,
    QuestionWithdrawn,
)
from app.live.facts.rooms import RoomFact, RoomPrepared, RoomStateChanged
from app.live.facts.votes import VoteCast, VoteFact, VoteWithdrawn

__all__ = [
    "FeedLineWritten",
    "FloorSet",
    "HandArranged",
    "HandFact",
    "HandMoved",
    "HandRaised",
    "HandWithdrawn",
    "QuestionAsked",
    "QuestionFact",
    "QuestionModerated",
    "QuestionWithdrawn",
    "RoomFact",
    "RoomPrepared",
    "RoomStateChanged",
    "VoteCast",
    "VoteFact",
    "VoteWithdrawn",
]
