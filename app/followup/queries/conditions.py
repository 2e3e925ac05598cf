"""What the dashboard's filters ask of a recommendation and of where it stands."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from app.directory import queries as directory
from app.directory.models import Organisation
from app.followup.models import (
    RANKS,
    Closure,
    Commitment,
    Decision,
    Execution,
    Instrument,
    InstrumentAxis,
    InstrumentKind,
    Recommendation,
    Timeliness,
)
from app.followup.queries.standing import FIRST_LATE, TIMES


def choice(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return the conditions on what a recommendation is: they choose what is counted."""
    conditions: list[ColumnElement[bool]] = []
    if filters.get("instrument"):
        wanted = select(Instrument.id).where(Instrument.code == filters["instrument"].upper())
        conditions.append(Recommendation.instrument_id.in_(wanted))
    if filters.get("axis"):
        conditions.append(_on_axis(filters["axis"]))
    if filters.get("theme"):
        theme = directory.term("themes", filters["theme"])
        conditions.append(Recommendation.theme_id == theme.id if theme else false())
    if filters.get("country"):
        conditions.append(Recommendation.country == filters["country"])
    if filters.get("body"):
        body = directory.by_slug(Organisation, filters["body"])
        conditions.append(_owed_by(body.id) if body else false())
    return conditions


def _on_axis(code: str) -> ColumnElement[bool]:
    instrument, colon, axis = code.partition(":")
    if not colon:
        term = directory.term("ponam", code)
        return Recommendation.term_id == term.id if term else false()
    wanted = select(InstrumentAxis.id).join(InstrumentAxis.instrument)
    wanted = wanted.where(Instrument.code == instrument.upper(), InstrumentAxis.code == axis)
    return Recommendation.axis_id.in_(wanted)


def _owed_by(body_id: int) -> ColumnElement[bool]:
    promise = aliased(Commitment)  # the commitments themselves are counted beside
    own = promise.recommendation_id == Recommendation.id
    return or_(
        exists().where(own, promise.lead_id == body_id),
        and_(Recommendation.addressed_to_id == body_id, ~exists().where(own)),
    )


def state_of(filters: Mapping[str, Any], c: Any) -> ColumnElement[bool]:
    """Return the condition on where a recommendation stands."""
    conditions: list[ColumnElement[bool]] = [true()]
    time, verified = filters.get("timeliness"), filters.get("verified")
    if time == "late":
        conditions.append(c.time >= FIRST_LATE)
    elif time:
        conditions.append(c.time == TIMES.index(Timeliness(time)))
    if verified == "none":
        conditions.append(c.verified.is_(None))
    elif verified:
        conditions.append(c.verified == RANKS.index(Execution(verified)))
    decision = filters.get("decision")
    if decision:
        conditions.append(c.decision == decision)
    if decision == Decision.PENDING:
        conditions.append(c.instrument_id.not_in(_signed()))
    if filters.get("closure") == "standing":
        conditions.append(c.closure != Closure.CLOSED)
    elif filters.get("closure"):
        conditions.append(c.closure == filters["closure"])
    flag = filters.get("flag")
    if flag:
        conditions.append(c[flag] > 0)
    return and_(*conditions)


def _signed() -> Select[int]:
    """Return the query of the agreements that were signed: the signature is their response."""
    agreement = Instrument.kind == InstrumentKind.AGREEMENT
    return select(Instrument.id).where(agreement, Instrument.signed_on.is_not(None))


def order(sort: str | None, c: Any) -> tuple[Any, ...]:
    """Return the order that `sort` names, of the columns `c`; ties keep the order of issue."""
    last = (c.instrument_id, c.number)
    if sort == "due":
        return (c.due.asc().nulls_last(), *last)
    if sort == "ref":
        return last
    if sort == "recent":
        return (c.issued_on.desc().nulls_last(), *last)
    if sort == "state":
        return (c.verified.asc().nulls_first(), *last)
    closed = case((c.closure == Closure.CLOSED, 1), else_=0)
    return (closed, c.time.desc(), c.due.asc().nulls_last(), *last)
