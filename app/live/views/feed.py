"""The rapporteur's page: the written feed, line by line, and its corrections."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for

from app.core.actions import permit
from app.core.formats import hour
from app.core.forms import Form
from app.core.i18n import N_
from app.core.web import actor, take
from app.live import actions, queries, rules, schemas
from app.live.models import Room

bp = Blueprint("feed", __name__, url_prefix="/direct/<slug>/redaction")


@bp.route("", methods=["GET", "POST"])
def write(slug: str) -> Any:
    """Write the feed."""
    room = _room_of_rapporteur(slug)

    def show(form: Form) -> Any:
        return render_template(
            "live/feed.html",
            room=room,
            form=form,
            key=uuid4(),
            lines=[schemas.feed_view(line) for line in queries.feed(room)],
            questions=queries.public_questions(room),
        )

    return take(
        schemas.WriteFeedLine,
        lambda **data: actions.write_feed_line(actor(), room, **data),
        N_("Ligne publiée."),
        url_for("feed.write", slug=slug),
        show,
    )


@bp.route("/<int:line_id>", methods=["GET", "POST"])
def correct(slug: str, line_id: int) -> Any:
    """Correct a line; what it said stays beside it."""
    room = _room_of_rapporteur(slug)
    line = queries.feed_line(actor(), room, line_id)

    def show(form: Form) -> Any:
        return render_template(
            "live/feed_line.html",
            room=room,
            form=form,
            key=uuid4(),
            line=schemas.feed_view(line),
            minute=hour(line.said_at, room.meeting.timezone),
        )

    return take(
        schemas.CorrectFeedLine,
        lambda **data: actions.correct_feed_line(actor(), line, **data),
        N_("Ligne corrigée. Ce qu’elle disait reste lisible à côté."),
        url_for("feed.write", slug=slug),
        show,
        values={
            "body": line.body,
            "speaker": line.speaker or "",
            "minute": f"{line.said_at.astimezone(ZoneInfo(room.meeting.timezone)):%H:%M}",
        },
    )


def _room_of_rapporteur(slug: str) -> Room:
    room = queries.room(actor(), slug)
    permit(rules.may_write_feed, actor(), room)
    return room
