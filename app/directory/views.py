"""The public pages of the directory."""

from typing import Any

from flask import Blueprint, Flask, Response, render_template, request

from app.accounts import queries as accounts
from app.core.actors import Actor
from app.core.formats import country_name, sort_key
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.sheets import csv_response
from app.core.web import actor
from app.directory import queries
from app.directory.models import Channel, ChannelKind, Organisation, OrganisationKind
from app.directory.schemas import FilterOrganisations

bp = Blueprint("directory", __name__)

KINDS = {
    OrganisationKind.MINISTRY: N_("Ministère"),
    OrganisationKind.HIGH_COUNCIL: N_("Haut Conseil"),
    OrganisationKind.EMBASSY: N_("Ambassade"),
    OrganisationKind.CONSULATE: N_("Consulat"),
    OrganisationKind.ASSOCIATION: N_("Association"),
    OrganisationKind.AGENCY: N_("Organisme public"),
    OrganisationKind.INTERGOVERNMENTAL: N_("Organisation internationale"),
    OrganisationKind.UNIVERSITY: N_("Université ou école"),
    OrganisationKind.BANK: N_("Banque"),
    OrganisationKind.OTHER: N_("Autre organisation"),
}
CHANNELS = {
    ChannelKind.WEBSITE: N_("Site"),
    ChannelKind.FACEBOOK: N_("Facebook"),
    ChannelKind.TWITTER: N_("X (Twitter)"),
    ChannelKind.YOUTUBE: N_("YouTube"),
}
HEADINGS = (
    *(N_("Adresse"), N_("Nom"), N_("Sigle"), N_("Nature"), N_("Pays"), N_("Ville")),
    N_("Sources"),
)


def organisation_kind(kind: str) -> str:
    """Return the word for a kind of organisation."""
    return translate(KINDS[OrganisationKind(kind)])


def channel_kind(kind: str) -> str:
    """Return the word for a kind of channel."""
    return translate(CHANNELS[ChannelKind(kind)])


def channel_link(channel: Channel) -> str | None:
    """Return the address of a channel that can be followed, none where only a name is known."""
    address = channel.address
    if address.startswith(("https://", "http://")):
        return address
    if channel.kind == ChannelKind.WEBSITE:
        return f"https://{address}"
    if " " in address:
        return None
    hosts = {ChannelKind.FACEBOOK: "www.facebook.com", ChannelKind.TWITTER: "x.com"}
    host = hosts.get(channel.kind)
    return f"https://{host}/{address.lstrip('@')}" if host else None


@bp.get("/organisations")
def index() -> tuple[str, int]:
    """List the organisations, those that fit the filters of the address."""
    form = Form(FilterOrganisations, request.args)
    found = queries.page_of_organisations(actor(), **_narrowing(form))
    there = queries.countries_of_organisations(actor())
    page = render_template(
        "directory/index.html",
        form=form,
        found=found,
        kinds=_sorted([(kind.value, translate(word)) for kind, word in KINDS.items()]),
        countries_there=_sorted([(code, country_name(code)) for code in there]),
        kept={name: value for name, value in request.args.items() if value and name != "page"},
    )
    return page, 422 if form.errors else 200


@bp.get("/organisations.csv")
def export() -> Response:
    """Give the organisations that fit the filters as a CSV file."""
    narrowing = _narrowing(Form(FilterOrganisations, request.args))
    narrowing.pop("page", None)
    rows = [_row(one) for one in queries.every_organisation(actor(), **narrowing)]
    return csv_response("organisations.csv", [translate(heading) for heading in HEADINGS], rows)


@bp.get("/organisations/<slug>")
def show(slug: str) -> str:
    """Show what is known of an organisation, and where it comes from."""
    organisation = queries.organisation(actor(), slug)
    return render_template(
        "directory/organisation.html",
        organisation=organisation,
        frameworks=queries.frameworks_of(actor(), organisation),
    )


@bp.get("/cadres")
def frameworks() -> str:
    """List the standing frameworks that meetings belong to."""
    return render_template("directory/frameworks.html", frameworks=queries.frameworks(actor()))


@bp.get("/cadres/<slug>")
def framework(slug: str) -> str:
    """Show a framework: what it is, its committees, its objectives, its meetings."""
    return render_template("directory/framework.html", framework=queries.framework(actor(), slug))


def _narrowing(form: Form) -> dict[str, Any]:
    """Return the filters that were understood; one that was not narrows nothing."""
    return form.data if form.is_valid else {}


def _sorted(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: sort_key(pair[1]))


def _row(organisation: Organisation) -> tuple[Any, ...]:
    return (
        *(organisation.slug, organisation.name, organisation.acronym),
        *(organisation_kind(organisation.kind), country_name(organisation.country)),
        organisation.city,
        ", ".join(source.about for source in organisation.sources),
    )


def setup(app: Flask) -> None:
    """Give the templates the words of the directory."""
    app.jinja_env.globals.update(
        organisation_kind=organisation_kind, channel_kind=channel_kind, channel_link=channel_link
    )
    accounts.offer_places("organisation", _places)


def _places(who: Actor) -> list[tuple[int, str]]:
    """Return the organisations that a role can be held on."""
    return [(found.id, found.name) for found in queries.every_organisation(who)]


blueprints = (bp,)
