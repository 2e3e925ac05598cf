"""What happens behind the desk of a room; none of it changes what the public sees."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class StageNoteWritten(RoomFact):
    """The desk wrote a note to the stage."""

    note_id: int


@dataclass(frozen=True, kw_only=True)
class StageNoteRead(RoomFact):
    """Somebody on the stage said that a note was read."""

    note_id: int


@dataclass(frozen=True, kw_only=True)
class DeskHandedOver(RoomFact):
    """A moderator left the desk to the others."""

    hand_over_id: int


@dataclass(frozen=True, kw_only=True)
class ViewSaved(RoomFact):
    """A moderator kept a filter of the desk under a name."""

    view_id: int


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(RoomFact):
    """A moderator removed a filter of the desk that they had kept."""

    view_id: int
