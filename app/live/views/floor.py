"""The HTML door of the floor: raising and lowering a hand, and the desk's acts."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.forms import Form, Schema
from app.core.web import actor, take
from app.directory import queries as directory
from app.live import actions, queries, schemas
from app.live.models import Room
from app.live.queries import floor as hands
from app.live.views.desk_pages import act_at_desk, room_at_desk

bp = Blueprint("floor", __name__, url_prefix="/direct/<slug>")


@bp.route("/parole", methods=["GET", "POST"])
def ask(slug: str) -> Any:
    """Raise a hand on a page of its own, which never reloads under the writer."""
    room = queries.room(actor(), slug)

    def show(form: Form) -> Any:
        return render_template(
            "live/raise.html",
            room=room,
            hand_form=form,
            hand_key=uuid4(),
            longest_subject=schemas.LONGEST_SUBJECT,
            theme_choices=[(term.code, term.title) for term in directory.terms("themes")],
        )

    return take(
        schemas.RaiseHand,
        lambda **data: actions.raise_hand(actor(), room, **data),
        lambda hand: _("Votre main est levée, n° %(number)s.", number=hand.number),
        url_for("live.show", slug=slug) + "#floor",
        show,
    )


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
    room = room_at_desk(slug)
    return _act(room, schemas.EnterHand, lambda **data: actions.enter_hand(actor(), room, **data))


@bp.post("/bureau/mains/<int:hand_id>")
def move(slug: str, hand_id: int) -> Any:
    """Call a hand, give it the floor, pause, end, pass or put it back."""
    return _act_on_hand(slug, hand_id, schemas.MoveHand, actions.move_hand)


@bp.post("/bureau/mains/<int:hand_id>/ordre")
def arrange(slug: str, hand_id: int) -> Any:
    """Change a hand's place, what it asks for, or its time."""
    return _act_on_hand(slug, hand_id, schemas.ArrangeHand, actions.arrange_hand)


@bp.post("/bureau/mains/<int:hand_id>/retrait")
def lower(slug: str, hand_id: int) -> Any:
    """Lower the hand of somebody of the hall."""
    return _act_on_hand(slug, hand_id, schemas.LowerHand, actions.withdraw_hand)


@bp.post("/bureau/parole")
def settle(slug: str) -> Any:
    """Say how long each speaker and each country has, and whether hands are taken."""
    room = room_at_desk(slug)
    return _act(room, schemas.SetFloor, lambda **data: actions.set_floor(actor(), room, **data))


def _act(room: Room, schema: type[Schema], act: Callable[..., Any], **sent: int) -> Any:
    """Act, then go back to the floor at the desk, which says why where nothing changed."""
    address = url_for("desk.show", slug=room.slug) + "#desk-floor"
    return act_at_desk(room, schema, act, address, **sent)


def _act_on_hand(slug: str, hand_id: int, schema: type[Schema], act: Callable[..., Any]) -> Any:
    room = room_at_desk(slug)
    found = hands.hand(actor(), hand_id, room)
    return _act(room, schema, lambda hand, **data: act(actor(), room, found, **data), hand=hand_id)
