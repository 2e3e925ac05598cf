"""What people do in a room."""

from app.live.actions.feed import write_feed_line
from app.live.actions.moderation import AirTaken, MoveRefused, moderate_question, withdraw_question
from app.live.actions.questions import (
    MOST_WAITING,
    RoomClosed,
    TooManyWaiting,
    ask_question,
)
from app.live.actions.rooms import RoomArchived, change_room_state, prepare_room
from app.live.actions.votes import Ballot, VotesClosed, vote_on_question

__all__ = [
    "MOST_WAITING",
    "AirTaken",
    "Ballot",
    "MoveRefused",
    "RoomArchived",
    "RoomClosed",
    "TooManyWaiting",
    "VotesClosed",
    "ask_question",
    "change_room_state",
    "moderate_question",
    "prepare_room",
    "vote_on_question",
    "withdraw_question",
    "write_feed_line",
]
