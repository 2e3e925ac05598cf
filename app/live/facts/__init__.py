"""What happens in a room. Votes and ballots have sequences of their own beside it."""

from app.live.facts.feed import FeedLineWritten
from app.live.facts.polls import (
    BallotCast,
    PollCancelled,
    PollClosed,
    PollFact,
    PollOpened,
    PollPrepared,
    PollPublished,
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
    "BallotCast",
    "FeedLineWritten",
    "PollCancelled",
    "PollClosed",
    "PollFact",
    "PollOpened",
    "PollPrepared",
    "PollPublished",
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
