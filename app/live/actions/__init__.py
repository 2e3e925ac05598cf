"""What people do in a room."""

from app.live.actions.claims import ReadByAnother
from app.live.actions.feed import write_feed_line
from app.live.actions.identities import NotSealed, open_identity
from app.live.actions.moderation import AirTaken, MoveRefused, moderate_question
from app.live.actions.questions import (
    MOST_WAITING,
    RoomClosed,
    TooManyWaiting,
    VotesClosed,
    ask_question,
    vote_on_question,
)
from app.live.actions.rooms import RoomArchived, change_room_state, prepare_room
from app.live.actions.withdrawing import reinstate_question, withdraw_question
from app.live.actions.wording import WordingClosed, reword_question, translate_question

__all__ = [
    "MOST_WAITING",
    "AirTaken",
    "MoveRefused",
    "NotSealed",
    "ReadByAnother",
    "RoomArchived",
    "RoomClosed",
    "TooManyWaiting",
    "VotesClosed",
    "WordingClosed",
    "ask_question",
    "change_room_state",
    "moderate_question",
    "open_identity",
    "prepare_room",
    "reinstate_question",
    "reword_question",
    "translate_question",
    "vote_on_question",
    "withdraw_question",
    "write_feed_line",
]
