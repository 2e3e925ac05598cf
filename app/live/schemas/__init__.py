"""What comes into a room, and how what is in it is shown."""

from app.live.schemas.feed import (
    WriteFeedLine,
    feed_view,
)
from app.live.schemas.question_views import (
    desk_view,
    gone_view,
    own_view,
    public_view,
    reason_sentence,
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
from app.live.schemas.votes import Supported, supported_view

__all__ = [
    "LANGUAGE_NAMES",
    "LONGEST_QUESTION",
    "OTHER_LANGUAGE",
    "REASONS",
    "AskQuestion",
    "ChangeRoomState",
    "FindQuestion",
    "JoinRoom",
    "ModerateQuestion",
    "PrepareRoom",
    "Supported",
    "SyncRoom",
    "VoteOnQuestion",
    "WriteFeedLine",
    "desk_view",
    "feed_view",
    "gone_view",
    "own_view",
    "public_view",
    "reason_sentence",
    "receipt_view",
    "room_view",
    "supported_view",
]
