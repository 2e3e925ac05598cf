"""Behind the desk: its notes to the stage, and handing it over."""

from typing import Any

from app.core.actions import permit
from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, rules, schemas
from app.live.api.blueprint import bp
from app.live.queries import desk as behind


@bp.get("/rooms/<slug>/notes")
def list_stage_notes(slug: str) -> Any:
    """Return the latest notes to the stage, the last one first, for who holds a role there."""
    room = queries.room(actor(), slug)
    permit(rules.may_stand_on_stage, actor(), room)
    return {"notes": [schemas.stage_note_view(note) for note in behind.stage_notes(room)]}


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


@bp.get("/rooms/<slug>/hand-over")
def show_hand_over(slug: str) -> Any:
    """Return who sits at the desk, and what the last one who left it said is pending."""
    room = queries.room(actor(), slug)
    permit(rules.may_moderate, actor(), room)
    left = behind.last_hand_over(room)
    return {"handed_over": schemas.hand_over_view(left), "at_desk": behind.at_desk(room)}


@bp.post("/rooms/<slug>/hand-over")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.HandOverDesk}}})
def hand_over(slug: str) -> Any:
    """Leave the desk to the others; what one was reading is given back."""
    room = queries.room(actor(), slug)
    left = actions.hand_over(actor(), room, **parse(schemas.HandOverDesk, json_body()))
    return schemas.hand_over_view(left), 201
