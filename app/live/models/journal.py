"""The log of a room as values: which facts are of which kind, and a fact with its names."""

from dataclasses import dataclass

from app.core.facts import FactRecord

# Acts of the public: whose they are is shown as their question or hand shows it, never filtered on.
BY_THE_PUBLIC = (
    *("QuestionAsked", "QuestionWithdrawn", "QuestionReinstated"),
    *("HandRaised", "HandWithdrawn"),
)
KINDS = {
    "public": BY_THE_PUBLIC,
    "questions": (
        *("QuestionModerated", "QuestionSucceeded", "QuestionReworded", "QuestionTranslated"),
        *("QueueMoved", "OrderRuleChanged"),
    ),
    "floor": ("FloorSet", "HandMoved", "HandArranged"),
    "polls": ("PollPrepared", "PollOpened", "PollClosed", "PollPublished", "PollCancelled"),
    "feed": ("FeedLineWritten", "FeedLineCorrected", "MinutesWritten", "MinutesPublished"),
    "identities": ("IdentityOpened",),
    "room": ("RoomPrepared", "RoomStateChanged", "StreamChanged", "QuestionWindowSet"),
    "desk": (
        *("StageNoteWritten", "StageNoteRead", "DeskHandedOver", "ScreenChanged"),
        *("ViewSaved", "ViewRemoved"),
    ),
}


@dataclass(frozen=True)
class Entry:
    """A fact of the log: by whom, nobody where the author is sealed, and about which number."""

    row: FactRecord
    who: str | None
    number: int | None
    into: int | None
