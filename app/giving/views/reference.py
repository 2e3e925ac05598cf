"""What the desk needs before it moves money: places, rates, budget lines, campaigns."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.money import named_currencies
from app.core.web import actor, take
from app.directory import queries as directory
from app.giving import actions, queries, rules, schemas
from app.giving.models import PlaceKind

bp = Blueprint("stewardship", __name__, url_prefix="/gestion/dons")


@bp.route("/lieux", methods=["GET", "POST"])
def places() -> Any:
    """List the places with what they hold, and enter another."""
    permit(rules.may_prepare, actor())
    known = queries.places(actor(), tuple(PlaceKind))
    return take(
        schemas.OpenPlace,
        lambda **data: actions.open_place(actor(), **data),
        N_("Le lieu est inscrit."),
        url_for("stewardship.places"),
        lambda form: _page(
            "places",
            form,
            places=known,
            held=queries.held_in(known),
            kinds=[
                (kind, translate(schemas.PLACE_KINDS[PlaceKind(kind)]))
                for kind in schemas.OPENED_PLACES
            ],
            organisations=[
                (each.slug, each.name) for each in directory.every_organisation(actor())
            ],
        ),
    )


@bp.route("/taux", methods=["GET", "POST"])
def rates() -> Any:
    """List the rates, and enter another; none is ever overwritten."""
    permit(rules.may_prepare, actor())
    return take(
        schemas.EnterRate,
        lambda **data: actions.enter_rate(actor(), **data),
        N_("Le taux est inscrit."),
        url_for("stewardship.rates"),
        lambda form: _page(
            "rates", form, rates=queries.rates(actor()), currencies=named_currencies()
        ),
        values={"quote": "XOF"},
    )


@bp.route("/lignes", methods=["GET", "POST"])
def budgets() -> Any:
    """Follow another line of a budget."""
    permit(rules.may_prepare, actor())
    return take(
        schemas.OpenBudget,
        lambda **data: actions.open_budget(actor(), **data),
        N_("La ligne est ouverte."),
        url_for("stewardship.budgets"),
        lambda form: _page(
            "budgets",
            form,
            lots=queries.lots(actor()),
            programmes=[(each.slug, each.title) for each in queries.programmes(actor())],
        ),
    )


@bp.route("/campagnes", methods=["GET", "POST"])
def campaigns() -> Any:
    """List the campaigns, and open another."""
    permit(rules.may_open_campaign, actor())
    return take(
        schemas.OpenCampaign,
        lambda **data: actions.open_campaign(actor(), **data),
        N_("La campagne est ouverte."),
        lambda campaign: url_for("giving.campaign", slug=campaign.slug),
        lambda form: _page(
            "campaigns",
            form,
            campaigns=queries.campaigns(actor()),
            takes=queries.takes_pledges,
            currencies=named_currencies(),
        ),
        values={"currency": "XOF"},
    )


def _page(name: str, form: Form, **shown: Any) -> str:
    return render_template(f"giving/{name}.html", form=form, key=uuid4(), **shown)


@bp.post("/campagnes/<slug>/clore")
def close(slug: str) -> Any:
    """Close a campaign."""
    actions.close_campaign(actor(), queries.campaign(actor(), slug))
    flash(_("La campagne est close."))
    return redirect(url_for("stewardship.campaigns"), 303)
