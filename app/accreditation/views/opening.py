"""Where an association begins: the open calls, the form, its own dossiers."""

from typing import Any
from uuid import uuid4

from flask import flash, render_template, request, url_for

from app.accounts.views.detour import require
from app.accreditation import actions, queries
from app.accreditation.schemas import Apply, ApplyAgain
from app.accreditation.views.blueprint import bp, see
from app.core.clock import today
from app.core.errors import NotFound, Refused
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor
from app.directory.models import Organisation

OPENED = N_("Le brouillon est commencé. Envoyez maintenant les pièces, une par une.")


@bp.get("/associations/demander")
def ask() -> str:
    """Show the open calls: criteria, documents, delays."""
    return render_template("accreditation/calls.html", calls=queries.open_calls(actor(), today()))


@bp.route("/associations/demander/<slug>", methods=["GET", "POST"])
def apply(slug: str) -> Any:
    """Begin a dossier for an association under a call."""
    detour = require(actor().is_member)
    if detour:
        return detour
    call = queries.call(actor(), slug)
    mine = [
        organisation
        for organisation in queries.own_organisations(actor())
        if not queries.has_live_dossier(organisation.id)
    ]
    again = request.values.get("organisation", type=int) is not None
    schema = ApplyAgain if again else Apply
    sent = request.form if request.method == "POST" else None
    values = {"key": uuid4(), "country": actor().country}
    if again and sent is None:
        values["organisation"] = request.args["organisation"]
    form = Form(schema, sent, **values)
    if form.is_valid:
        try:
            data = form.data
            if again:
                chosen = _chosen(mine, data.pop("organisation"))
                dossier = actions.open_dossier_again(actor(), call, chosen, **data)
            else:
                dossier = actions.open_dossier(actor(), call, **data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(translate(OPENED))
            return see(url_for("accreditation.dossier", reference=dossier.reference))
    page = render_template(
        "accreditation/apply.html",
        call=call,
        form=form,
        mine=mine,
        choices=[(organisation.id, organisation.name) for organisation in mine],
        again=again,
        is_open=call.is_open(today()),
    )
    return page, form.status


def _chosen(mine: list[Organisation], number: int) -> Organisation:
    for organisation in mine:
        if organisation.id == number:
            return organisation
    raise NotFound()


@bp.get("/associations/dossiers")
def own_dossiers() -> Any:
    """List the dossiers of the reader's associations."""
    detour = require(actor().is_member)
    if detour:
        return detour
    return render_template(
        "accreditation/own.html", dossiers=queries.own_dossiers(actor()), today=today()
    )
