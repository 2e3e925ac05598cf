"""Concerns as the public, the desk and their authors read them."""

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.codes import copied
from app.core.db import db
from app.core.errors import NotFound
from app.followup.models import Concern, ConcernState, Link, LinkKind, Recommendation
from app.live import queries as live
from app.live.models import Question

PER_PAGE = 50
EXPORTED = 20_000


def page_of_concerns(_actor: Actor, *, page: int = 1, **filters: Any) -> Any:
    """Return one page of the concerns that were kept and fit: country, theme, sort."""
    return db.paginate(_kept(**filters), page=page, per_page=PER_PAGE, error_out=False)


def every_concern(_actor: Actor, **filters: Any) -> list[Concern]:
    """Return the concerns that were kept and fit, for an export."""
    return list(db.session.scalars(_kept(**filters).limit(EXPORTED)))


def _kept(
    *, country: str | None = None, theme: str | None = None, sort: str = "recent"
) -> Select[Concern]:
    query = _concerns().where(Concern.state == ConcernState.KEPT)
    if country:
        query = query.where(Concern.country == country)
    if theme:
        query = query.where(Concern.theme.has(code=theme))
    return query.order_by(Concern.id if sort == "oldest" else Concern.id.desc())


def waiting_concerns(_actor: Actor, limit: int = 50) -> list[Concern]:
    """Return the concerns that wait to be read, oldest first."""
    return list(db.session.scalars(received().order_by(Concern.id).limit(limit)))


def received() -> Select[Concern]:
    """Return the query of the concerns that nobody read yet."""
    return _concerns().where(Concern.state == ConcernState.RECEIVED)


def concern_of_code(code: str) -> Concern:
    """
    Return the concern whose author holds `code`; the code is the right to see it.

    The receipt of a live question leads to what it became, and so does the receipt of one that
    was merged into it.

    :raises NotFound: if no concern carries that code
    """
    plain = copied(code)
    found = db.session.scalar(_concerns().where(Concern.receipt == plain))
    if found is None:
        question: Question = live.question_of_receipt(plain)
        found = db.session.scalar(_concerns().where(Concern.question_id == question.root_id))
    if found is None:
        raise NotFound()
    return found


def what_became(concern: Concern) -> list[Recommendation]:
    """Return the recommendations that derive from a concern, over merges and splits."""
    family = _family(concern)
    query = (
        select(Recommendation)
        .join(Link, Link.from_recommendation_id == Recommendation.id)
        .where(
            Link.kind == LinkKind.DERIVED_FROM,
            Link.withdrawn_at.is_(None),
            Link.to_concern_id.in_(family),
        )
        .options(joinedload(Recommendation.instrument))
        .order_by(Recommendation.id)
    )
    return list(db.session.scalars(query).unique())


def concerns_behind(recommendation: Recommendation) -> list[Concern]:
    """Return the kept concerns that a recommendation derives from, in their order."""
    query = (
        _concerns()
        .join(Link, Link.to_concern_id == Concern.id)
        .where(
            Link.kind == LinkKind.DERIVED_FROM,
            Link.withdrawn_at.is_(None),
            Link.from_recommendation_id == recommendation.id,
            Concern.state == ConcernState.KEPT,
        )
    )
    return list(db.session.scalars(query.order_by(Concern.id)).unique())


def count_of_concerns(_actor: Actor) -> int:
    """Return how many concerns are kept."""
    query = select(func.count()).where(Concern.state == ConcernState.KEPT)
    return db.session.scalar(query) or 0


def _family(concern: Concern) -> set[int]:
    """Return the concern, what it was merged into, and what was split from it."""
    seen, waiting = {concern.id}, [concern.id]
    while waiting:
        merged = (Link.kind == LinkKind.MERGED_INTO) & Link.from_concern_id.in_(waiting)
        split = (Link.kind == LinkKind.SPLIT_FROM) & Link.to_concern_id.in_(waiting)
        query = select(Link.kind, Link.from_concern_id, Link.to_concern_id).where(
            or_(merged, split), Link.withdrawn_at.is_(None)
        )
        found = {
            last if kind == LinkKind.MERGED_INTO else first
            for kind, first, last in db.session.execute(query)
        }
        waiting = [number for number in found if number is not None and number not in seen]
        seen.update(waiting)
    return seen


def _concerns() -> Any:
    return select(Concern).options(
        joinedload(Concern.theme),
        joinedload(Concern.meeting),
        joinedload(Concern.question),
        joinedload(Concern.source),
    )
