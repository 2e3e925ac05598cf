"""Behind the desk: its notes to the stage, the page of the stage, and handing the desk over."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core import facts
from app.core.actions import permit
from app.core.forms import parse
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.live.models import Room
from app.live.queries import desk as behind
from app.live.views.desk_pages import act_at_desk, room_at_desk
from app.live.views.floor_pages import floor_page
from app.live.views.public import _public_views

bp = Blueprint("stage", __name__, url_prefix="/direct/<slug>")


@bp.get("/scene")
def show(slug: str) -> Any:
    """Show the stage what is asked, what comes next, who speaks and what the desk wrote."""
    room = _room_of_stage(slug)
    notes = [schemas.stage_note_view(note) for note in behind.stage_notes(room)]
    return render_template(
        "live/stage.html",
        room=room,
        seq=facts.latest(room.scope),
        notes=[note for note in notes if not note["read_at"]] or notes[:1],
        key=uuid4(),
        **floor_page(room),
        **_public_views(room),
    )


@bp.post("/scene/<int:note_id>/lu")
def read(slug: str, note_id: int) -> Any:
    """Say on the stage that a note was read."""
    room = _room_of_stage(slug)
    note = behind.stage_note(actor(), room, note_id)
    actions.read_stage_note(actor(), note, **parse(schemas.ReadStageNote, request.form, form=True))
    return redirect(url_for("stage.show", slug=slug), 303)


@bp.post("/bureau/mot")
def write(slug: str) -> Any:
    """Write a note to the stage."""
    room = room_at_desk(slug)
    return act_at_desk(
        room,
        schemas.WriteStageNote,
        lambda **data: actions.write_stage_note(actor(), room, **data),
        _notes_of_desk(slug),
    )


@bp.post("/bureau/passage")
def hand_over(slug: str) -> Any:
    """Leave the desk to the others."""
    room = room_at_desk(slug)

    def act(**data: Any) -> None:
        actions.hand_over(actor(), room, **data)
        flash(_("Main passée. Ce que vous lisiez est rendu aux autres."), "success")

    return act_at_desk(room, schemas.HandOverDesk, act, _notes_of_desk(slug))


def _notes_of_desk(slug: str) -> str:
    return url_for("desk.show", slug=slug) + "#desk-notes"


def _room_of_stage(slug: str) -> Room:
    room = queries.room(actor(), slug)
    permit(rules.may_stand_on_stage, actor(), room)
    return room
