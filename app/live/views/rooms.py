"""The secretariat's rooms of a meeting."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.web import actor, take
from app.live import actions, queries, rules, schemas
from app.live.models import Room
from app.meetings import queries as meetings

bp = Blueprint("rooms", __name__, url_prefix="/gestion/rencontres/<slug>/salles")

WINDOW = ("questions_from", "questions_until", "answers_until")


@bp.route("", methods=["GET", "POST"])
def manage(slug: str) -> Any:
    """List a meeting's rooms and prepare another."""
    permit(rules.may_prepare_room, actor())
    meeting = meetings.meeting(actor(), slug)
    return take(
        schemas.PrepareRoom,
        lambda **data: actions.prepare_room(actor(), meeting, **data),
        N_("La salle est prête. Ouvrez-la depuis son bureau."),
        lambda room: url_for("desk.show", slug=room.slug),
        lambda form: render_template(
            "live/rooms.html",
            meeting=meeting,
            rooms=queries.rooms_of(actor(), meeting),
            form=form,
            key=uuid4(),
        ),
        values={"title": _("Séance plénière"), "slug": slug},
    )


@bp.route("/<room_slug>/fenetre", methods=["GET", "POST"])
def set_window(slug: str, room_slug: str) -> Any:
    """Say when a room takes questions beside its session, at the hours of the meeting's place."""
    room = queries.room(actor(), room_slug)
    if room.meeting.slug != slug:
        raise NotFound()
    permit(rules.may_set_window, actor(), room)
    return take(
        schemas.SetQuestionWindow,
        lambda **data: actions.set_question_window(actor(), room, **schemas.instants(data, room)),
        N_("La fenêtre des questions est enregistrée."),
        url_for("rooms.manage", slug=slug),
        lambda form: render_template("live/window.html", room=room, form=form, key=uuid4()),
        values={name: _at_place(getattr(room, name), room) for name in WINDOW},
    )


def _at_place(moment: datetime | None, room: Room) -> str | None:
    """Write an instant as the field of a form wants it, at the place of the meeting."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(room.meeting.timezone)).strftime("%Y-%m-%dT%H:%M")
