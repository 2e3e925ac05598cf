"""The chain of a recommendation, from the concern to the closure, with every gap and its age."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.money import Money
from app.followup.models import (
    BudgetKind,
    BudgetLine,
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
from app.followup.queries.hops import Hop, hops, moments_of
from app.followup.queries.progress import Readings, readings_of, together
from app.followup.queries.standing import Standing, standing_of
from app.followup.queries.things import commitments_of
from app.giving.models import Lot

BAMAKO = "Africa/Bamako"
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

    @property
    def money(self) -> list[Link]:
        """The links from a gift, a budget line or a programme."""
        return [link for link in self.links if link.from_lot_id or link.from_programme_id]

    @property
    def is_paid(self) -> bool:
        """Whether any money is linked or entered."""
        return bool(self.money) or any(promise.budget for promise in self.promises)

    @property
    def zone(self) -> str:
        """The zone its hours are told in: the meeting's it comes from, else that of Bamako."""
        meeting = self.recommendation.instrument.meeting
        return meeting.timezone if meeting else BAMAKO


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
    reports = [report for promise in promises for report in promise.reports]
    moments = moments_of(recommendation, concerns, commitments, reports, money)
    # A concern is missed since the text is there, evidence since it was due.
    since = {0: recommendation.issued_on, 5: standing.due_on}
    passed = hops(doors, moments, today, since)
    return Chain(recommendation, standing, readings, concerns, promises, links, passed)


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
        joinedload(Link.from_lot).joinedload(Lot.pledge),
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
