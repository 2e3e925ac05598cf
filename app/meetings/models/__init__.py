"""Meetings, what is known of them, and the delegates associations send to them."""

from app.meetings.models.delegations import (
    SEATED,
    Attendance,
    Delegate,
    DelegateMove,
    DelegateState,
    DelegateStep,
    Quota,
)
from app.meetings.models.meetings import (
    AgendaItem,
    FigureKind,
    Meeting,
    MeetingHost,
    MeetingKind,
    MeetingMode,
    MeetingNote,
    MeetingStatus,
    MeetingStop,
    NoteKind,
    StatedFigure,
)

__all__ = [
    "SEATED",
    "AgendaItem",
    "Attendance",
    "Delegate",
    "DelegateMove",
    "DelegateState",
    "DelegateStep",
    "FigureKind",
    "Meeting",
    "MeetingHost",
    "MeetingKind",
    "MeetingMode",
    "MeetingNote",
    "MeetingStatus",
    "MeetingStop",
    "NoteKind",
    "Quota",
    "StatedFigure",
]
