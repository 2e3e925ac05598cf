"""Notes from the desk to the stage."""

from typing import Any

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.queries import desk as behind


@bp.post("/rooms/<slug>/notes")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.WriteStageNote}}})
def write_stage_note(slug: str) -> Any:
    """Write a note to the stage, for the desk."""
    room = queries.room(actor(), slug)
    note = actions.write_stage_note(actor(), room, **parse(schemas.WriteStageNote, json_body()))
    return schemas.stage_note_view(note), 201


@bp.post("/rooms/<slug>/notes/<int:note_id>/read")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ReadStageNote}}})
def read_stage_note(slug: str, note_id: int) -> Any:
    """Say on the stage that a note was read."""
    note = behind.stage_note(actor(), queries.room(actor(), slug), note_id)
    read = actions.read_stage_note(actor(), note, **parse(schemas.ReadStageNote, json_body()))
    return schemas.stage_note_view(read)
