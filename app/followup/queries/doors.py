"""The seven doors of a recommendation: passed, stood in, to come, or missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select

from app.core.db import db
from app.core.i18n import N_
from app.followup.models import (
    GAP_DAYS,
    BudgetLine,
    Closure,
    Commitment,
    Decision,
    InstrumentKind,
    Link,
    LinkKind,
    Recommendation,
)
from app.followup.queries.standing import Standing

NAMES = (
    N_("Préoccupation"),
    N_("Recommandation"),
    N_("Réponse"),
    N_("Engagement"),
    N_("Argent"),
    N_("Preuve"),
    N_("Clôture"),
)
REJECTING = (Decision.REFUSED, Decision.NOTED)


@dataclass(frozen=True)
class Door:
    """One of the seven: its French name and its state: done, here, waiting or missing."""

    name: str
    state: str


@dataclass(frozen=True)
class Passed:
    """Whether a concern and money are linked."""

    concern: bool = False
    money: bool = False


def passed(ids: Sequence[int]) -> dict[int, Passed]:
    """Return what is linked to each recommendation, in one query."""
    standing = Link.withdrawn_at.is_(None)
    own = Commitment.recommendation_id == Recommendation.id
    concern = exists().where(
        standing,
        Link.kind == LinkKind.DERIVED_FROM,
        Link.from_recommendation_id == Recommendation.id,
        Link.to_concern_id.is_not(None),
    )
    from_money = or_(Link.from_lot_id.is_not(None), Link.from_programme_id.is_not(None))
    budget = exists().where(
        own, BudgetLine.commitment_id == Commitment.id, BudgetLine.withdrawn_at.is_(None)
    )
    to_recommendation = exists().where(
        standing, from_money, Link.to_recommendation_id == Recommendation.id
    )
    to_commitment = exists().where(
        standing, from_money, own, Link.to_commitment_id == Commitment.id
    )
    query = select(Recommendation.id, concern, or_(budget, to_recommendation, to_commitment)).where(
        Recommendation.id.in_(ids)
    )
    return {
        number: Passed(bool(heard), bool(paid)) for number, heard, paid in db.session.execute(query)
    }


def doors_of(
    recommendation: Recommendation,
    standing: Standing,
    commitments: Sequence[Commitment],
    linked: Passed,
) -> list[Door]:
    """Return the seven doors in their order; what should be there by now and is not is missing."""
    answered = is_answered(recommendation)
    rejected = recommendation.decision in REJECTING and not commitments
    states = (
        "done" if linked.concern else "missing",
        "done",
        _awaited(answered, recommendation.issued_on, standing.today),
        _engaged(recommendation, commitments, answered, standing.today),
        _paid(commitments, linked, standing),
        _proved(standing),
        _closed(standing),
    )
    if rejected:
        states = (*states[:3], "waiting", "waiting", "waiting", states[6])
    return [Door(name, state) for name, state in zip(NAMES, states, strict=True)]


def is_answered(recommendation: Recommendation) -> bool:
    """Whether a response was given; the signature of an agreement is one."""
    signed = recommendation.instrument.kind == InstrumentKind.AGREEMENT and bool(
        recommendation.instrument.signed_on
    )
    return signed or recommendation.decision != Decision.PENDING


def is_gap(since: date | None, today: date) -> bool:
    """Whether what should follow a day has been awaited for too long; an unknown day is."""
    return since is None or since < today - timedelta(days=GAP_DAYS)


def _awaited(is_there: bool, since: date | None, today: date) -> str:
    if is_there:
        return "done"
    return "missing" if is_gap(since, today) else "here"


def _engaged(
    recommendation: Recommendation, commitments: Sequence[Commitment], answered: bool, today: date
) -> str:
    if commitments:
        return "done"
    if not answered:
        return "waiting"
    days = [response.decided_on for response in recommendation.responses if response.decided_on]
    return _awaited(False, max(days) if days else recommendation.issued_on, today)


def _paid(commitments: Sequence[Commitment], linked: Passed, standing: Standing) -> str:
    if linked.money:
        return "done"
    if not commitments:
        return "waiting"
    first = min((c.made_on for c in commitments if c.made_on), default=None)
    return "waiting" if standing.is_settled else _awaited(False, first, standing.today)


def _proved(standing: Standing) -> str:
    if standing.is_settled:
        return "done"
    if standing.declaring or standing.verifying:
        return "here"
    return "missing" if standing.is_late else "waiting"


def _closed(standing: Standing) -> str:
    if standing.closure == Closure.CLOSED:
        return "done"
    return "here" if standing.closure in (Closure.REQUESTED, Closure.REOPENED) else "waiting"
