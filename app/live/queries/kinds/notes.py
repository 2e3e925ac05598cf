"""Notes to the stage: the desk alone is told, of what was written and what was read."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import Actor
from app.core.facts import Fact
from app.live import schemas
from app.live.facts import StageNoteRead, StageNoteWritten
from app.live.models import Room
from app.live.queries import desk
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the notes that the facts touched, those that are still shown."""
    ids = {fact.note_id for fact in told if isinstance(fact, StageNoteWritten | StageNoteRead)}
    if not ids:
        return Seen()
    notes = [note for note in desk.stage_notes(room) if note.id in ids]
    return Seen(desk=[schemas.stage_note_view(note) for note in notes])


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the latest notes, to the desk."""
    if not at_desk:
        return {}
    return {"notes": [schemas.stage_note_view(note) for note in desk.stage_notes(room)]}
