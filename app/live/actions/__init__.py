"""What people do in a room."""

from app.live.actions.feed import correct_feed_line, write_feed_line
from app.live.actions.moderation import AirTaken, MoveRefused, moderate_question, withdraw_question
from app.live.actions.questions import (
    MOST_WAITING,
    RoomClosed,
    TooManyWaiting,
    VotesClosed,
    ask_question,
    vote_on_question,
)
from app.live.actions.rooms import RoomArchived, change_room_state, prepare_room
from app.live.actions.streams import give_stream

__all__ = [
    "MOST_WAITING",
    "AirTaken",
    "MoveRefused",
    "RoomArchived",
    "RoomClosed",
    "TooManyWaiting",
    "VotesClosed",
    "ask_question",
    "change_room_state",
    "correct_feed_line",
    "give_stream",
    "moderate_question",
    "prepare_room",
    "vote_on_question",
    "withdraw_question",
    "write_feed_line",
]
