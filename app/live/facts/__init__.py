"""What happens in a room. Votes have a sequence of their own beside it."""

from app.live.facts.feed import FeedLineWritten
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
