"""What the desk needs before it moves money: places, rates, budget lines, campaigns."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.forms import Form, Schema
from app.core.i18n import translate
from app.core.money import named_currencies
from app.core.web import actor
from app.directory import queries as directory
from app.giving import actions, queries, rules, schemas
from app.giving.models import PlaceKind

bp = Blueprint("stewardship", __name__, url_prefix="/gestion/dons")


@bp.route("/lieux", methods=["GET", "POST"])
def places() -> Any:
    """List the places, and enter another."""
    form = _form(rules.may_prepare(actor()), schemas.OpenPlace)
    if _done(form, actions.open_place, _("Le lieu est inscrit.")):
        return redirect(url_for("stewardship.places"), 303)
    page = render_template(
        "giving/places.html",
        form=form,
        key=uuid4(),
        places=queries.places(actor(), tuple(PlaceKind)),
        kinds=[
            (kind, translate(schemas.PLACE_KINDS[PlaceKind(kind)]))
            for kind in schemas.OPENED_PLACES
        ],
        organisations=[(each.slug, each.name) for each in directory.every_organisation(actor())],
    )
    return page, 422 if form.is_sent else 200


@bp.route("/taux", methods=["GET", "POST"])
def rates() -> Any:
    """List the rates, and enter another; none is ever overwritten."""
    form = _form(rules.may_prepare(actor()), schemas.EnterRate, quote="XOF")
    if _done(form, actions.enter_rate, _("Le taux est inscrit.")):
        return redirect(url_for("stewardship.rates"), 303)
    page = render_template(
        "giving/rates.html",
        form=form,
        key=uuid4(),
        rates=queries.rates(actor()),
        currencies=named_currencies(),
    )
    return page, 422 if form.is_sent else 200


@bp.route("/lignes", methods=["GET", "POST"])
def budgets() -> Any:
    """Follow another line of a budget."""
    form = _form(rules.may_prepare(actor()), schemas.OpenBudget)
    if _done(form, actions.open_budget, _("La ligne est ouverte.")):
        return redirect(url_for("stewardship.budgets"), 303)
    page = render_template(
        "giving/budgets.html",
        form=form,
        key=uuid4(),
        lots=queries.lots(actor()),
        programmes=[(each.slug, each.title) for each in queries.programmes(actor())],
    )
    return page, 422 if form.is_sent else 200


@bp.route("/campagnes", methods=["GET", "POST"])
def campaigns() -> Any:
    """List the campaigns, and open another."""
    form = _form(rules.may_open_campaign(actor()), schemas.OpenCampaign, currency="XOF")
    if _done(form, actions.open_campaign, _("La campagne est ouverte.")):
        return redirect(url_for("giving.campaign", slug=form.data["slug"]), 303)
    page = render_template(
        "giving/campaigns.html",
        form=form,
        key=uuid4(),
        campaigns=queries.campaigns(actor()),
        takes=queries.takes_pledges,
        currencies=named_currencies(),
    )
    return page, 422 if form.is_sent else 200


@bp.post("/campagnes/<slug>/clore")
def close(slug: str) -> Any:
    """Close a campaign."""
    actions.close_campaign(actor(), queries.campaign(actor(), slug))
    flash(_("La campagne est close."))
    return redirect(url_for("stewardship.campaigns"), 303)


def _form(is_allowed: bool, schema: type[Schema], **values: Any) -> Form:
    if not is_allowed:
        raise NotAllowed() if actor().is_known else SignInRequired()
    return Form(schema, request.form if request.method == "POST" else None, **values)


def _done(form: Form, act: Any, words: str) -> bool:
    """Do what a valid form asks; a refusal is shown in the form."""
    if not form.is_valid:
        return False
    try:
        act(actor(), **form.data)
    except Refused as refused:
        form.refuse(refused)
        return False
    flash(words)
    return True
