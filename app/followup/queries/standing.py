"""
Where every recommendation stands on the five axes, computed in SQL from its commitments.

Timeliness is nowhere stored: it is the day of reading beside the dates. A commitment that missed
a date stays late until another person verified that it is finished, and then it was late by that
many days for ever.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, case, func, literal_column, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from app.core.db import db
from app.followup.models import (
    DUE_SOON_DAYS,
    LATE,
    LONG_OVERDUE_DAYS,
    RANKS,
    SILENT_DAYS,
    Closure,
    Commitment,
    Decision,
    Execution,
    Recommendation,
    Timeliness,
)

TIMES = tuple(Timeliness)
CAPPED = RANKS.index(Execution.IN_PROGRESS)
FIRST_LATE = min(TIMES.index(word) for word in LATE)


class days_between(FunctionElement[int]):  # noqa: N801 (it is written like an SQL function)
    """The days from the first day to the second, on both databases."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between)
def _elsewhere(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({last} - {first})"


@dataclass(frozen=True)
class Standing:
    """
    A recommendation on its five axes on a day.

    `due_on` is the earliest date that still waits, the first one missed where one was;
    `commitments` counts its commitments, `declaring` those reported, `verifying` those verified.
    """

    id: int
    decision: Decision
    declared: Execution | None
    verified: Execution | None
    timeliness: Timeliness
    is_silent: bool
    is_blocked: bool
    rescheduled: int
    closure: Closure
    due_on: date | None
    is_settled: bool
    commitments: int
    declaring: int
    verifying: int
    today: date

    @property
    def is_late(self) -> bool:
        """Whether a date was missed."""
        return self.timeliness in LATE

    @property
    def days_left(self) -> int | None:
        """The days until the date that waits; below zero once it is past."""
        return (self.due_on - self.today).days if self.due_on else None


due_first = func.coalesce(Commitment.missed_on, Commitment.due_on)


def late_on(today: date) -> ColumnElement[bool]:
    """Return the condition of the commitments that missed their date by a day."""
    return due_first < func.coalesce(Commitment.settled_on, today)


def standings(today: date, *conditions: ColumnElement[bool]) -> CTE:
    """
    Return the recommendations that fit, each with its axes on a day.

    One pass over an index that holds all it reads; `time` is a number that grows with delay.
    """
    r, c = Recommendation, Commitment
    count, settled_count = func.count(c.id), func.count(c.settled_on)
    settled = and_(count > 0, settled_count == count)
    heard = case((func.count(c.heard_on) == count, func.min(c.heard_on)))
    limit = today - timedelta(days=SILENT_DAYS)
    silent = and_(
        r.closure != Closure.CLOSED,
        r.decision != Decision.REFUSED,  # its answer was the last news that it owes
        ~settled,
        or_(r.issued_on.is_(None), r.issued_on < limit),
        or_(heard.is_(None), heard < limit),
    )
    waiting_due = func.min(case((c.settled_on.is_(None), due_first)))
    query = select(
        r.id,
        r.instrument_id,
        r.number,
        r.term_id,
        r.axis_id,
        r.addressed_to_id,
        r.issued_on,
        r.decision,
        r.closure,
        r.is_demonstration,
        count.label("n"),
        func.count(c.declared).label("declaring"),
        func.count(c.verified).label("verifying"),
        _least(c.declared, count).label("declared"),
        _least(c.verified, count).label("verified"),
        func.coalesce(func.max(_time(today)), TIMES.index(Timeliness.UNDATED)).label("time"),
        func.coalesce(waiting_due, func.min(due_first)).label("due"),
        case((settled, 1), else_=0).label("settled"),
        case((silent, 1), else_=0).label("silent"),
        case((func.count(c.blocked_on) > 0, 1), else_=0).label("blocked"),
        func.coalesce(func.sum(c.rescheduled), 0).label("rescheduled"),
    ).outerjoin(c, c.recommendation_id == r.id)
    query = query.where(*conditions).group_by(r.id)
    return query.cte("standing")


def _time(today: date) -> Any:
    """Return a commitment's timeliness as the number of its word."""
    late_by = days_between(due_first, Commitment.settled_on)
    return case(
        (due_first.is_(None), TIMES.index(Timeliness.UNDATED)),
        (
            Commitment.settled_on.is_not(None),
            case(
                (due_first >= Commitment.settled_on, TIMES.index(Timeliness.ON_TIME)),
                (late_by > LONG_OVERDUE_DAYS, TIMES.index(Timeliness.LONG_OVERDUE)),
                else_=TIMES.index(Timeliness.OVERDUE),
            ),
        ),
        (
            due_first > today + timedelta(days=DUE_SOON_DAYS),
            TIMES.index(Timeliness.ON_TIME),
        ),
        (due_first >= today, TIMES.index(Timeliness.DUE_SOON)),
        (
            due_first >= today - timedelta(days=LONG_OVERDUE_DAYS),
            TIMES.index(Timeliness.OVERDUE),
        ),
        else_=TIMES.index(Timeliness.LONG_OVERDUE),
    )


def as_standing(row: Any, today: date) -> Standing:
    """Return a row of `standings` as a value."""
    return Standing(
        id=row.id,
        decision=row.decision,
        declared=None if row.declared is None else RANKS[row.declared],
        verified=None if row.verified is None else RANKS[row.verified],
        timeliness=TIMES[row.time],
        is_silent=bool(row.silent),
        is_blocked=bool(row.blocked),
        rescheduled=int(row.rescheduled),
        closure=row.closure,
        due_on=row.due,
        is_settled=bool(row.settled),
        commitments=row.n,
        declaring=row.declaring,
        verifying=row.verifying,
        today=today,
    )


def standing_of(recommendation: Recommendation, today: date) -> Standing:
    """Return where one recommendation stands on a day."""
    found = standings(today, Recommendation.id == recommendation.id)
    return as_standing(db.session.execute(select(found)).one(), today)


def _rank(column: Any) -> Any:
    # Written out, not bound: a database then knows that it computes the same thing twice.
    ranks: list[tuple[Any, Any]] = [
        (literal_column(f"'{word.value}'"), literal_column(str(rank)))
        for rank, word in enumerate(RANKS)
    ]
    return case(*ranks, value=column)


def _least(column: Any, count: Any) -> Any:
    """The least advanced; no further than under way while some commitment says nothing."""
    least = func.min(_rank(column))
    unsaid = func.count(column) < count
    return case((and_(unsaid, least > CAPPED), CAPPED), else_=least)
