"""Follow-up as everybody reads it: the dashboard, the chain of a recommendation, its evidence."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template

from app.core.clock import today
from app.core.files import show_file
from app.core.i18n import N_, translate
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.directory import queries as directory
from app.followup import queries, schemas
from app.followup.models import Decision
from app.followup.views.common import fitting

bp = Blueprint("followup", __name__, url_prefix="/suivi")

HEADINGS = (
    N_("Référence"),
    N_("Texte"),
    N_("Instrument"),
    N_("Émise le"),
    N_("Réponse"),
    N_("Responsables"),
    N_("Pays"),
    N_("Délai"),
    N_("Première échéance qui attend"),
    N_("Reports"),
    N_("Bloquée"),
    N_("Sans nouvelle"),
    N_("Déclaré"),
    N_("Vérifié"),
    N_("Progrès déclaré (%)"),
    N_("Progrès vérifié (%)"),
    N_("Clôture"),
    N_("Exemple"),
)


@bp.get("")
def index() -> str:
    """Show what is late, who owes what, and what is proved."""
    filters = fitting(schemas.Filters)
    counted, lines = queries.overview(actor(), filters, today())
    pages = -(-counted.shown // queries.PER_PAGE)
    return render_template(
        "followup/index.html",
        today=today(),
        filters=filters,
        kept={name: value for name, value in filters.items() if value and name != "page"},
        lines=lines,
        counts=counted,
        pages=pages,
        instruments=queries.instruments(actor()),
        policy=directory.taxonomy("ponam"),
        themes=directory.terms("themes"),
    )


@bp.get(f"/liste.{ENDING}")
def sheet(ending: str) -> Response:
    """Give the recommendations that fit the filters as a sheet."""
    return sheet_response(f"suivi-{today()}.{ending}", *_table())


@bp.get("/dossier")
def pack() -> str:
    """Show the committee what it must look at, made to be printed: late, blocked, to be closed."""
    counted = queries.counts(actor(), {}, today())
    return render_template(
        "followup/pack.html", today=today(), counts=counted, parts=queries.pack(actor(), today())
    )


@bp.get("/axes")
def axes() -> str:
    """Show the recommendations by axis, of the policy and of the agreements."""
    counted = queries.counts(actor(), {}, today())
    agreements = queries.by_agreement_axis(actor(), today())
    return render_template(
        "followup/axes.html",
        counts=counted,
        agreements=agreements,
        policy=directory.taxonomy("ponam"),
    )


@bp.get("/organismes")
def bodies() -> str:
    """Show who owes what."""
    return render_template("followup/bodies.html", counts=queries.counts(actor(), {}, today()))


@bp.get("/preuves/<int:number>")
def evidence(number: int) -> Response:
    """Send a file that the reader may see, under its true type."""
    found = queries.evidence(actor(), number)
    cache = "public, max-age=3600" if found.is_public else "no-store"
    return show_file(found.sha256, found.media_type, f"preuve-{found.id}", cache)


@bp.get("/<path:ref>")
def show(ref: str) -> str:
    """Show the chain of a recommendation, from the concern to the closure."""
    recommendation = queries.recommendation(actor(), ref)
    chain = queries.chain(actor(), recommendation, today())
    return render_template(
        "followup/chain.html",
        chain=chain,
        recommendation=recommendation,
        standing=chain.standing,
        today=today(),
    )


def _table() -> tuple[list[str], Iterator[list[Any]]]:
    """Return the headings and the lines of what fits the filters."""
    lines = queries.lines(
        actor(), fitting(schemas.Filters) | {"page": 1}, today(), queries.EXPORTED
    )
    return [translate(heading) for heading in HEADINGS], _rows(lines)


def _rows(lines: list[queries.Line]) -> Iterator[list[Any]]:
    for line in lines:
        recommendation, standing = line.recommendation, line.standing
        declared, verified = line.readings.declared, line.readings.verified
        yield [
            recommendation.ref,
            recommendation.text,
            recommendation.instrument.title,
            recommendation.issued_on,
            _response(line),
            "; ".join(sorted({c.lead.name for c in line.commitments})),
            recommendation.country,
            translate(schemas.TIMELINESS[standing.timeliness]),
            standing.due_on,
            standing.rescheduled,
            _yes(standing.is_blocked),
            _yes(standing.is_silent),
            translate(schemas.EXECUTIONS[standing.declared]) if standing.declared else "",
            translate(schemas.EXECUTIONS[standing.verified]) if standing.verified else "",
            declared.percent if declared else "",
            verified.percent if verified else "",
            translate(schemas.CLOSURES[standing.closure]),
            _yes(recommendation.is_demonstration),
        ]


def _response(line: queries.Line) -> str:
    if line.standing.decision == Decision.PENDING and queries.is_answered(line.recommendation):
        return translate(N_("Signé par les parties"))
    return translate(schemas.DECISIONS[line.standing.decision])


def _yes(is_so: bool) -> str:
    return translate(N_("oui")) if is_so else ""
