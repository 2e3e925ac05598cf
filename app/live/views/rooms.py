"""The secretariat's rooms of a meeting."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.forms import Form
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.live.models import Room
from app.meetings import queries as meetings

bp = Blueprint("rooms", __name__, url_prefix="/gestion/rencontres/<slug>/salles")

WINDOW = ("questions_from", "questions_until", "answers_until")


@bp.route("", methods=["GET", "POST"])
def manage(slug: str) -> Any:
    """List a meeting's rooms and prepare another."""
    if not rules.may_prepare_room(actor()):
        raise NotAllowed() if actor().is_known else SignInRequired()
    meeting = meetings.meeting(actor(), slug)
    form = Form(
        schemas.PrepareRoom,
        request.form if request.method == "POST" else None,
        title=_("Séance plénière"),
        slug=slug,
    )
    if form.is_valid:
        try:
            room = actions.prepare_room(actor(), meeting, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("La salle est prête. Ouvrez-la depuis son bureau."), "success")
            return redirect(url_for("desk.show", slug=room.slug), 303)
    rooms = queries.rooms_of(actor(), meeting)
    page = render_template("live/rooms.html", meeting=meeting, rooms=rooms, form=form)
    return page, 422 if form.is_sent else 200


@bp.route("/<room_slug>/fenetre", methods=["GET", "POST"])
def set_window(slug: str, room_slug: str) -> Any:
    """Say when a room takes questions beside its session, at the hours of the meeting's place."""
    room = queries.room(actor(), room_slug)
    if not rules.may_set_window(actor(), room) or room.meeting.slug != slug:
        raise NotAllowed() if actor().is_known else SignInRequired()
    form = Form(
        schemas.SetQuestionWindow,
        request.form if request.method == "POST" else None,
        **{name: _at_place(getattr(room, name), room) for name in WINDOW},
    )
    if form.is_valid:
        try:
            data = schemas.instants(form.data, room)
            actions.set_question_window(actor(), room, **data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("La fenêtre des questions est enregistrée."), "success")
            return redirect(url_for("rooms.manage", slug=slug), 303)
    page = render_template("live/window.html", room=room, form=form, key=uuid4())
    return page, 422 if form.is_sent else 200


def _at_place(moment: datetime | None, room: Room) -> str | None:
    """Write an instant as the field of a form wants it, at the place of the meeting."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(room.meeting.timezone)).strftime("%Y-%m-%dT%H:%M")
