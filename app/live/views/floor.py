"""The HTML door of the floor: raising and lowering a hand, and the desk's acts."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import Refused
from app.core.forms import Form, Schema, parse
from app.core.web import actor
from app.directory import queries as directory
from app.live import actions, queries, schemas
from app.live.models import Room
from app.live.queries import floor as hands
from app.live.views.desk import _desk_page, _room_at_desk

bp = Blueprint("floor", __name__, url_prefix="/direct/<slug>")


@bp.route("/parole", methods=["GET", "POST"])
def ask(slug: str) -> Any:
    """Raise a hand on a page of its own, which never reloads under the writer."""
    room = queries.room(actor(), slug)
    form = Form(schemas.RaiseHand, request.form if request.method == "POST" else None)
    if form.is_valid:
        try:
            hand = actions.raise_hand(actor(), room, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Votre main est levée, n° %(number)s.", number=hand.number), "success")
            return redirect(url_for("live.show", slug=slug) + "#floor", 303)
    page = render_template(
        "live/raise.html",
        room=room,
        hand_form=form,
        hand_key=uuid4(),
        longest_subject=schemas.LONGEST_SUBJECT,
        theme_choices=[(term.code, term.title) for term in directory.terms("themes")],
    )
    return page, form.status


@bp.post("/mains/<int:hand_id>/retrait")
def withdraw(slug: str, hand_id: int) -> Any:
    """Lower one's hand."""
    room = queries.room(actor(), slug)
    actions.withdraw_hand(actor(), room, hands.hand(actor(), hand_id, room))
    flash(_("Votre main est baissée."), "success")
    return redirect(url_for("live.show", slug=slug) + "#floor", 303)


@bp.post("/bureau/mains")
def enter(slug: str) -> Any:
    """Enter somebody of the hall."""
    room = _room_at_desk(actor(), slug)
    return _at_desk(
        room,
        schemas.EnterHand,
        request.form,
        lambda data: actions.enter_hand(actor(), room, **data),
    )


@bp.post("/bureau/mains/<int:hand_id>")
def move(slug: str, hand_id: int) -> Any:
    """Call a hand, give it the floor, pause, end, pass or put it back."""
    room = _room_at_desk(actor(), slug)
    hand = hands.hand(actor(), hand_id, room)
    return _at_desk(
        room,
        schemas.MoveHand,
        {**request.form, "hand": hand_id},
        lambda data: actions.move_hand(actor(), room, hand, to=data["to"], key=data["key"]),
    )


@bp.post("/bureau/mains/<int:hand_id>/ordre")
def arrange(slug: str, hand_id: int) -> Any:
    """Change a hand's place, what it asks for, or its time."""
    room = _room_at_desk(actor(), slug)
    hand = hands.hand(actor(), hand_id, room)

    def act(data: dict[str, Any]) -> Any:
        del data["hand"]
        return actions.arrange_hand(actor(), room, hand, **data)

    return _at_desk(room, schemas.ArrangeHand, {**request.form, "hand": hand_id}, act)


@bp.post("/bureau/mains/<int:hand_id>/retrait")
def lower(slug: str, hand_id: int) -> Any:
    """Lower the hand of somebody of the hall."""
    room = _room_at_desk(actor(), slug)
    hand = hands.hand(actor(), hand_id, room)
    return _at_desk(
        room,
        schemas.LowerHand,
        {**request.form, "hand": hand_id},
        lambda data: actions.withdraw_hand(actor(), room, hand, key=data["key"]),
    )


@bp.post("/bureau/parole")
def settle(slug: str) -> Any:
    """Say how long each speaker and each country has, and whether hands are taken."""
    room = _room_at_desk(actor(), slug)
    return _at_desk(
        room,
        schemas.SetFloor,
        request.form,
        lambda data: actions.set_floor(actor(), room, **data),
    )


def _at_desk(
    room: Room, schema: type[Schema], sent: Any, act: Callable[[dict[str, Any]], Any]
) -> Any:
    """Act, then go back to the desk, which says why where nothing changed."""
    try:
        act(parse(schema, sent, form=True))
    except Refused as refused:
        page = _desk_page(room, None)
        return render_template("live/desk.html", refused=refused, **page), refused.status
    return redirect(url_for("desk.show", slug=room.slug) + "#desk-floor", 303)
