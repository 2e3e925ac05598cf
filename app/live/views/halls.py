"""Where the staff of an embassy or an association enters what the people of a hall ask."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.forms import Form
from app.core.web import actor, take
from app.live import actions, queries, schemas
from app.live.queries import halls
from app.live.views.public import _ask_form

bp = Blueprint("halls", __name__, url_prefix="/direct/<slug>")

# What the next question of a hall starts with.
KEPT = ("organisation", "hall", "country", "language")


@bp.route("/saisie", methods=["GET", "POST"])
def enter(slug: str) -> Any:
    """Enter questions one after the other; the hall stays from one to the next."""
    room = queries.room(actor(), slug)
    organisations = halls.organisations_of(actor(), room)
    permit(lambda _who: bool(organisations), actor())
    kept = {name: request.args[name] for name in KEPT if name in request.args}
    same: dict[str, Any] = {name: request.form.get(name) for name in KEPT}
    start = {"organisation": organisations[0].slug, "country": organisations[0].country} | kept

    def show(form: Form) -> Any:
        entered = halls.entered_by(actor(), room)
        votes = queries.votes_of(question.root_id for question in entered)
        return render_template(
            "live/halls.html",
            room=room,
            form=form,
            room_item=schemas.room_view(room),
            organisations=[(one.slug, one.acronym or one.name) for one in organisations],
            entered=[schemas.own_view(question, votes[question.root_id]) for question in entered],
            **_ask_form(),
        )

    return take(
        schemas.EnterQuestion,
        lambda **data: actions.enter_question(actor(), room, **data),
        lambda question: _("Question n° %(number)s reçue.", number=question.number),
        url_for("halls.enter", slug=slug, **same),
        show,
        values=start,
    )
