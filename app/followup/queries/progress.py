"""How far commitments are: computed from measures, else as estimated, else unknown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.followup.models import (
    Commitment,
    Execution,
    Indicator,
    Measurement,
    ProgressReport,
    ReportState,
)

# What a word says by itself, without any figure.
PLAIN = {Execution.NOT_STARTED: 0, Execution.DONE: 100}


@dataclass(frozen=True)
class Progress:
    """
    A share of 0 to 100, and what it rests on.

    `basis` is `measured`, `estimated` or `said`; `known` of `total` commitments are counted.
    """

    percent: int
    basis: str
    known: int = 1
    total: int = 1


@dataclass(frozen=True)
class Readings:
    """Declared and verified, side by side; None is unknown, not zero."""

    declared: Progress | None = None
    verified: Progress | None = None


UNKNOWN = Readings()


def clamped(actual: int, baseline: int | None, target: int) -> int:
    """Return how far `actual` is from the baseline to the target, from 0 to 100."""
    start = baseline or 0
    way = target - start
    if way == 0:
        return 100 if actual >= target else 0
    return max(0, min(100, 100 * (actual - start) // way))


def together(readings: Iterable[tuple[int, Progress | None]]) -> Progress | None:
    """Return the mean of weighted readings over those that are known, saying how many are."""
    pairs = list(readings)
    known = [(weight, progress) for weight, progress in pairs if progress is not None]
    if not known:
        return None
    total = sum(weight for weight, _ in known)
    mean = sum(weight * progress.percent for weight, progress in known) // total
    bases = {progress.basis for _, progress in known}
    basis = bases.pop() if len(bases) == 1 else "estimated"
    return Progress(mean, basis, len(known), len(pairs))


def readings_of(commitments: list[Commitment]) -> dict[int, Readings]:
    """Return the readings of each commitment by its number."""
    ids = [commitment.id for commitment in commitments]
    if not ids:
        return {}
    declared, verified = _newest(ids, validated=False), _newest(ids, validated=True)
    measures = _measures(ids)
    return {
        number: Readings(
            _declared(declared.get(number), measures), _verified(verified.get(number), measures)
        )
        for number in ids
    }


def by_recommendation(commitments: list[Commitment]) -> dict[int, Readings]:
    """Return the readings of the recommendations of these commitments, by their numbers."""
    each = readings_of(commitments)
    grouped: dict[int, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        grouped[commitment.recommendation_id].append(commitment)
    return {
        number: Readings(
            together((c.weight, each[c.id].declared) for c in members),
            together((c.weight, each[c.id].verified) for c in members),
        )
        for number, members in grouped.items()
    }


def _newest(ids: list[int], *, validated: bool) -> dict[int, ProgressReport]:
    inner = ProgressReport.__table__.alias("newest")
    state = inner.c.state == ReportState.VALIDATED if validated else inner.c.number.is_not(None)
    newest = (
        select(func.max(inner.c.number))
        .where(inner.c.commitment_id == ProgressReport.commitment_id, state)
        .scalar_subquery()
    )
    query = select(ProgressReport).where(
        ProgressReport.commitment_id.in_(ids), ProgressReport.number == newest
    )
    query = query.options(joinedload(ProgressReport.validation))
    return {report.commitment_id: report for report in db.session.scalars(query)}


def measures_of(report: ProgressReport) -> list[tuple[Indicator, int]]:
    """Return what a report measured, each value with what it counts."""
    return _measures([report.commitment_id]).get(report.id, [])


def _measures(ids: list[int]) -> dict[int, list[tuple[Indicator, int]]]:
    """Return the measured values of each report, the last of each, whatever became of it."""
    query = (
        select(Measurement.report_id, Indicator, Measurement.value)
        .join(Indicator, Measurement.indicator_id == Indicator.id)
        .where(
            Indicator.commitment_id.in_(ids),
            Measurement.report_id.is_not(None),
            Indicator.target.is_not(None),
        )
        .order_by(Measurement.id)
    )
    found: dict[int, dict[Indicator, int]] = defaultdict(dict)
    for report_id, indicator, value in db.session.execute(query):
        assert report_id is not None
        found[report_id][indicator] = value
    return {number: list(values.items()) for number, values in found.items()}


def _declared(report: ProgressReport | None, measures: dict[int, Any]) -> Progress | None:
    if report is None:
        return None
    return _read(report.execution, report.percent, measures.get(report.id, []))


def _verified(report: ProgressReport | None, measures: dict[int, Any]) -> Progress | None:
    if report is None or report.validation is None or report.validation.execution is None:
        return None
    validation = report.validation
    # What the validator estimates stands above the measures that were declared.
    values = [] if validation.percent is not None else measures.get(report.id, [])
    return _read(validation.execution, validation.percent, values)


def _read(
    execution: Execution | None, percent: int | None, values: list[tuple[Indicator, int]]
) -> Progress | None:
    shares = [
        clamped(value, indicator.baseline, indicator.target)
        for indicator, value in values
        if indicator.target is not None
    ]
    if shares:
        return Progress(sum(shares) // len(shares), "measured")
    if percent is not None:
        return Progress(max(0, min(100, percent)), "estimated")
    plain = PLAIN.get(execution) if execution else None
    return None if plain is None else Progress(plain, "said")
