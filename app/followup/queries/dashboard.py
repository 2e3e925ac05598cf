"""The dashboard: counted and paged in SQL, with the same few queries however much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    String,
    and_,
    case,
    distinct,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.directory import queries as directory
from app.directory.models import Organisation
from app.followup.models import (
    RANKS,
    Closure,
    Commitment,
    Execution,
    Instrument,
    InstrumentAxis,
    Recommendation,
    Timeliness,
)
from app.followup.queries.conditions import choice, order, state_of
from app.followup.queries.doors import Door, doors_of, passed
from app.followup.queries.progress import UNKNOWN, Readings, by_recommendation
from app.followup.queries.standing import (
    FIRST_LATE,
    TIMES,
    Standing,
    as_standing,
    late_on,
    standings,
)

PER_PAGE = 25
EXPORTED = 20_000
TOTALS = (
    *("total", "shown", "late", "blocked_late", "silent", "due_soon", "requested", "validated"),
    "examples",
)
# The other rows of the same query have as many columns.
NOTHING = tuple(literal(0) for _ in TOTALS[2:])


@dataclass(frozen=True)
class Line:
    """A line of the list: the recommendation, where it stands, who, its doors and readings."""

    recommendation: Recommendation
    standing: Standing
    commitments: list[Commitment]
    doors: list[Door]
    readings: Readings


@dataclass(frozen=True)
class Group:
    """A group of recommendations: how many, and how many of them are late and not closed."""

    thing: Any
    total: int
    late: int


@dataclass
class Counts:
    """What is counted over the whole choice, whatever state is filtered."""

    total: int = 0
    shown: int = 0
    late: int = 0
    blocked_late: int = 0
    silent: int = 0
    due_soon: int = 0
    requested: int = 0
    validated: int = 0
    examples: int = 0
    verified: dict[Execution | None, int] = field(default_factory=dict)
    axes: list[Group] = field(default_factory=list)
    bodies: list[Group] = field(default_factory=list)


def lines(
    _actor: Actor, filters: Mapping[str, Any], today: date, per_page: int = PER_PAGE
) -> list[Line]:
    """Return one page of the recommendations that fit."""
    s = standings(today, *choice(filters))
    page = filters.get("page") or 1
    query = select(s.c.id).where(state_of(filters, s.c)).order_by(*order(filters.get("sort"), s.c))
    ids = list(db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)))
    if not ids:
        return []
    # Only the order is computed for all; the rest for those of the page.
    found = standings(today, Recommendation.id.in_(ids))
    rows = {row.id: row for row in db.session.execute(select(found))}
    return _filled([rows[number] for number in ids], today)


def counts(_actor: Actor, filters: Mapping[str, Any], today: date) -> Counts:
    """Count the recommendations of the choice by state, by axis and by body, in one query."""
    s = standings(today, *choice(filters))
    shown = state_of(filters, s.c)
    late = and_(s.c.time >= FIRST_LATE, s.c.closure != Closure.CLOSED)
    soon = and_(s.c.time == TIMES.index(Timeliness.DUE_SOON), s.c.closure != Closure.CLOSED)
    totals = {
        "total": true(),
        "shown": shown,
        "late": late,
        "blocked_late": and_(late, s.c.blocked == 1),
        "silent": s.c.silent == 1,
        "due_soon": soon,
        "requested": s.c.closure == Closure.REQUESTED,
        "validated": s.c.verifying > 0,
        "examples": s.c.is_demonstration.is_(True),
    }
    parts = [
        _totals(s, totals),
        _grouped("verified", s.c.verified, s, late),
        _grouped("axis", s.c.term_id, s, late),
        _by_body(s, today),
    ]
    return _counted(db.session.execute(union_all(*parts)).all())


def by_agreement_axis(_actor: Actor, today: date) -> list[Group]:
    """Return the axes of agreements with how many recommendations each has."""
    s = standings(today, Recommendation.axis_id.is_not(None))
    late = and_(s.c.time >= FIRST_LATE, s.c.closure != Closure.CLOSED)
    query = select(s.c.axis_id, func.count(), func.sum(case((late, 1), else_=0)))
    rows = db.session.execute(query.group_by(s.c.axis_id))
    found = {axis: (total, int(behind or 0)) for axis, total, behind in rows}
    axes = select(InstrumentAxis).options(joinedload(InstrumentAxis.instrument))
    axes = axes.order_by(InstrumentAxis.instrument_id, InstrumentAxis.position)
    return [Group(axis, *found.get(axis.id, (0, 0))) for axis in db.session.scalars(axes)]


def _totals(s: Any, wanted: Mapping[str, Any]) -> Any:
    """Count everything in one pass; the names of the counts are in their order."""
    sums = [func.coalesce(func.sum(case((wanted[name], 1), else_=0)), 0) for name in TOTALS]
    return select(literal("total", String), literal(None, String), *sums).select_from(s)


def _grouped(facet: str, column: Any, s: Any, late: ColumnElement[bool]) -> Any:
    behind = func.sum(case((late, 1), else_=0))
    return select(
        literal(facet, String), column.cast(String), func.count(), behind, *NOTHING
    ).group_by(column)


def _by_body(s: Any, today: date) -> Any:
    body = func.coalesce(Commitment.lead_id, s.c.addressed_to_id)
    late = and_(late_on(today), s.c.closure != Closure.CLOSED)
    joined = s.outerjoin(Commitment, Commitment.recommendation_id == s.c.id)
    behind = func.count(distinct(case((late, s.c.id))))
    return (
        select(
            literal("body", String),
            body.cast(String),
            func.count(distinct(s.c.id)),
            behind,
            *NOTHING,
        )
        .select_from(joined)
        .group_by(body)
    )


def _counted(rows: Any) -> Counts:
    found = Counts()
    axes: dict[int | None, tuple[int, int]] = {}
    bodies: dict[int | None, tuple[int, int]] = {}
    for facet, key, n, late, *more in rows:
        if facet == "total":
            for name, total in zip(TOTALS, (n, late, *more), strict=True):
                setattr(found, name, int(total))
        elif facet == "verified":
            found.verified[None if key is None else RANKS[int(key)]] = n
        else:
            groups = axes if facet == "axis" else bodies
            groups[None if key is None else int(key)] = (n, int(late or 0))
    terms = directory.terms("ponam")
    found.axes = [Group(term, *axes.get(term.id, (0, 0))) for term in terms]
    found.bodies = _bodies(bodies)
    return found


def _bodies(groups: dict[int | None, tuple[int, int]]) -> list[Group]:
    ids = [number for number in groups if number is not None]
    query = select(Organisation).where(Organisation.id.in_(ids))
    named = [Group(body, *groups[body.id]) for body in db.session.scalars(query)] if ids else []
    return sorted(named, key=lambda group: (-group.late, -group.total, group.thing.sort_name))


def _filled(rows: Sequence[Row[Any]], today: date) -> list[Line]:
    """Add what each line shows, in a constant number of queries."""
    ids = [row.id for row in rows]
    query = select(Recommendation).where(Recommendation.id.in_(ids))
    query = query.options(
        joinedload(Recommendation.instrument).joinedload(Instrument.meeting, innerjoin=False),
        joinedload(Recommendation.addressed_to),
        selectinload(Recommendation.responses),
    )
    things = {thing.id: thing for thing in db.session.scalars(query)}
    promised = select(Commitment).where(Commitment.recommendation_id.in_(ids))
    promised = promised.options(joinedload(Commitment.lead)).order_by(Commitment.number)
    commitments = list(db.session.scalars(promised))
    readings = by_recommendation(commitments)
    links = passed(ids)
    found = []
    for row in rows:
        standing = as_standing(row, today)
        own = [c for c in commitments if c.recommendation_id == row.id]
        doors = doors_of(things[row.id], standing, own, links[row.id])
        reading = readings.get(row.id, UNKNOWN)
        found.append(Line(things[row.id], standing, own, doors, reading))
    return found
