"""The screen in the hall, and the desk that drives it: seen first, then sent."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core import facts
from app.core.errors import Refused
from app.core.forms import parse
from app.core.web import actor
from app.live import actions, queries, schemas
from app.live.models import Room
from app.live.queries import polls, screen
from app.live.views.desk_pages import room_at_desk
from app.live.views.screen_pages import hall, picture

bp = Blueprint("screen", __name__, url_prefix="/direct/<slug>")


@bp.get("/ecran")
def show(slug: str) -> str:
    """Show the room on the screen in the hall."""
    room = queries.room(actor(), slug)
    seq = facts.latest(room.scope)
    seen = hall(room)
    drawn = picture(screen.standing(room), seen)
    return render_template("live/screen.html", seq=seq, picture=drawn, **seen)


@bp.get("/bureau/ecran")
def drive(slug: str) -> Any:
    """Show the desk what is on the screen, and what would be."""
    room = room_at_desk(slug)
    return _prepared(room, request.args) if request.args else _page(room)


@bp.post("/bureau/ecran/apercu")
def prepare(slug: str) -> Any:
    """Show the desk a message as the screen would: unsent words are in no address."""
    return _prepared(room_at_desk(slug), request.form)


@bp.post("/bureau/ecran")
def put(slug: str) -> Any:
    """Put something on the screen."""
    room = room_at_desk(slug)
    try:
        data = parse(schemas.ShowOnScreen, request.form, form=True)
        actions.show_on_screen(actor(), room, **data)
    except Refused as refused:
        return _page(room, refused=refused), refused.status
    flash(_("C’est à l’écran."), "success")
    return redirect(url_for("desk.show", slug=slug) + "#desk-screen", 303)


def _prepared(room: Room, sent: Mapping[str, str]) -> Any:
    try:
        data = parse(schemas.PrepareScreen, sent, form=True)
        wanted = screen.scene(actor(), room, **data)
    except Refused as refused:
        return _page(room, refused=refused), refused.status
    seen = hall(room)
    view = schemas.scene_view(wanted) | {"picture": picture(wanted, seen)}
    return _page(room, seen, prepared=view)


def _page(room: Room, seen: dict[str, Any] | None = None, **more: Any) -> str:
    seen = seen or hall(room)
    return render_template(
        "live/drive_screen.html",
        now_picture=picture(screen.standing(room), seen),
        polls=polls.poll_views(polls.polls_of(actor(), room)),
        language_choices=schemas.language_choices(),
        screen_key=uuid4(),
        **seen,
        **more,
    )
