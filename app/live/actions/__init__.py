"""What people do in a room."""

from app.live.actions.feed import write_feed_line
from app.live.actions.halls import enter_question
from app.live.actions.moderation import AirTaken, MoveRefused, moderate_question, withdraw_question
from app.live.actions.order import NotInQueue, change_order_rule, move_question
from app.live.actions.questions import (
    MOST_WAITING,
    RoomClosed,
    TooManyWaiting,
    VotesClosed,
    ask_question,
    vote_on_question,
)
from app.live.actions.rooms import (
    RoomArchived,
    change_room_state,
    prepare_room,
    set_question_window,
)

__all__ = [
    "MOST_WAITING",
    "AirTaken",
    "MoveRefused",
    "NotInQueue",
    "RoomArchived",
    "RoomClosed",
    "TooManyWaiting",
    "VotesClosed",
    "ask_question",
    "change_order_rule",
    "change_room_state",
    "enter_question",
    "moderate_question",
    "move_question",
    "prepare_room",
    "set_question_window",
    "vote_on_question",
    "withdraw_question",
    "write_feed_line",
]
