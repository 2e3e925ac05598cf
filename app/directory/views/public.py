"""The public pages of the directory."""

from typing import Any

from flask import Response, render_template, request

from app.core.addresses import kept
from app.core.formats import country_name, sort_key
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.directory import queries
from app.directory.models import Organisation
from app.directory.schemas import FilterOrganisations
from app.directory.views.blueprint import bp
from app.directory.views.words import KINDS, organisation_kind

HEADINGS = (
    *(N_("Adresse"), N_("Nom"), N_("Sigle"), N_("Nature"), N_("Pays"), N_("Ville")),
    N_("Sources"),
)


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
        kept=kept(form),
    )
    return page, form.status


@bp.get(f"/organisations.{ENDING}")
def sheet(ending: str) -> Response:
    """Give the organisations that fit the filters as a sheet."""
    return sheet_response(f"organisations.{ending}", *_table())


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


def _table() -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the headings and the lines of those that fit the filters."""
    narrowing = _narrowing(Form(FilterOrganisations, request.args))
    narrowing.pop("page", None)
    rows = [_row(one) for one in queries.every_organisation(actor(), **narrowing)]
    return [translate(heading) for heading in HEADINGS], rows


def _row(organisation: Organisation) -> tuple[Any, ...]:
    return (
        *(organisation.slug, organisation.name, organisation.acronym),
        *(organisation_kind(organisation.kind), country_name(organisation.country)),
        organisation.city,
        ", ".join(source.about for source in organisation.sources),
    )
