"""Rooms, questions, votes and the written feed."""

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
    MODERATION,
    OPEN_TO_VOTES,
    PUBLIC_STATES,
    WITHDRAWABLE,
    Question,
    QuestionState,
    RefusalReason,
)
from app.live.models.rooms import (
    Room,
    RoomState,
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
    "COUNTED_POLLS",
    "FEWEST_SECRET",
    "HAND_MOVES",
    "LONGEST_SPEECH",
    "LOWERABLE",
    "MODERATION",
    "ON_THE_FLOOR",
    "OPEN_TO_VOTES",
    "POLL_MOVES",
    "PRECEDENCE",
    "PUBLIC_STATES",
    "SHORTEST_SPEECH",
    "SHOWN_POLLS",
    "SPEECH_SECONDS",
    "WITHDRAWABLE",
    "FeedLine",
    "FeedWording",
    "Floor",
    "Hand",
    "HandState",
    "NamedChoice",
    "Participation",
    "Player",
    "Poll",
    "PollMethod",
    "PollOption",
    "PollState",
    "Question",
    "QuestionState",
    "RefusalReason",
    "RollEntry",
    "Room",
    "RoomState",
    "Stream",
    "Turn",
    "Uncounted",
    "Urn",
    "UrnBroken",
    "Vote",
    "Voters",
]
