"""What is said behind the desk, as it comes in and as it is shown."""

from typing import Any

from app.core.forms import Key, Schema, Text
from app.live.models.desk import HandOver, StageNote


class WriteStageNote(Schema):
    """A short note to the stage."""

    body = Text(most=200, required=True)
    key = Key(load_default=None, allow_none=True)


class ReadStageNote(Schema):
    """Say that a note was read."""

    key = Key(load_default=None, allow_none=True)


class HandOverDesk(Schema):
    """Leave the desk: to whom, and what is pending."""

    note = Text(most=400, lines=True, required=True)
    key = Key(load_default=None, allow_none=True)


def stage_note_view(note: StageNote) -> dict[str, Any]:
    """Return a note to the stage, for the desk and the stage."""
    return {
        "kind": "note",
        "id": note.id,
        "body": note.body,
        "author": note.author.name,
        "written_at": note.written_at.isoformat(),
        "read_by": note.read_by.name if note.read_by else None,
        "read_at": note.read_at.isoformat() if note.read_at else None,
    }


def hand_over_view(left: HandOver | None) -> dict[str, Any] | None:
    """Return who left the desk last and what is pending, for the desk."""
    if left is None:
        return None
    return {"by": left.by.name, "note": left.note, "left_at": left.left_at.isoformat()}
