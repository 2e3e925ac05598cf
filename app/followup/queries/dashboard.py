"""The dashboard: counted and paged in SQL, with the same few queries however much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
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
from app.core.facts import FactScope
from app.core.memory import Memory
from app.directory import queries as directory
from app.directory.models import Organisation
from app.followup.facts import RecommendationFact
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
SUMS = (
    *("total", "shown", "late", "blocked_late", "silent", "due_soon", "requested", "validated"),
    "examples",
)

Rows = Sequence[tuple[Any, ...]]
_surveys: Memory[Any, tuple[int, Rows]] = Memory(most=200)
_HAPPENED = select(func.sum(FactScope.seq)).where(
    FactScope.name.startswith(RecommendationFact.scopes)
)


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
    """What is counted over the whole choice; of what is shown, `shown` and its `examples`."""

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


def overview(_actor: Actor, filters: Mapping[str, Any], today: date) -> tuple[Counts, list[Line]]:
    """Count the choice and return one page of what fits, from one pass over it."""
    rows = _surveyed(filters, today)
    numbers = [row[1] for row in rows if row[0] == "line"]
    return _counted(rows), _lines(numbers, filters, today)


def lines(
    _actor: Actor, filters: Mapping[str, Any], today: date, per_page: int = PER_PAGE
) -> list[Line]:
    """Return one page of the recommendations that fit."""
    s = standings(today, *choice(filters))
    return _lines(list(db.session.scalars(_page(s, filters, per_page))), filters, today)


def counts(_actor: Actor, filters: Mapping[str, Any], today: date) -> Counts:
    """Count the recommendations of the choice by state, by axis and by body."""
    return _counted(_surveyed(filters, today))


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


def _surveyed(filters: Mapping[str, Any], today: date) -> Rows:
    """
    Return one pass over the choice: its counts, and which lines its page has.

    It holds for the day until something happens to a recommendation. The numbers of their sequences
    only grow, and the one of an act grows with it: where the sum is the same, nothing happened.
    """
    asked = (today, frozenset(filters.items()))
    happened = db.session.scalar(_HAPPENED) or 0
    kept = _surveys.get(asked)
    if kept and kept[0] == happened:
        return kept[1]
    s = standings(today, *choice(filters))
    ids = _page(s, filters, PER_PAGE).subquery()
    listed = select(literal("line", String), ids.c.id, *_nothing(1 + len(SUMS)))
    rows = db.session.execute(union_all(*_counting(s, filters, today), listed)).all()
    return _surveys.keep(asked, (happened, [tuple(row) for row in rows]))[1]


def _page(s: CTE, filters: Mapping[str, Any], per_page: int) -> Select[tuple[int]]:
    """Return the query of the numbers of one page."""
    fitting = select(s.c.id).where(state_of(filters, s.c))
    ordered = fitting.order_by(*order(filters.get("sort"), s.c))
    return ordered.limit(per_page).offset(((filters.get("page") or 1) - 1) * per_page)


def _counting(s: CTE, filters: Mapping[str, Any], today: date) -> list[Select[Any]]:
    """Return two queries with the same columns: by verified state and axis, and by body."""
    standing = s.c.closure != Closure.CLOSED
    late = and_(s.c.time >= FIRST_LATE, standing)
    wanted = {
        "total": true(),
        "shown": state_of(filters, s.c),
        "late": late,
        "blocked_late": and_(late, s.c.blocked == 1),
        "silent": s.c.silent == 1,
        "due_soon": and_(s.c.time == TIMES.index(Timeliness.DUE_SOON), standing),
        "requested": s.c.closure == Closure.REQUESTED,
        "validated": s.c.verifying > 0,
        "examples": and_(s.c.is_demonstration.is_(True), state_of(filters, s.c)),
    }
    sums = [func.sum(case((wanted[name], 1), else_=0)) for name in SUMS]
    by_state = select(literal("state", String), s.c.verified, s.c.term_id, *sums)
    body = func.coalesce(Commitment.lead_id, s.c.addressed_to_id)
    behind = distinct(case((and_(late_on(today), standing), s.c.id)))
    owed = (func.count(distinct(s.c.id)), literal(0), func.count(behind))
    by_body = select(literal("body", String), body, *_nothing(1), *owed, *_nothing(len(SUMS) - 3))
    by_body = by_body.outerjoin_from(s, Commitment, Commitment.recommendation_id == s.c.id)
    return [by_state.group_by(s.c.verified, s.c.term_id), by_body.group_by(body)]


def _nothing(columns: int) -> list[ColumnElement[Any]]:
    """Return what fills the columns that a query does not count."""
    return [cast(None, Integer)] * columns


def _counted(rows: Rows) -> Counts:
    found = Counts()
    axes: dict[int | None, tuple[int, int]] = {}
    bodies: dict[int | None, tuple[int, int]] = {}
    for facet, key, term, *sums in rows:
        if facet == "state":
            counted = dict(zip(SUMS, map(int, sums), strict=True))
            for name, number in counted.items():
                setattr(found, name, getattr(found, name) + number)
            state = None if key is None else RANKS[key]
            found.verified[state] = found.verified.get(state, 0) + counted["total"]
            total, behind = axes.get(term, (0, 0))
            axes[term] = (total + counted["total"], behind + counted["late"])
        elif facet == "body":
            bodies[key] = (sums[0], sums[2])
    found.axes = [Group(term, *axes.get(term.id, (0, 0))) for term in directory.terms("ponam")]
    found.bodies = _bodies(bodies)
    return found


def _bodies(groups: dict[int | None, tuple[int, int]]) -> list[Group]:
    ids = [number for number in groups if number is not None]
    query = select(Organisation).where(Organisation.id.in_(ids))
    named = [Group(body, *groups[body.id]) for body in db.session.scalars(query)] if ids else []
    return sorted(named, key=lambda group: (-group.late, -group.total, group.thing.sort_name))


def _lines(ids: list[int], filters: Mapping[str, Any], today: date) -> list[Line]:
    """Return what each line shows, in the order asked for, in a constant number of queries."""
    if not ids:
        return []
    # Only which ones come is computed for all; the rest for those of the page.
    s = standings(today, Recommendation.id.in_(ids))
    rows = db.session.execute(select(s).order_by(*order(filters.get("sort"), s.c))).all()
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
