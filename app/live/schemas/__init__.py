"""What comes into a room, and how what is in it is shown."""

from app.live.schemas.feed import (
    CorrectFeedLine,
    WriteFeedLine,
    feed_view,
)
from app.live.schemas.poll_views import (
    ballot_view,
    poll_desk_view,
    poll_receipt_view,
    poll_view,
    results_of,
)
from app.live.schemas.polls import (
    BLANK,
    HIGHEST_GRADE,
    MOST_OPTIONS,
    CastBallot,
    MovePoll,
    PreparePoll,
    VoteInPoll,
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
    GiveStream,
    JoinRoom,
    PrepareRoom,
    SyncRoom,
    room_view,
    stream_view,
)

__all__ = [
    "BLANK",
    "HIGHEST_GRADE",
    "LANGUAGE_NAMES",
    "LONGEST_QUESTION",
    "MOST_OPTIONS",
    "OTHER_LANGUAGE",
    "REASONS",
    "AskQuestion",
    "CastBallot",
    "ChangeRoomState",
    "CorrectFeedLine",
    "FindQuestion",
    "GiveStream",
    "JoinRoom",
    "ModerateQuestion",
    "MovePoll",
    "PreparePoll",
    "PrepareRoom",
    "SyncRoom",
    "VoteInPoll",
    "VoteOnQuestion",
    "WriteFeedLine",
    "ballot_view",
    "desk_view",
    "feed_view",
    "gone_view",
    "own_view",
    "poll_desk_view",
    "poll_receipt_view",
    "poll_view",
    "public_view",
    "receipt_view",
    "results_of",
    "room_view",
    "stream_view",
]
