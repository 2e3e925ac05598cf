"""Programmes: claimed and computed side by side."""

from flask import Blueprint, render_template

from app.core.web import actor
from app.giving import queries

bp = Blueprint("programmes", __name__, url_prefix="/programmes")


@bp.get("")
def index() -> str:
    """List the programmes."""
    return render_template("giving/programmes.html", programmes=queries.programmes(actor()))


@bp.get("/<slug>")
def show(slug: str) -> str:
    """Show a programme: what its source claims, what its lines add up to, what it reported."""
    programme = queries.programme(actor(), slug)
    return render_template(
        "giving/programme.html",
        programme=programme,
        computed=queries.computed(programme),
        reports=queries.reports(programme),
        awards=queries.awards(programme),
        grants=queries.grants(programme),
        lots=queries.lots_of_programme(programme),
        jobs=queries.JOBS,
    )
