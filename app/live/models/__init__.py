"""Rooms, questions, votes and the written feed."""

from app.live.models.feed import FeedLine
from app.live.models.halls import HallEntry
from app.live.models.moves import MoveReason, QueueMove
from app.live.models.questions import (
    MODERATION,
    OPEN_TO_VOTES,
    PUBLIC_STATES,
    WITHDRAWABLE,
    Question,
    QuestionState,
    RefusalReason,
)
from app.live.models.rooms import OrderRule, Room, RoomState
from app.live.models.votes import Vote

__all__ = [
    "MODERATION",
    "OPEN_TO_VOTES",
    "PUBLIC_STATES",
    "WITHDRAWABLE",
    "FeedLine",
    "HallEntry",
    "MoveReason",
    "OrderRule",
    "Question",
    "QuestionState",
    "QueueMove",
    "RefusalReason",
    "Room",
    "RoomState",
    "Vote",
]
