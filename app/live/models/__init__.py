"""Rooms, questions, votes and the written feed."""

from app.live.models.desk import (
    HandOver,
    StageNote,
)
from app.live.models.feed import (
    FeedLine,
    FeedWording,
)
from app.live.models.floor import (
    ACTIVE,
    HAND_MOVES,
    LONGEST_SPEECH,
    LOWERABLE,
    ON_THE_FLOOR,
    PRECEDENCE,
    SHORTEST_SPEECH,
    SPEECH_SECONDS,
    Floor,
    Hand,
    HandState,
    Turn,
)
from app.live.models.halls import (
    HallEntry,
)
from app.live.models.minutes import (
    Minutes,
    MinutesVersion,
)
from app.live.models.moves import (
    MoveReason,
    QueueMove,
)
from app.live.models.polls import (
    COUNTED_POLLS,
    FEWEST_SECRET,
    POLL_MOVES,
    SHOWN_POLLS,
    NamedChoice,
    Participation,
    Poll,
    PollMethod,
    PollOption,
    PollState,
    RollEntry,
    Uncounted,
    Voters,
)
from app.live.models.questions import (
    CLAIM_LASTS,
    IN_LINE,
    MODERATION,
    MOVES,
    OPEN_TO_VOTES,
    PUBLIC_STATES,
    REWORDABLE,
    SETTLED,
    UNDO_LASTS,
    UNDOABLE,
    UNREAD,
    WITHDRAWABLE,
    AnswerMode,
    IdentityOpening,
    Question,
    QuestionState,
    RefusalReason,
)
from app.live.models.rooms import (
    OrderRule,
    Room,
    RoomState,
)
from app.live.models.saved_views import (
    MOST_VIEWS,
    DeskFilter,
    Reader,
    SavedView,
    Way,
)
from app.live.models.screen import (
    Scene,
    ScreenScene,
    Shown,
)
from app.live.models.streams import (
    Player,
    Stream,
)
from app.live.models.urn import (
    Urn,
    UrnBroken,
)
from app.live.models.votes import (
    Vote,
)

__all__ = [
    "ACTIVE",
    "CLAIM_LASTS",
    "COUNTED_POLLS",
    "FEWEST_SECRET",
    "HAND_MOVES",
    "IN_LINE",
    "LONGEST_SPEECH",
    "LOWERABLE",
    "MODERATION",
    "MOST_VIEWS",
    "MOVES",
    "ON_THE_FLOOR",
    "OPEN_TO_VOTES",
    "POLL_MOVES",
    "PRECEDENCE",
    "PUBLIC_STATES",
    "REWORDABLE",
    "SETTLED",
    "SHORTEST_SPEECH",
    "SHOWN_POLLS",
    "SPEECH_SECONDS",
    "UNDOABLE",
    "UNDO_LASTS",
    "UNREAD",
    "WITHDRAWABLE",
    "AnswerMode",
    "DeskFilter",
    "FeedLine",
    "FeedWording",
    "Floor",
    "HallEntry",
    "Hand",
    "HandOver",
    "HandState",
    "IdentityOpening",
    "Minutes",
    "MinutesVersion",
    "MoveReason",
    "NamedChoice",
    "OrderRule",
    "Participation",
    "Player",
    "Poll",
    "PollMethod",
    "PollOption",
    "PollState",
    "Question",
    "QuestionState",
    "QueueMove",
    "Reader",
    "RefusalReason",
    "RollEntry",
    "Room",
    "RoomState",
    "SavedView",
    "Scene",
    "ScreenScene",
    "Shown",
    "StageNote",
    "Stream",
    "Turn",
    "Uncounted",
    "Urn",
    "UrnBroken",
    "Vote",
    "Voters",
    "Way",
]
