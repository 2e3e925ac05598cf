"""What people do in a room."""

from app.live.actions.ballots import (
    AlreadyVoted,
    NotEntitled,
    PollClosed,
    UrnUnreadable,
    cast_ballot,
)
from app.live.actions.claims import (
    ReadByAnother,
)
from app.live.actions.desk import (
    hand_over,
    read_stage_note,
    write_stage_note,
)
from app.live.actions.feed import (
    correct_feed_line,
    tell_in_feed,
    write_feed_line,
)
from app.live.actions.floor import (
    CallTaken,
    FloorClosed,
    HandUp,
    HandUpAgain,
    NobodyWaits,
    TimeSpent,
    TurnRefused,
    call_next_hand,
    enter_hand,
    move_hand,
    raise_hand,
    withdraw_hand,
)
from app.live.actions.floor_order import (
    arrange_hand,
    set_floor,
)
from app.live.actions.halls import (
    enter_question,
)
from app.live.actions.identities import (
    NotSealed,
    open_identity,
)
from app.live.actions.minutes import (
    MinutesRewritten,
    publish_minutes,
    write_minutes,
)
from app.live.actions.moderation import (
    AirTaken,
    MoveRefused,
    moderate_question,
)
from app.live.actions.order import (
    NotInQueue,
    change_order_rule,
    move_question,
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
    ask_question,
)
from app.live.actions.rooms import (
    FloorTaken,
    PollStillOpen,
    RoomArchived,
    change_room_state,
    prepare_room,
    set_question_window,
)
from app.live.actions.saved_views import (
    TooManyViews,
    remove_view,
    save_view,
)
from app.live.actions.screen import (
    show_on_screen,
)
from app.live.actions.streams import (
    give_stream,
)
from app.live.actions.together import (
    moderate_together,
)
from app.live.actions.undoing import (
    UndoPassed,
    undo_act,
)
from app.live.actions.votes import (
    Ballot,
    VotesClosed,
    vote_on_question,
)
from app.live.actions.withdrawing import (
    reinstate_question,
    withdraw_question,
)
from app.live.actions.wording import (
    WordingClosed,
    reword_question,
    translate_question,
)

__all__ = [
    "MOST_WAITING",
    "POLL_ACTS",
    "AirTaken",
    "AlreadyVoted",
    "Ballot",
    "CallTaken",
    "FloorClosed",
    "FloorTaken",
    "HandUp",
    "HandUpAgain",
    "MinutesRewritten",
    "MoveRefused",
    "NobodyWaits",
    "NotEntitled",
    "NotInQueue",
    "NotSealed",
    "PollClosed",
    "PollMoveRefused",
    "PollStillOpen",
    "ReadByAnother",
    "RoomArchived",
    "RoomClosed",
    "TimeSpent",
    "TooManyViews",
    "TooManyWaiting",
    "TurnRefused",
    "UndoPassed",
    "UrnUnreadable",
    "VotesClosed",
    "WordingClosed",
    "arrange_hand",
    "ask_question",
    "call_next_hand",
    "cancel_poll",
    "cast_ballot",
    "change_order_rule",
    "change_room_state",
    "close_poll",
    "correct_feed_line",
    "enter_hand",
    "enter_question",
    "give_stream",
    "hand_over",
    "moderate_question",
    "moderate_together",
    "move_hand",
    "move_question",
    "open_identity",
    "open_poll",
    "prepare_poll",
    "prepare_room",
    "publish_minutes",
    "publish_poll",
    "raise_hand",
    "read_stage_note",
    "reinstate_question",
    "remove_view",
    "reword_question",
    "save_view",
    "set_floor",
    "set_question_window",
    "show_on_screen",
    "tell_in_feed",
    "translate_question",
    "undo_act",
    "vote_on_question",
    "withdraw_hand",
    "withdraw_question",
    "write_feed_line",
    "write_minutes",
    "write_stage_note",
]
