"""What people do in a room."""

from app.live.actions.feed import write_feed_line
from app.live.actions.floor import (
    CallTaken,
    FloorClosed,
    HandUp,
    NobodyWaits,
    TimeSpent,
    TurnRefused,
    call_next_hand,
    enter_hand,
    move_hand,
    raise_hand,
    withdraw_hand,
)
from app.live.actions.floor_order import arrange_hand, set_floor
from app.live.actions.moderation import AirTaken, MoveRefused, moderate_question, withdraw_question
from app.live.actions.questions import (
    MOST_WAITING,
    RoomClosed,
    TooManyWaiting,
    VotesClosed,
    ask_question,
    vote_on_question,
)
from app.live.actions.rooms import FloorTaken, RoomArchived, change_room_state, prepare_room

__all__ = [
    "MOST_WAITING",
    "AirTaken",
    "CallTaken",
    "FloorClosed",
    "FloorTaken",
    "HandUp",
    "MoveRefused",
    "NobodyWaits",
    "RoomArchived",
    "RoomClosed",
    "TimeSpent",
    "TooManyWaiting",
    "TurnRefused",
    "VotesClosed",
    "arrange_hand",
    "ask_question",
    "call_next_hand",
    "change_room_state",
    "enter_hand",
    "moderate_question",
    "move_hand",
    "prepare_room",
    "raise_hand",
    "set_floor",
    "vote_on_question",
    "withdraw_hand",
    "withdraw_question",
    "write_feed_line",
]
