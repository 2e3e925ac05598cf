"""Reads of one dossier; who may not see it is told that it does not exist."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person, Role, RoleGrant
from app.accreditation import rules
from app.accreditation.models import (
    BEFORE_DECISION,
    FIRST_OUTCOMES,
    GRANTED,
    LATER_OUTCOMES,
    MOST_ROUNDS,
    Alert,
    Appeal,
    Call,
    ConsularOpinion,
    Decision,
    Document,
    Dossier,
    DossierState,
    Outcome,
    Proposal,
    Requirement,
    Return,
    ReturnItem,
    Step,
)
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.directory.models import Organisation

LIVE = (*BEFORE_DECISION, *(state for state in GRANTED if state != DossierState.REVOKED))
APPEALABLE = (Outcome.REFUSED, Outcome.CLOSED, Outcome.SUSPENDED, Outcome.REVOKED)


def dossier(actor: Actor, reference: str) -> Dossier:
    """
    Return a dossier with its call, its steps and its documents.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    query = select(Dossier).where(Dossier.reference == reference)
    found = db.session.scalar(
        query.options(
            joinedload(Dossier.organisation),
            joinedload(Dossier.call).selectinload(Call.requirements),
            joinedload(Dossier.call).selectinload(Call.criteria),
            selectinload(Dossier.steps).joinedload(Step.actor),
            selectinload(Dossier.documents).joinedload(Document.requirement),
        )
    )
    if found is None or not rules.may_see_dossier(actor, found):
        raise NotFound()
    return found


def own_dossier(actor: Actor, reference: str) -> Dossier:
    """
    Return a dossier of the actor's own association.

    :raises NotFound: if it is not theirs
    """
    found = dossier(actor, reference)
    if not rules.is_officer(actor, found):
        raise NotFound()
    return found


def own_organisations(actor: Actor) -> list[Organisation]:
    """Return the associations the actor acts for."""
    numbers = [
        grant.number
        for grant in actor.grants
        if grant.role == Role.ASSOCIATION_OFFICER and grant.place == "organisation"
    ]
    query = select(Organisation).where(Organisation.id.in_(numbers))
    return list(db.session.scalars(query.order_by(Organisation.sort_name)))


def own_dossiers(actor: Actor) -> list[Dossier]:
    """Return the dossiers of the actor's associations, the newest first."""
    numbers = [organisation.id for organisation in own_organisations(actor)]
    query = select(Dossier).where(Dossier.organisation_id.in_(numbers))
    query = query.options(joinedload(Dossier.organisation), joinedload(Dossier.call))
    return list(db.session.scalars(query.order_by(Dossier.id.desc())))


def has_live_dossier(organisation_id: int, besides: int | None = None) -> bool:
    """Whether the association has a dossier that goes on, or an accreditation that stands."""
    query = select(Dossier.id).where(
        Dossier.organisation_id == organisation_id, Dossier.state.in_(LIVE), Dossier.id != besides
    )
    return db.session.scalar(query.limit(1)) is not None


def document(actor: Actor, dossier: Dossier, number: int) -> Document:
    """
    Return one document of a dossier the actor may see.

    :raises NotFound: if it is another dossier's
    """
    found = db.session.get(Document, number)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound()
    if not rules.may_see_dossier(actor, dossier):
        raise NotFound()
    return found


def current_documents(dossier: Dossier) -> dict[int, Document]:
    """Return the newest document of each requirement, by the requirement's number."""
    query = select(Document).where(
        Document.dossier_id == dossier.id, Document.replaced_at.is_(None)
    )
    return {found.requirement_id: found for found in db.session.scalars(query)}


def requirement(dossier: Dossier, number: int) -> Requirement | None:
    """Return a requirement of the dossier's call, if it is one."""
    found = db.session.get(Requirement, number)
    return found if found is not None and found.call_id == dossier.call_id else None


def returns(dossier: Dossier) -> list[Return]:
    """Return the requests for more, the first one first."""
    query = select(Return).where(Return.dossier_id == dossier.id)
    query = query.options(selectinload(Return.items).joinedload(ReturnItem.requirement))
    return list(db.session.scalars(query.order_by(Return.round)))


def open_return(dossier: Dossier) -> Return | None:
    """Return the request for more that waits for its answer."""
    return next((asked for asked in returns(dossier) if asked.answered_at is None), None)


def opinions(dossier: Dossier) -> list[ConsularOpinion]:
    """Return the opinions asked of the consulate, the last one last."""
    query = select(ConsularOpinion).where(ConsularOpinion.dossier_id == dossier.id)
    return list(db.session.scalars(query.order_by(ConsularOpinion.id)))


def proposable(dossier: Dossier) -> tuple[Outcome, ...]:
    """
    Return what may be recommended where a dossier stands.

    While documents are being checked it is only a closure, once both requests were made.
    """
    if dossier.state == DossierState.UNDER_REVIEW:
        return FIRST_OUTCOMES
    if dossier.state == DossierState.COMPLETENESS and dossier.rounds == MOST_ROUNDS:
        return (Outcome.CLOSED,)
    return LATER_OUTCOMES.get(dossier.state, ())


def decidable(dossier: Dossier) -> tuple[Outcome, ...]:
    """Return what may be decided on what was recommended, as it was or otherwise."""
    if dossier.state == DossierState.RECOMMENDED:
        return FIRST_OUTCOMES
    return LATER_OUTCOMES.get(dossier.state, ())


def waiting_proposal(dossier: Dossier) -> Proposal | None:
    """Return the recommendation that waits for a decision."""
    query = select(Proposal).where(Proposal.dossier_id == dossier.id, Proposal.closed_at.is_(None))
    return db.session.scalar(query.options(joinedload(Proposal.proposer)))


def proposal(dossier: Dossier, number: int) -> Proposal:
    """
    Return a recommendation on the dossier.

    :raises NotFound: if it is another dossier's
    """
    found = db.session.get(Proposal, number)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound()
    return found


def decisions(dossier: Dossier) -> list[Decision]:
    """Return the decisions on a dossier, the first one first."""
    query = select(Decision).where(Decision.dossier_id == dossier.id)
    return list(db.session.scalars(query.order_by(Decision.id)))


def decision(dossier: Dossier, number: int) -> Decision:
    """
    Return a decision on the dossier.

    :raises NotFound: if it is another dossier's
    """
    found = db.session.get(Decision, number)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound()
    return found


def appeals(dossier: Dossier) -> list[Appeal]:
    """Return the appeals of a dossier, the first one first."""
    query = select(Appeal).where(Appeal.dossier_id == dossier.id)
    return list(db.session.scalars(query.order_by(Appeal.id)))


def appeal(dossier: Dossier, number: int) -> Appeal:
    """
    Return an appeal of the dossier.

    :raises NotFound: if it is another dossier's
    """
    found = db.session.get(Appeal, number)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound()
    return found


def waiting_appeal(dossier: Dossier) -> Appeal | None:
    """Return the appeal that waits for its answer."""
    return next((appeal for appeal in appeals(dossier) if appeal.answer_id is None), None)


def has_waiting_appeal(organisation_id: int) -> bool:
    """Whether an appeal of the association waits for its answer."""
    query = select(Appeal.id).join(Appeal.dossier)
    query = query.where(Dossier.organisation_id == organisation_id, Appeal.answer_id.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def appealable_decision(dossier: Dossier) -> Decision | None:
    """Return the decision the association may appeal against: the last, if it went against it."""
    made = decisions(dossier)
    last = made[-1] if made else None
    if last is None or last.outcome not in APPEALABLE or _is_appealed(last):
        return None
    return last


def _is_appealed(decision: Decision) -> bool:
    query = select(func.count()).where(Appeal.decision_id == decision.id)
    return bool(db.session.scalar(query))


def alerts(dossier: Dossier) -> list[Alert]:
    """Return the alerts that touch a dossier, those that wait first."""
    query = select(Alert).where(or_(Alert.dossier_id == dossier.id, Alert.other_id == dossier.id))
    query = query.options(
        joinedload(Alert.other), joinedload(Alert.dossier), joinedload(Alert.document)
    )
    found = list(db.session.scalars(query.order_by(Alert.id)))
    return sorted(found, key=lambda alert: alert.settled_at is not None)


def alert(dossier: Dossier, number: int) -> Alert:
    """
    Return one alert that touches the dossier.

    :raises NotFound: if it does not
    """
    found = db.session.get(Alert, number)
    if found is None or dossier.id not in (found.dossier_id, found.other_id):
        raise NotFound()
    return found


def step(number: int) -> Step | None:
    """Return one step, for letters."""
    query = select(Step).where(Step.id == number)
    return db.session.scalar(
        query.options(joinedload(Step.dossier).joinedload(Dossier.organisation))
    )


def officers(organisation_id: int) -> list[Person]:
    """Return who acts for an association now, for letters."""
    query = select(RoleGrant).where(
        RoleGrant.role == Role.ASSOCIATION_OFFICER, RoleGrant.organisation_id == organisation_id
    )
    held = [grant for grant in db.session.scalars(query) if grant.is_held(now())]
    people = {grant.person_id: grant.person for grant in held}
    return [person for _id, person in sorted(people.items()) if person.closed_at is None]
