"""What comes into a room, and how what is in it is shown."""

from app.live.schemas.feed import (
    WriteFeedLine,
    feed_view,
)
from app.live.schemas.halls import EnterQuestion, entry_view
from app.live.schemas.order import (
    MOVE_REASONS,
    MOVES,
    RULES,
    ChangeOrderRule,
    FindLookalikes,
    MoveQuestion,
    fairness_view,
    order_view,
)
from app.live.schemas.question_views import (
    desk_view,
    gone_view,
    own_view,
    public_view,
    receipt_view,
)
from app.live.schemas.questions import (
    LANGUAGE_NAMES,
    LONGEST_QUESTION,
    OTHER_LANGUAGE,
    REASONS,
    AskQuestion,
    FindQuestion,
    ModerateQuestion,
    VoteOnQuestion,
)
from app.live.schemas.rooms import (
    ChangeRoomState,
    JoinRoom,
    PrepareRoom,
    SetQuestionWindow,
    SyncRoom,
    instants,
    room_view,
)

__all__ = [
    "LANGUAGE_NAMES",
    "LONGEST_QUESTION",
    "MOVES",
    "MOVE_REASONS",
    "OTHER_LANGUAGE",
    "REASONS",
    "RULES",
    "AskQuestion",
    "ChangeOrderRule",
    "ChangeRoomState",
    "EnterQuestion",
    "FindLookalikes",
    "FindQuestion",
    "JoinRoom",
    "ModerateQuestion",
    "MoveQuestion",
    "PrepareRoom",
    "SetQuestionWindow",
    "SyncRoom",
    "VoteOnQuestion",
    "WriteFeedLine",
    "desk_view",
    "entry_view",
    "fairness_view",
    "feed_view",
    "gone_view",
    "instants",
    "order_view",
    "own_view",
    "public_view",
    "receipt_view",
    "room_view",
]
