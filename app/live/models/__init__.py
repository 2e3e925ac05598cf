"""Rooms, questions, votes and the written feed."""

from app.live.models.feed import (
    FeedLine,
    FeedWording,
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
    "COUNTED_POLLS",
    "FEWEST_SECRET",
    "MODERATION",
    "OPEN_TO_VOTES",
    "POLL_MOVES",
    "PUBLIC_STATES",
    "SHOWN_POLLS",
    "WITHDRAWABLE",
    "FeedLine",
    "FeedWording",
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
    "Uncounted",
    "Urn",
    "UrnBroken",
    "Vote",
    "Voters",
]
