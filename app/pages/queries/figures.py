"""The page of the figures: each with its source, its period and its doubts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.i18n import N_
from app.directory.models import Source
from app.directory.queries import sources
from app.followup import queries as followup
from app.followup.queries import Figure
from app.giving.models import Programme, ProgrammeLine
from app.meetings.models import Meeting, StatedFigure
from app.pages.queries.checks import GAP, PROJECTS, TOTAL, Check, compared, parts_of, programmes
from app.pages.queries.checks import in_currency as _in_currency

PROGRAMME_LINE = N_("Ligne du programme")
PART = N_("Secteur")


@dataclass(frozen=True)
class Chart:
    """A whole and its parts, each with its label; `what` and `by` are sentences to translate."""

    title: str
    what: str | None
    by: str
    rows: list[tuple[str, Decimal]]
    unit: str | None
    period: str | None
    source: Source | None

    @property
    def total(self) -> Decimal:
        """What the parts add up to."""
        return sum((value for _label, value in self.rows), Decimal(0))


@dataclass(frozen=True)
class Landmarks:
    """Everything that the page of the figures shows, and the sources that it can be limited to."""

    figures: list[Figure]
    charts: list[Chart]
    checks: list[Check]
    stated: list[StatedFigure]
    sources: dict[str, Source]


def figures_page(actor: Actor, *, source: str | None = None, gaps: bool = False) -> Landmarks:
    """Return the figures, of one source or with a gap alone if asked, in as many queries always."""
    known, found = followup.figures(actor), programmes()
    checks, split = compared(known, found), parts_of(known)
    charts = [*_of_parts(known, split), *_of_programmes(found)]
    alone = [one for one in known if not one.share or one.share.whole.code not in split]

    def cited(origin: Source | None) -> bool:
        return source is None or (origin is not None and origin.code == source)

    return Landmarks(
        figures=[] if gaps else [f for f in alone if f.latest and cited(f.latest.source)],
        charts=[] if gaps else [chart for chart in charts if cited(chart.source)],
        checks=[c for c in checks if cited(c.source) and (not gaps or c.verdict == GAP)],
        stated=[] if gaps else [one for one in _stated() if cited(one.source)],
        sources=sources(),
    )


def _of_parts(known: Sequence[Figure], split: dict[str, list[Figure]]) -> Iterator[Chart]:
    by_code = {figure.indicator.code: figure for figure in known}
    for code, parts in split.items():
        whole = by_code.get(code)
        if whole is None or whole.latest is None:
            continue
        rows = [(part.indicator.title, part.value) for part in parts if part.value is not None]
        latest = whole.latest
        title, unit = whole.indicator.title, whole.indicator.unit
        yield Chart(title, None, PART, rows, unit, latest.period, latest.source)


def _of_programmes(found: Sequence[Programme]) -> Iterator[Chart]:
    for programme in found:
        lines = [line for line in programme.lines if line.is_counted]

        def amount(line: ProgrammeLine, currency: str = programme.currency) -> Decimal | None:
            return None if line.amount is None else _in_currency(line.amount, currency)

        def projects(line: ProgrammeLine) -> Decimal | None:
            return None if line.projects is None else Decimal(line.projects)

        measured: tuple[tuple[str, str | None, Callable[..., Decimal | None]], ...] = (
            (PROJECTS, None, projects),
            (TOTAL, programme.currency, amount),
        )
        for what, unit, measure in measured:
            rows = [(line.title, measure(line)) for line in lines]
            told = [(label, value) for label, value in rows if value is not None]
            if len(told) > 1:
                yield Chart(
                    programme.title, what, PROGRAMME_LINE, told, unit, None, programme.source
                )


def _stated() -> list[StatedFigure]:
    query = (
        select(StatedFigure)
        .join(StatedFigure.meeting)
        .where(Meeting.is_demonstration.is_(False))
        .options(joinedload(StatedFigure.meeting), joinedload(StatedFigure.source))
        .order_by(Meeting.starts_on.desc().nulls_last(), StatedFigure.id)
    )
    return list(db.session.scalars(query))
