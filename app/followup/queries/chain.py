"""The chain of a recommendation, from the concern to the closure, with every gap and its age."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.money import Money
from app.followup.models import (
    BudgetKind,
    BudgetLine,
    Closure,
    Commitment,
    Concern,
    Indicator,
    Link,
    ProgressReport,
    Recommendation,
    ReportState,
)
from app.followup.queries.concerns import concerns_behind
from app.followup.queries.doors import Door, Passed, doors_of
from app.followup.queries.progress import Readings, readings_of, together
from app.followup.queries.standing import Standing, standing_of
from app.followup.queries.things import commitments_of

Budget = dict[BudgetKind, list[Money]]


@dataclass(frozen=True)
class Promise:
    """A commitment with its readings, its sent reports, its measures and its money."""

    commitment: Commitment
    readings: Readings
    reports: list[ProgressReport]
    indicators: list[Indicator]
    budget: Budget


@dataclass(frozen=True)
class Hop:
    """A door of the chain, with the day it was passed and how long it took or is awaited."""

    door: Door
    day: date | None = None
    after: int | None = None
    waits: int | None = None


@dataclass(frozen=True)
class Chain:
    """Everything that the page of a recommendation shows."""

    recommendation: Recommendation
    standing: Standing
    readings: Readings
    concerns: list[Concern]
    promises: list[Promise]
    links: list[Link]
    hops: list[Hop]

    @property
    def doors(self) -> list[Door]:
        """The seven doors."""
        return [hop.door for hop in self.hops]


def chain(_actor: Actor, recommendation: Recommendation, today: date) -> Chain:
    """Return the chain of a recommendation as it stands on a day."""
    standing = standing_of(recommendation, today)
    commitments = commitments_of(recommendation)
    concerns = concerns_behind(recommendation)
    links = links_of(recommendation, commitments)
    promises = _promises(commitments)
    money = [link for link in links if link.from_lot_id or link.from_programme_id]
    spent = any(promise.budget for promise in promises)
    linked = Passed(bool(concerns), bool(money or spent))
    doors = doors_of(recommendation, standing, commitments, linked)
    pairs = [(promise.commitment.weight, promise.readings) for promise in promises]
    readings = Readings(
        together((weight, reading.declared) for weight, reading in pairs),
        together((weight, reading.verified) for weight, reading in pairs),
    )
    days = _days(recommendation, concerns, promises, money, standing)
    # A concern is missed since the text is there, evidence since it was due.
    since = {0: recommendation.issued_on, 5: standing.due_on}
    hops = _hops(doors, days, today, since)
    return Chain(recommendation, standing, readings, concerns, promises, links, hops)


def links_of(recommendation: Recommendation, commitments: Sequence[Commitment]) -> list[Link]:
    """Return the links of a recommendation and of its commitments that stand."""
    numbers = [commitment.id for commitment in commitments]
    query = select(Link).where(
        Link.withdrawn_at.is_(None),
        or_(
            Link.from_recommendation_id == recommendation.id,
            Link.to_recommendation_id == recommendation.id,
            Link.from_commitment_id.in_(numbers),
            Link.to_commitment_id.in_(numbers),
        ),
    )
    query = query.options(
        joinedload(Link.from_recommendation),
        joinedload(Link.to_recommendation),
        joinedload(Link.from_lot),
        joinedload(Link.from_programme),
        joinedload(Link.to_concern),
    )
    return list(db.session.scalars(query.order_by(Link.id)))


def sums(lines: Sequence[BudgetLine]) -> Budget:
    """Return the amounts of each kind, one for each currency; nothing is added across either."""
    found: dict[tuple[BudgetKind, str], int] = defaultdict(int)
    for line in lines:
        if line.withdrawn_at is None:
            found[line.kind, line.currency] += line.amount
    budget: Budget = {}
    for (kind, currency), minor in sorted(found.items()):
        budget.setdefault(kind, []).append(Money(minor, currency))
    return budget


def drafts_of(actor: Actor, commitment: Commitment) -> list[ProgressReport]:
    """Return the actor's own drafts on a commitment."""
    query = select(ProgressReport).where(
        ProgressReport.commitment_id == commitment.id,
        ProgressReport.author_id == actor.id,
        ProgressReport.state == ReportState.DRAFT,
    )
    return list(db.session.scalars(query.order_by(ProgressReport.id)))


def promise(_actor: Actor, commitment: Commitment) -> Promise:
    """Return one commitment with its readings, reports, measures and money."""
    return _promises([commitment])[0]


def _promises(commitments: list[Commitment]) -> list[Promise]:
    numbers = [commitment.id for commitment in commitments]
    if not numbers:
        return []
    readings = readings_of(commitments)
    query = (
        select(ProgressReport)
        .where(ProgressReport.commitment_id.in_(numbers), ProgressReport.state != ReportState.DRAFT)
        .options(
            selectinload(ProgressReport.evidence),
            joinedload(ProgressReport.validation),
            joinedload(ProgressReport.on_behalf_of),
        )
        .order_by(ProgressReport.number.desc())
    )
    reports: dict[int, list[ProgressReport]] = defaultdict(list)
    for report in db.session.scalars(query).unique():
        reports[report.commitment_id].append(report)
    measured = select(Indicator).where(Indicator.commitment_id.in_(numbers)).order_by(Indicator.id)
    indicators: dict[int | None, list[Indicator]] = defaultdict(list)
    for indicator in db.session.scalars(measured):
        indicators[indicator.commitment_id].append(indicator)
    return [
        Promise(one, readings[one.id], reports[one.id], indicators[one.id], sums(one.budget))
        for one in commitments
    ]


def _days(
    recommendation: Recommendation,
    concerns: list[Concern],
    promises: list[Promise],
    money: list[Link],
    standing: Standing,
) -> list[date | None]:
    """Return the day of each door, where one is known."""
    responses = [response.decided_on for response in recommendation.responses]
    made = [promise.commitment.made_on for promise in promises]
    lines = [
        line.on_date or line.entered_at.date()
        for promise in promises
        for line in promise.commitment.budget
        if line.withdrawn_at is None
    ]
    sent = [
        report.submitted_at.date()
        for promise in promises
        for report in promise.reports
        if report.submitted_at
    ]
    closed = recommendation.closure_acts[-1].at.date() if recommendation.closure_acts else None
    answered = _last(responses) or recommendation.instrument.signed_on
    return [
        _first(concern.day for concern in concerns),
        recommendation.issued_on,
        answered,
        _first(made),
        _first([*lines, *(link.at.date() for link in money)]),
        _last(sent),
        closed if standing.closure != Closure.OPEN else None,
    ]


def _hops(
    doors: list[Door], days: list[date | None], today: date, since: Mapping[int, date | None]
) -> list[Hop]:
    hops: list[Hop] = []
    before: date | None = None
    for place, (door, day) in enumerate(zip(doors, days, strict=True)):
        is_there = door.state in ("done", "here") and day is not None
        after = (day - before).days if is_there and day and before and day >= before else None
        awaited = door.state in ("missing", "here") and day is None
        start = since.get(place) or before
        waits = max((today - start).days, 0) if awaited and start else None
        hops.append(Hop(door, day if is_there else None, after, waits))
        before = day if is_there and day else before
    return hops


def _first(days: Any) -> date | None:
    return min((day for day in days if day), default=None)


def _last(days: Any) -> date | None:
    return max((day for day in days if day), default=None)
