"""The calls, as the secretariat keeps them."""

from typing import Any
from uuid import uuid4

from flask import render_template, url_for

from app.accounts.views.detour import require
from app.accreditation import actions, queries, rules
from app.accreditation.schemas import MoveEnd, PublishCall
from app.accreditation.views.blueprint import bp
from app.core.clock import today
from app.core.forms import Form
from app.core.i18n import N_
from app.core.web import actor, take

PUBLISHED = N_("L’appel est publié.")
MOVED = N_("La date est changée.")


@bp.route("/gestion/accreditations/appels", methods=["GET", "POST"])
def manage_calls() -> Any:
    """List the calls, and publish one."""
    detour = require(rules.may_publish_call(actor()))
    if detour:
        return detour
    return take(
        PublishCall,
        lambda **data: actions.publish_call(actor(), **data),
        PUBLISHED,
        url_for("accreditation.manage_calls"),
        _page,
        values={"key": uuid4(), "opens_on": today()},
    )


def _page(form: Form) -> Any:
    return render_template(
        "accreditation/manage_calls.html",
        form=form,
        calls=queries.calls(actor()),
        today=today(),
    )


@bp.post("/gestion/accreditations/appels/<slug>/fin")
def move_end(slug: str) -> Any:
    """Change the last day of a call."""
    call = queries.call(actor(), slug)
    return take(
        MoveEnd,
        lambda **data: actions.move_end(actor(), call, **data),
        MOVED,
        url_for("accreditation.manage_calls"),
        _page,
    )
