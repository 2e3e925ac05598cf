"""The secretariat's rooms of a meeting."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.forms import Form
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.meetings import queries as meetings

bp = Blueprint("rooms", __name__, url_prefix="/gestion/rencontres/<slug>/salles")


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
