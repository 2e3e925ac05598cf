"""What comes into a room, and how what is in it is shown."""

from app.live.schemas.feed import (
    WriteFeedLine,
    feed_view,
)
from app.live.schemas.floor import (
    LONGEST_SUBJECT,
    ArrangeHand,
    CallNextHand,
    EnterHand,
    LowerHand,
    MoveHand,
    RaiseHand,
    SetFloor,
)
from app.live.schemas.floor_views import (
    desk_floor_view,
    desk_hand_view,
    floor_view,
    hand_state_view,
    own_hand_view,
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
    SyncRoom,
    room_view,
)

__all__ = [
    "LANGUAGE_NAMES",
    "LONGEST_QUESTION",
    "LONGEST_SUBJECT",
    "OTHER_LANGUAGE",
    "REASONS",
    "ArrangeHand",
    "AskQuestion",
    "CallNextHand",
    "ChangeRoomState",
    "EnterHand",
    "FindQuestion",
    "JoinRoom",
    "LowerHand",
    "ModerateQuestion",
    "MoveHand",
    "PrepareRoom",
    "RaiseHand",
    "SetFloor",
    "SyncRoom",
    "VoteOnQuestion",
    "WriteFeedLine",
    "desk_floor_view",
    "desk_hand_view",
    "desk_view",
    "feed_view",
    "floor_view",
    "gone_view",
    "hand_state_view",
    "own_hand_view",
    "own_view",
    "public_view",
    "receipt_view",
    "room_view",
]
