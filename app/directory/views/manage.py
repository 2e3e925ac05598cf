"""The pages where the secretariat enters and corrects organisations, frameworks and sources."""

from typing import Any
from uuid import uuid4

from flask import render_template, request, url_for

from app.core.actions import permit
from app.core.errors import Invalid
from app.core.formats import sort_key
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take
from app.directory import actions, queries, rules, schemas
from app.directory.models import Framework, Organisation, Source, Taxonomy
from app.directory.views.blueprint import bp
from app.directory.views.words import KINDS

UNKNOWN = N_("Ce choix n’est plus dans la liste : %(value)s.")


@bp.get("/gestion/annuaire")
def manage() -> str:
    """List what the directory holds, with what can be corrected."""
    _require_keeper()
    text = request.args.get("text", "").strip()[:80] or None
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "directory/manage.html",
        text=text,
        found=queries.page_of_organisations(actor(), page=page, text=text),
        frameworks=queries.frameworks(actor()),
        sources=queries.sources(),
    )


@bp.route("/gestion/annuaire/organisations/nouvelle", methods=["GET", "POST"])
def register_organisation() -> Any:
    """Enter an organisation."""
    _require_keeper()
    return take(
        schemas.RegisterOrganisation,
        lambda seen, **data: actions.register_organisation(actor(), **_cited(data)),
        N_("L’organisation est dans l’annuaire."),
        lambda made: url_for("directory.show", slug=made.slug),
        lambda form: _organisation_page(form, None),
    )


@bp.route("/gestion/annuaire/organisations/<slug>", methods=["GET", "POST"])
def correct_organisation(slug: str) -> Any:
    """Correct what is known of an organisation."""
    _require_keeper()
    organisation = queries.organisation(actor(), slug)
    return take(
        schemas.DescribeOrganisation,
        lambda **data: actions.update_organisation(actor(), organisation, **_cited(data)),
        N_("L’organisation est à jour."),
        url_for("directory.show", slug=slug),
        lambda form: _organisation_page(form, organisation),
        values=queries.described_organisation(organisation),
    )


@bp.route("/gestion/annuaire/cadres/nouveau", methods=["GET", "POST"])
def register_framework() -> Any:
    """Enter a framework with its committees."""
    _require_keeper()
    return take(
        schemas.RegisterFramework,
        lambda seen, **data: actions.register_framework(actor(), **_framed(data)),
        N_("Le cadre est enregistré."),
        lambda made: url_for("directory.framework", slug=made.slug),
        lambda form: _framework_page(form, None),
    )


@bp.route("/gestion/annuaire/cadres/<slug>", methods=["GET", "POST"])
def correct_framework(slug: str) -> Any:
    """Correct a framework, and add a committee to it."""
    _require_keeper()
    framework = queries.framework(actor(), slug)
    return take(
        schemas.DescribeFramework,
        lambda **data: actions.update_framework(actor(), framework, **_framed(data)),
        N_("Le cadre est à jour."),
        url_for("directory.framework", slug=slug),
        lambda form: _framework_page(form, framework),
        values=queries.described_framework(framework),
    )


@bp.route("/gestion/annuaire/sources/nouvelle", methods=["GET", "POST"])
def register_source() -> Any:
    """Make a document a source that facts can cite."""
    _require_keeper()
    return take(
        schemas.RegisterSource,
        lambda **data: actions.register_source(actor(), **data),
        N_("La source peut être citée."),
        url_for("directory.manage") + "#sources",
        lambda form: render_template(
            "directory/source_form.html", form=form, source=None, key=uuid4()
        ),
    )


@bp.route("/gestion/annuaire/sources/<code>", methods=["GET", "POST"])
def correct_source(code: str) -> Any:
    """Say differently what a source is about."""
    _require_keeper()
    source = queries.source(actor(), code)
    return take(
        schemas.DescribeSource,
        lambda **data: actions.update_source(actor(), source, **data),
        N_("La source est à jour."),
        url_for("directory.manage") + "#sources",
        lambda form: render_template(
            "directory/source_form.html", form=form, source=source, key=uuid4()
        ),
        values={"about": source.about},
    )


def _require_keeper() -> None:
    permit(rules.may_keep_directory, actor())


def _organisation_page(form: Form, organisation: Organisation | None) -> str:
    kinds = [(kind.value, translate(word)) for kind, word in KINDS.items()]
    return render_template(
        "directory/organisation_form.html",
        form=form,
        organisation=organisation,
        key=uuid4(),
        kinds=sorted(kinds, key=lambda pair: sort_key(pair[1])),
        **_choices(form),
    )


def _framework_page(form: Form, framework: Framework | None) -> str:
    return render_template(
        "directory/framework_form.html",
        form=form,
        framework=framework,
        key=uuid4(),
        bodies=[(body.slug, body.name) for body in queries.every_organisation(actor())],
        taxonomies=[(one.code, one.title) for one in queries.taxonomies()],
        **_choices(form),
    )


def _choices(form: Form) -> dict[str, Any]:
    chosen = request.form.getlist("sources") if form.is_sent else form.values.get("sources")
    sources = [(source.code, source.about) for source in queries.sources().values()]
    return {"source_choices": sources, "chosen": chosen or []}


def _cited(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says with its sources as rows."""
    return data | {"sources": [_row("sources", Source, code) for code in data["sources"]]}


def _framed(data: dict[str, Any]) -> dict[str, Any]:
    return _cited(data) | {
        "convened_by": _row("convened_by", Organisation, data["convened_by"]),
        "objectives": _row("objectives", Taxonomy, data["objectives"]),
    }


def _row(field: str, model: type[Any], code: str | None) -> Any:
    found = queries.by_slug(model, code)
    if code and found is None:
        raise Invalid({field: [translate(UNKNOWN, value=code)]})
    return found
