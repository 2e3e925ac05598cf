"""The calls, as the secretariat keeps them."""

from typing import Any
from uuid import uuid4

from flask import flash, render_template, request, url_for

from app.accreditation import actions, queries, rules
from app.accreditation.schemas import MoveEnd, PublishCall
from app.accreditation.views.blueprint import bp, require, see
from app.core.clock import now
from app.core.errors import Refused
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take

PUBLISHED = N_("L’appel est publié.")
MOVED = N_("La date est changée.")


@bp.route("/gestion/accreditations/appels", methods=["GET", "POST"])
def manage_calls() -> Any:
    """List the calls, and publish one."""
    detour = require(rules.may_publish_call(actor()))
    if detour:
        return detour
    sent = request.form if request.method == "POST" else None
    form, status = Form(PublishCall, sent, key=uuid4(), opens_on=now().date()), 200
    if sent is not None:
        status = 422
    if form.is_valid:
        try:
            actions.publish_call(actor(), **form.data)
        except Refused as refused:
            form.refuse(refused)
            status = refused.status
        else:
            flash(translate(PUBLISHED))
            return see(url_for("accreditation.manage_calls"))
    return _page(form, status)


def _page(form: Form, status: int) -> Any:
    page = render_template(
        "accreditation/manage_calls.html",
        form=form,
        calls=queries.calls(actor()),
        today=now().date(),
    )
    return page, status


@bp.post("/gestion/accreditations/appels/<slug>/fin")
def move_end(slug: str) -> Any:
    """Change the last day of a call."""
    call = queries.call(actor(), slug)
    return take(
        MoveEnd,
        lambda **data: actions.move_end(actor(), call, **data),
        MOVED,
        url_for("accreditation.manage_calls"),
        lambda form, status: _page(form, status),
    )
