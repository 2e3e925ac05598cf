"""The figures of the record: each with its source, claimed beside computed; page and table."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from app.core.formats import number, percent
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.money import EXPONENTS, Money, exponent, written
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.followup import queries as followup
from app.followup.models import Indicator, Measurement
from app.meetings.models import FigureKind
from app.pages import queries
from app.pages.schemas import FilterFigures

bp = Blueprint("figures", __name__)

# Each verdict in words, with the state whose shape it takes.
VERDICTS = {
    queries.EXACT: (N_("Concordent"), "done"),
    queries.GAP: (N_("Écart"), "refused"),
    queries.COMPUTED: (N_("Calculé ici, rien d’annoncé"), "progress"),
    queries.CARRIED: (N_("Annoncé seulement, rien à recouper"), "unknown"),
    queries.UNKNOWN: (N_("Ne peut pas être recalculé"), "unknown"),
}
STATED = {
    FigureKind.DELEGATES: N_("Délégués"),
    FigureKind.COUNTRIES: N_("Pays représentés"),
    FigureKind.PARTICIPANTS: N_("Participants"),
}


@bp.get("/reperes")
def index() -> str:
    """Show every figure with its source, and what is claimed beside what the rows give."""
    form, kept = _kept()
    return render_template(
        "pages/figures.html",
        page=_page(kept),
        form=form,
        kept=kept,
        verdicts=VERDICTS,
        stated_words=STATED,
        doubts_of=doubts_of,
    )


@bp.get(f"/reperes.{ENDING}")
def sheet(ending: str) -> Response:
    """Give the figures as a sheet, one line for each."""
    return sheet_response(f"reperes.{ending}", *_table())


def _table() -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the headings and the lines of the figures that are shown."""
    _form, kept = _kept()
    headings = (
        *(_("Code"), _("Chiffre"), _("Annoncé"), _("Recalculé"), _("Constat"), _("Unité")),
        *(_("Période"), _("Précision"), _("Source"), _("Document"), _("Cite")),
    )
    return headings, _rows(_page(kept))


def in_unit(value: Decimal | int | None, unit: str | None) -> str:
    """Write a value in its unit: "901 304 460 F CFA", "19,73 %", "77 pays"."""
    if value is None:
        return translate(N_("inconnu"))
    plain = Decimal(value)
    if unit == "%":
        return percent(plain / 100, 2)
    currency, _slash, for_one = (unit or "").partition(" / ")
    if currency in EXPONENTS:
        amount = written(Money(int(plain.scaleb(exponent(currency))), currency))
        if not for_one:
            return amount
        return translate(N_("%(amount)s pour 1 %(unit)s"), amount=amount, unit=for_one)
    return f"{number(plain)}\N{NO-BREAK SPACE}{unit}" if unit else number(plain)


def currency_name(unit: str | None) -> str | None:
    """Return how a currency is written after an amount, `F CFA`; none for what is no currency."""
    if unit not in EXPONENTS:
        return None
    return written(Money(0, unit)).removeprefix(number(0)).strip()


def doubts_of(stated: Any) -> list[str]:
    """Return what limits a stated value, in words."""
    words = {
        "at_least": N_("au moins"),
        "about": N_("environ"),
        "is_projection": N_("projection"),
    }
    return [translate(word) for name, word in words.items() if getattr(stated, name, False)]


def stated_value(stated: Measurement, indicator: Indicator) -> str:
    """Write a statement with its doubts and its other unit: "environ 8 000 personnes"."""
    value = in_unit(followup.in_unit(indicator, stated.value), indicator.unit)
    words = " ".join([*doubts_of(stated), value])
    if stated.also_value is not None:
        other = in_unit(stated.also_value, stated.also_unit)
        words += ", " + translate(N_("soit %(value)s"), value=other)
    if stated.claimed_share is not None:
        share = in_unit(Decimal(stated.claimed_share).scaleb(-2), "%")
        words += ", " + translate(N_("%(share)s annoncés"), share=share)
    return words


def _kept() -> tuple[Form, dict[str, Any]]:
    """Return the filters as they were written, and those that mean something."""
    form = Form(FilterFigures, request.args)
    return form, {name: value for name, value in form.data.items() if value}


def _page(kept: dict[str, Any]) -> queries.Landmarks:
    gaps = kept.get("verdict") == "gaps"
    return queries.figures_page(actor(), source=kept.get("source"), gaps=gaps)


def _rows(page: queries.Landmarks) -> Iterator[tuple[Any, ...]]:
    for check in page.checks:
        doubt = _("environ") if check.is_about else None
        name, word = _joined(check.title, check.what), translate(VERDICTS[check.verdict][0])
        values = (check.claimed, check.recomputed, word, check.unit)
        yield (check.code, name, *values, check.period, doubt, *_source(check), None)
    for figure in page.figures:
        one, about = figure.latest, figure.indicator
        if one is not None:
            said = (figure.value, None, None, about.unit, one.period or one.on_date)
            doubts = ", ".join(doubts_of(one))
            yield (about.code, about.title, *said, doubts, *_source(one), one.cites)
    for chart in page.charts:
        for label, value in chart.rows:
            name = _joined(chart.title, chart.what, label)
            split = (value, None, None, chart.unit, chart.period)
            yield (None, name, *split, None, *_source(chart), None)
    for stated in page.stated:
        meeting, doubts = stated.meeting, ", ".join(doubts_of(stated))
        name = _joined(meeting.title, STATED[stated.what])
        claim = (stated.value, None, None, None, meeting.starts_on)
        yield (meeting.slug, name, *claim, doubts, *_source(stated), None)


def _joined(*parts: str | None) -> str:
    """Return names one after the other; those that are sentences are translated."""
    return " – ".join(translate(part) for part in parts if part)


def _source(thing: Any) -> tuple[str | None, str | None]:
    return (thing.source.code, thing.source.about) if thing.source else (None, None)
