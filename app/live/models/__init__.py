"""Rooms, questions, votes and the written feed."""

from app.live.models.feed import FeedLine
from app.live.models.questions import (
    CLAIM_LASTS,
    IN_LINE,
    MODERATION,
    MOVES,
    OPEN_TO_VOTES,
    PUBLIC_STATES,
    REWORDABLE,
    SETTLED,
    UNREAD,
    WITHDRAWABLE,
    AnswerMode,
    IdentityOpening,
    Question,
    QuestionState,
    RefusalReason,
)
from app.live.models.rooms import Room, RoomState
from app.live.models.votes import Vote

__all__ = [
    "CLAIM_LASTS",
    "IN_LINE",
    "MODERATION",
    "MOVES",
    "OPEN_TO_VOTES",
    "PUBLIC_STATES",
    "REWORDABLE",
    "SETTLED",
    "UNREAD",
    "WITHDRAWABLE",
    "AnswerMode",
    "FeedLine",
    "IdentityOpening",
    "Question",
    "QuestionState",
    "RefusalReason",
    "Room",
    "RoomState",
    "Vote",
]
