"""What came of the things of other features: of a meeting, of money, of what was heard."""

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.followup.models import Commitment, Concern, ConcernState, Link, LinkKind, Recommendation
from app.followup.queries.dashboard import Line, lines
from app.followup.queries.things import instrument_of_meeting
from app.giving.models import Lot, Programme
from app.meetings.models import Meeting


def issued_from(actor: Actor, meeting: Meeting, today: date, limit: int = 12) -> list[Line]:
    """Return the first recommendations that a meeting issued, as they stand on a day."""
    instrument = instrument_of_meeting(meeting)
    if instrument is None:
        return []
    return lines(actor, {"instrument": instrument.code, "sort": "ref"}, today, limit)


def implemented_by(_actor: Actor, money: Lot | Programme) -> list[Recommendation]:
    """Return the recommendations that a gift, a budget line or a programme implements."""
    column = Link.from_lot_id if isinstance(money, Lot) else Link.from_programme_id
    end = func.coalesce(Link.to_recommendation_id, Commitment.recommendation_id)
    linked = (
        select(end)
        .outerjoin(Commitment, Commitment.id == Link.to_commitment_id)
        .where(column == money.id, Link.kind == LinkKind.IMPLEMENTS, Link.withdrawn_at.is_(None))
    )
    query = select(Recommendation).where(Recommendation.id.in_(linked))
    return list(db.session.scalars(query.order_by(Recommendation.id)))


def concerns_without_sequel(_actor: Actor, limit: int = 50) -> list[Concern]:
    """Return the concerns that were kept and that nothing came of yet, oldest first."""
    query = without_sequel().options(joinedload(Concern.meeting))
    return list(db.session.scalars(query.order_by(Concern.id).limit(limit)))


def without_sequel() -> Select[Concern]:
    """Return the query of the concerns that were kept and that nothing came of yet."""
    moved = select(Link.id).where(
        Link.withdrawn_at.is_(None),
        or_(Link.to_concern_id == Concern.id, Link.from_concern_id == Concern.id),
        Link.kind.in_((LinkKind.DERIVED_FROM, LinkKind.MERGED_INTO)),
    )
    return select(Concern).where(Concern.state == ConcernState.KEPT, ~moved.exists())
