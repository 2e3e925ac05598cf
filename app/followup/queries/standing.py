"""
Where every recommendation stands on the five axes, computed in SQL from its commitments.

Timeliness is nowhere stored: it is the day of reading beside the dates. A commitment that missed
a date stays late until another person verified that it is finished, and then it was late by that
many days for ever.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, case, func, literal, or_, select
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


def commitments_on(today: date) -> CTE:
    """Return each commitment with its timeliness on a day, as a number that grows with delay."""
    due = func.coalesce(Commitment.missed_on, Commitment.due_on)
    late_by = days_between(due, Commitment.settled_on)
    time = case(
        (due.is_(None), TIMES.index(Timeliness.UNDATED)),
        (
            Commitment.settled_on.is_not(None),
            case(
                (late_by > LONG_OVERDUE_DAYS, TIMES.index(Timeliness.LONG_OVERDUE)),
                (late_by > 0, TIMES.index(Timeliness.OVERDUE)),
                else_=TIMES.index(Timeliness.ON_TIME),
            ),
        ),
        (due < today - timedelta(days=LONG_OVERDUE_DAYS), TIMES.index(Timeliness.LONG_OVERDUE)),
        (due < today, TIMES.index(Timeliness.OVERDUE)),
        (due <= today + timedelta(days=DUE_SOON_DAYS), TIMES.index(Timeliness.DUE_SOON)),
        else_=TIMES.index(Timeliness.ON_TIME),
    )
    return (
        select(
            Commitment.id,
            Commitment.recommendation_id,
            Commitment.lead_id,
            time.label("time"),
            due.label("due"),
            _rank(Commitment.declared).label("declared"),
            _rank(Commitment.verified).label("verified"),
            Commitment.heard_on,
            Commitment.settled_on,
            Commitment.blocked_on,
            Commitment.rescheduled,
        )
        .cte("followed_commitment")
        .prefix_with("MATERIALIZED")
    )


def standings(today: date, commitments: CTE, *conditions: ColumnElement[bool]) -> CTE:
    """Return the recommendations that fit, each with its axes on a day."""
    c = commitments.c
    count = func.count(c.id)
    waiting_due = func.min(case((c.settled_on.is_(None), c.due)))
    together = (
        select(
            c.recommendation_id,
            count.label("n"),
            func.count(c.declared).label("declaring"),
            func.count(c.verified).label("verifying"),
            _least(c.declared, count).label("declared"),
            _least(c.verified, count).label("verified"),
            func.max(c.time).label("time"),
            func.coalesce(waiting_due, func.min(c.due)).label("due"),
            func.count(c.settled_on).label("settled"),
            case((func.count(c.heard_on) == count, func.min(c.heard_on))).label("heard"),
            func.count(c.blocked_on).label("blocked"),
            func.sum(c.rescheduled).label("rescheduled"),
        )
        .group_by(c.recommendation_id)
        .subquery("together")
    )
    t, r = together.c, Recommendation
    settled = and_(func.coalesce(t.n, 0) > 0, t.settled == t.n)
    limit = today - timedelta(days=SILENT_DAYS)
    silent = and_(
        r.closure != Closure.CLOSED,
        ~settled,
        or_(t.heard.is_(None), t.heard < limit),
        or_(r.issued_on.is_(None), r.issued_on < limit),
    )
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
        func.coalesce(t.n, 0).label("n"),
        func.coalesce(t.declaring, 0).label("declaring"),
        func.coalesce(t.verifying, 0).label("verifying"),
        t.declared,
        t.verified,
        func.coalesce(t.time, TIMES.index(Timeliness.UNDATED)).label("time"),
        t.due,
        case((settled, 1), else_=0).label("settled"),
        case((silent, 1), else_=0).label("silent"),
        case((t.blocked > 0, 1), else_=0).label("blocked"),
        func.coalesce(t.rescheduled, 0).label("rescheduled"),
    ).outerjoin(together, t.recommendation_id == r.id)
    return query.where(*conditions).cte("standing").prefix_with("MATERIALIZED")


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
    one = commitments_on(today)
    found = standings(today, one, Recommendation.id == recommendation.id)
    return as_standing(db.session.execute(select(found)).one(), today)


def _rank(column: Any) -> Any:
    return case(*((column == word, rank) for rank, word in enumerate(RANKS)), else_=None)


def _least(column: Any, count: Any) -> Any:
    """The least advanced; no further than under way while some commitment says nothing."""
    least = func.min(column)
    unsaid = func.count(column) < count
    return case((and_(unsaid, least > CAPPED), literal(CAPPED)), else_=least)
