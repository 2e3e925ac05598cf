"""What people do in a room."""

from app.live.actions.ballots import (
    AlreadyVoted,
    NotEntitled,
    PollClosed,
    UrnUnreadable,
    cast_ballot,
)
from app.live.actions.feed import (
    correct_feed_line,
    write_feed_line,
)
from app.live.actions.moderation import (
    AirTaken,
    MoveRefused,
    moderate_question,
    withdraw_question,
)
from app.live.actions.polls import (
    POLL_ACTS,
    PollMoveRefused,
    cancel_poll,
    close_poll,
    open_poll,
    prepare_poll,
    publish_poll,
)
from app.live.actions.questions import (
    MOST_WAITING,
    RoomClosed,
    TooManyWaiting,
    VotesClosed,
    ask_question,
    vote_on_question,
)
from app.live.actions.rooms import (
    PollStillOpen,
    RoomArchived,
    change_room_state,
    prepare_room,
)
from app.live.actions.streams import (
    give_stream,
)

__all__ = [
    "MOST_WAITING",
    "POLL_ACTS",
    "AirTaken",
    "AlreadyVoted",
    "MoveRefused",
    "NotEntitled",
    "PollClosed",
    "PollMoveRefused",
    "PollStillOpen",
    "RoomArchived",
    "RoomClosed",
    "TooManyWaiting",
    "UrnUnreadable",
    "VotesClosed",
    "ask_question",
    "cancel_poll",
    "cast_ballot",
    "change_room_state",
    "close_poll",
    "correct_feed_line",
    "give_stream",
    "moderate_question",
    "open_poll",
    "prepare_poll",
    "prepare_room",
    "publish_poll",
    "vote_on_question",
    "withdraw_question",
    "write_feed_line",
]
