"""The order of a room's queue at its desk, and the figures that tell everybody who was heard."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.core.formats import country_name
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.live import actions, queries, schemas
from app.live.queries.fairness import MEASURES, Row, fairness
from app.live.views.desk_pages import act_at_desk, room_at_desk

bp = Blueprint("order", __name__, url_prefix="/direct/<slug>")


@bp.post("/ordre")
def change_rule(slug: str) -> Any:
    """Change who goes first in the queue."""
    room = room_at_desk(slug)
    return act_at_desk(
        room,
        schemas.ChangeOrderRule,
        lambda **data: actions.change_order_rule(actor(), room, **data),
        url_for("desk.show", slug=slug) + "#desk-queue",
    )


@bp.post("/file/<int:question_id>")
def move(slug: str, question_id: int) -> Any:
    """Hold a question at another place of the queue, or let the rule decide again."""
    room = room_at_desk(slug)
    found = queries.question(actor(), question_id, room)
    return act_at_desk(
        room,
        schemas.MoveQuestion,
        lambda question, **data: actions.move_question(actor(), found, **data),
        url_for("desk.show", slug=slug, q=request.form.get("q")) + "#desk-queue",
        question=question_id,
    )


@bp.get("/equite")
def show_fairness(slug: str) -> str:
    """Show who asked and who was heard, by country, and the rule of the order."""
    room = queries.room(actor(), slug)
    return render_template(
        "live/fairness.html",
        room=room,
        figures=fairness(room),
        columns=_columns(),
        name_of=_name,
        reasons={reason.value: words for reason, words in schemas.MOVE_REASONS.items()},
        rules=schemas.RULES,
    )


@bp.get(f"/equite.{ENDING}")
def fairness_sheet(slug: str, ending: str) -> Response:
    """Give the same figures as a sheet."""
    room = queries.room(actor(), slug)
    titles = [title for _measure, title in _columns()]
    headings = [_("Pays"), *titles, _("Attente médiane, en secondes")]
    figures = fairness(room)
    rows = [
        [_name(row), *(row.counts[name] for name in MEASURES), row.wait] for row in figures.rows
    ]
    total = [_("Ensemble"), *(figures.totals[name] for name in MEASURES), figures.wait]
    return sheet_response(f"equite-{room.slug}.{ending}", headings, [*rows, total])


def _columns() -> list[tuple[str, str]]:
    titles = (_("Posées"), _("Retenues"), _("Répondues"), _("Non retenues"))
    return list(zip(MEASURES, titles, strict=True))


def _name(row: Row) -> str:
    if row.is_merged:
        return _("%(count)s autres pays", count=len(row.countries))
    return country_name(row.countries[0]) or _("Pays non dit")
