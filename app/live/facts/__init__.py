"""What happens in a room. Votes have a sequence of their own beside it."""

from app.live.facts.desk import (
    DeskHandedOver,
    StageNoteRead,
    StageNoteWritten,
    ViewRemoved,
    ViewSaved,
)
from app.live.facts.feed import (
    FeedLineCorrected,
    FeedLineWritten,
)
from app.live.facts.floor import (
    FloorSet,
    HandArranged,
    HandFact,
    HandMoved,
    HandRaised,
    HandWithdrawn,
)
from app.live.facts.minutes import (
    MinutesPublished,
    MinutesWritten,
)
from app.live.facts.order import (
    OrderRuleChanged,
    QueueMoved,
)
from app.live.facts.polls import (
    BallotCast,
    PollCancelled,
    PollClosed,
    PollFact,
    PollOpened,
    PollPrepared,
    PollPublished,
)
from app.live.facts.questions import (
    IdentityOpened,
    QuestionAsked,
    QuestionFact,
    QuestionModerated,
    QuestionReinstated,
    QuestionReworded,
    QuestionSucceeded,
    QuestionTranslated,
    QuestionWithdrawn,
)
from app.live.facts.rooms import (
    QuestionWindowSet,
    RoomFact,
    RoomPrepared,
    RoomStateChanged,
    StreamChanged,
)
from app.live.facts.screen import (
    ScreenChanged,
)
from app.live.facts.votes import (
    VoteCast,
    VoteFact,
    VoteWithdrawn,
)

__all__ = [
    "BallotCast",
    "DeskHandedOver",
    "FeedLineCorrected",
    "FeedLineWritten",
    "FloorSet",
    "HandArranged",
    "HandFact",
    "HandMoved",
    "HandRaised",
    "HandWithdrawn",
    "IdentityOpened",
    "MinutesPublished",
    "MinutesWritten",
    "OrderRuleChanged",
    "PollCancelled",
    "PollClosed",
    "PollFact",
    "PollOpened",
    "PollPrepared",
    "PollPublished",
    "QuestionAsked",
    "QuestionFact",
    "QuestionModerated",
    "QuestionReinstated",
    "QuestionReworded",
    "QuestionSucceeded",
    "QuestionTranslated",
    "QuestionWindowSet",
    "QuestionWithdrawn",
    "QueueMoved",
    "RoomFact",
    "RoomPrepared",
    "RoomStateChanged",
    "ScreenChanged",
    "StageNoteRead",
    "StageNoteWritten",
    "StreamChanged",
    "ViewRemoved",
    "ViewSaved",
    "VoteCast",
    "VoteFact",
    "VoteWithdrawn",
]
