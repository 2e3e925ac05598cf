"""The rapporteur's page: the written feed, line by line, and its corrections."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.formats import hour
from app.core.forms import Form
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.live.models import Room

bp = Blueprint("feed", __name__, url_prefix="/direct/<slug>/redaction")


@bp.route("", methods=["GET", "POST"])
def write(slug: str) -> Any:
    """Write the feed."""
    room = _room_of_rapporteur(slug)
    form = Form(schemas.WriteFeedLine, request.form if request.method == "POST" else None)
    if form.is_valid:
        try:
            actions.write_feed_line(actor(), room, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Ligne publiée."), "success")
            return redirect(url_for("feed.write", slug=slug), 303)
    page = render_template(
        "live/feed.html",
        room=room,
        form=form,
        key=uuid4(),
        lines=[schemas.feed_view(line) for line in queries.feed(room)],
        questions=queries.public_questions(room),
    )
    return page, 422 if form.is_sent else 200


@bp.route("/<int:line_id>", methods=["GET", "POST"])
def correct(slug: str, line_id: int) -> Any:
    """Correct a line; what it said stays beside it."""
    room = _room_of_rapporteur(slug)
    line = queries.feed_line(actor(), room, line_id)
    form = Form(
        schemas.CorrectFeedLine,
        request.form if request.method == "POST" else None,
        body=line.body,
        speaker=line.speaker or "",
        minute=f"{line.said_at.astimezone(ZoneInfo(room.meeting.timezone)):%H:%M}",
    )
    if form.is_valid:
        try:
            actions.correct_feed_line(actor(), line, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Ligne corrigée. Ce qu’elle disait reste lisible à côté."), "success")
            return redirect(url_for("feed.write", slug=slug), 303)
    page = render_template(
        "live/feed_line.html",
        room=room,
        form=form,
        key=uuid4(),
        line=schemas.feed_view(line),
        minute=hour(line.said_at, room.meeting.timezone),
    )
    return page, 422 if form.is_sent else 200


def _room_of_rapporteur(slug: str) -> Room:
    room = queries.room(actor(), slug)
    if not rules.may_write_feed(actor(), room):
        raise NotAllowed() if actor().is_known else SignInRequired()
    return room
