"""Rooms, questions, votes and the written feed."""

from app.live.models.feed import FeedLine
from app.live.models.questions import (
    MODERATION,
    OPEN_TO_VOTES,
    PUBLIC_STATES,
    WITHDRAWABLE,
    Question,
    QuestionState,
    RefusalReason,
)
from app.live.models.rooms import Room, RoomState
from app.live.models.votes import Vote

__all__ = [
    "MODERATION",
    "OPEN_TO_VOTES",
    "PUBLIC_STATES",
    "WITHDRAWABLE",
    "FeedLine",
    "Question",
    "QuestionState",
    "RefusalReason",
    "Room",
    "RoomState",
    "Vote",
]
