"""The public register: who is accredited, what was decided, and how long things wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accreditation import rules
from app.accreditation.models import (
    GRANTED,
    WAITING,
    Appeal,
    Decision,
    Dossier,
    DossierState,
    Owner,
    Step,
)
from app.accreditation.models.words import Move
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import NotFound
from app.core.formats import sort_key
from app.directory.models import Organisation

PER_PAGE = 50
STANDING = (DossierState.ACCREDITED, DossierState.PROVISIONAL, DossierState.RENEWAL)


@dataclass(frozen=True)
class Waiting:
    """How many dossiers wait in a state, and how many of them are late."""

    state: DossierState
    count: int
    late: int


def register(
    _actor: Actor, *, status: str | None = None, country: str | None = None, text: str | None = None
) -> Select[Dossier]:
    """Return the query of the accreditations that were ever given, one for each association."""
    newest = aliased(Dossier)
    last = (
        select(func.max(newest.id))
        .where(newest.organisation_id == Dossier.organisation_id, newest.state.in_(GRANTED))
        .correlate(Dossier)
        .scalar_subquery()
    )
    query = select(Dossier).join(Dossier.organisation).options(contains_eager(Dossier.organisation))
    query = query.where(Dossier.state.in_(GRANTED), Dossier.id == last)
    if status:
        query = query.where(_has_status(status, today()))
    if country:
        query = query.where(Organisation.country == country)
    for word in sort_key(text or "").split():
        query = query.where(Organisation.search_text.contains(word, autoescape=True))
    return query.order_by(Organisation.sort_name, Dossier.id)


def _has_status(status: str, on: date) -> ColumnElement[bool]:
    if status in ("suspended", "revoked"):
        return Dossier.state == DossierState(status)
    in_force = or_(
        Dossier.valid_until >= on,
        and_(
            Dossier.state == DossierState.RENEWAL, Dossier.renewal_asked_on <= Dossier.valid_until
        ),
    )
    if status == "expired":
        return and_(Dossier.state.in_(STANDING), ~func.coalesce(in_force, False))
    return and_(Dossier.state.in_(STANDING), in_force, Dossier.grade == status)


def page_of_register(actor: Actor, *, page: int = 1, **filters: Any) -> Any:
    """Return one page of the register, with `items`, `total`, `page` and `pages`."""
    query = register(actor, **filters)
    return db.paginate(query, page=page, per_page=PER_PAGE, error_out=False)


def whole_register(actor: Actor, **filters: Any) -> list[Dossier]:
    """Return every accreditation that fits, for an export."""
    return list(db.session.scalars(register(actor, **filters)))


def countries_of_register(actor: Actor) -> set[str]:
    """Return the codes of the countries where an accredited association is."""
    query = select(Organisation.country).join(Dossier, Dossier.organisation_id == Organisation.id)
    query = query.where(Dossier.state.in_(GRANTED), Organisation.country.is_not(None))
    return {code for code in db.session.scalars(query.distinct()) if code}


def last_decisions(dossiers: Iterable[Dossier]) -> dict[int, Decision]:
    """Return the last decision on each dossier, by the dossier's number."""
    numbers = [dossier.id for dossier in dossiers]
    query = select(Decision).where(Decision.dossier_id.in_(numbers)).order_by(Decision.id)
    return {decision.dossier_id: decision for decision in db.session.scalars(query)}


def association(actor: Actor, slug: str) -> Dossier:
    """
    Return the accreditation of an association, as the public reads it.

    :raises NotFound: if none was ever given
    """
    found = db.session.scalar(register(actor).where(Organisation.slug == slug))
    if found is None:
        raise NotFound()
    return found


def renewals_asked(dossier: Dossier) -> list[Step]:
    """Return the requests for a renewal, public as decisions are."""
    query = select(Step).where(Step.dossier_id == dossier.id, Step.move == Move.ASK_RENEWAL)
    return list(db.session.scalars(query.order_by(Step.id)))


def accreditation_of(organisation_id: int, on: date) -> Dossier | None:
    """Return the accreditation of an association that is valid on a day, if there is one."""
    query = select(Dossier).where(
        Dossier.organisation_id == organisation_id, Dossier.state.in_(STANDING)
    )
    found = db.session.scalar(query)
    return found if found is not None and found.is_valid(on) else None


def decision_by_number(_actor: Actor, number: str) -> Decision:
    """
    Return the decision that carries a number.

    :raises NotFound: if none does
    """
    query = select(Decision).where(Decision.number == number)
    query = query.options(joinedload(Decision.dossier).joinedload(Dossier.organisation))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound()
    return found


def answer_on_appeal(decision: Decision) -> Decision | None:
    """Return the decision that upheld or overturned this one, if an appeal has its answer."""
    query = select(Decision).join(Appeal, Appeal.answer_id == Decision.id)
    return db.session.scalar(query.where(Appeal.decision_id == decision.id))


def waiting_counts(_actor: Actor) -> list[Waiting]:
    """Return how many dossiers wait in each state and how many are late: public, without names."""
    late = func.sum(case((Dossier.due_at < now(), 1), else_=0))
    query = select(Dossier.state, func.count(), late).where(Dossier.state.in_(WAITING))
    counted = db.session.execute(query.group_by(Dossier.state)).all()
    rows = {state: (count, over) for state, count, over in counted}
    return [Waiting(state, *rows.get(state, (0, 0))) for state in WAITING]


def waiting_appeals(_actor: Actor) -> tuple[int, int]:
    """Return how many appeals wait, and how many of them are late."""
    late = func.sum(case((Appeal.due_at < now(), 1), else_=0))
    row = db.session.execute(select(func.count(), late).where(Appeal.answer_id.is_(None))).one()
    return row[0], row[1] or 0


def page_of_desk(
    actor: Actor,
    *,
    state: str | None = None,
    appeal: bool = False,
    late: bool = False,
    text: str | None = None,
    page: int = 1,
) -> Any:
    """
    Return one page of the dossiers that were submitted, those due first on top.

    :raises NotFound: if the actor reads no dossiers
    """
    if not rules.may_read_dossiers(actor):
        raise NotFound()
    query = select(Dossier).join(Dossier.organisation).options(contains_eager(Dossier.organisation))
    query = query.where(Dossier.submitted_at.is_not(None))
    if state:
        query = query.where(Dossier.state == DossierState(state))
    if appeal:
        query = query.where(Dossier.owner == Owner.APPEAL_REVIEWERS)
    if late:
        query = query.where(Dossier.due_at < now(), Dossier.owner.is_not(None))
    for word in sort_key(text or "").split():
        fits = Organisation.search_text.contains(word, autoescape=True)
        query = query.where(or_(fits, Dossier.reference.contains(word, autoescape=True)))
    query = query.order_by(Dossier.due_at.is_(None), Dossier.due_at, Dossier.id)
    return db.paginate(query, page=page, per_page=PER_PAGE, error_out=False)
