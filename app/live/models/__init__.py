"""Rooms, questions, votes, the floor and the written feed."""

from app.live.models.feed import FeedLine
from app.live.models.floor import (
    ACTIVE,
    HAND_MOVES,
    LONGEST_SPEECH,
    LOWERABLE,
    ON_THE_FLOOR,
    PRECEDENCE,
    SHORTEST_SPEECH,
    SPEECH_SECONDS,
    Floor,
    Hand,
    HandState,
    Turn,
)
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
    "ACTIVE",
    "HAND_MOVES",
    "LONGEST_SPEECH",
    "LOWERABLE",
    "MODERATION",
    "ON_THE_FLOOR",
    "OPEN_TO_VOTES",
    "PRECEDENCE",
    "PUBLIC_STATES",
    "SHORTEST_SPEECH",
    "SPEECH_SECONDS",
    "WITHDRAWABLE",
    "FeedLine",
    "Floor",
    "Hand",
    "HandState",
    "Question",
    "QuestionState",
    "RefusalReason",
    "Room",
    "RoomState",
    "Turn",
    "Vote",
]
