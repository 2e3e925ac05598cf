"""Commitments: made, moved with a reason, blocked and freed, paid for."""

from datetime import date
from typing import Any

from app.accounts import queries as accounts
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import today
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.followup import facts, rules
from app.followup.models import (
    ChangeKind,
    Commitment,
    CommitmentChange,
    Decision,
    Recommendation,
)
from app.followup.queries.lookups import ids_of, next_number, organisation_id, refuse_stale
from app.followup.schemas import NO_ACCOUNT, SAME_PERSON, TOO_FAR
from app.followup.schemas.fields import LAST_YEAR


class NothingToMove(Refused):
    """What was asked changes nothing."""

    code = "nothing_to_move"
    message = N_("Rien ne change : c’est déjà ainsi.")


class AlreadySettled(Refused):
    """The commitment is verified as finished."""

    code = "already_settled"
    message = N_("Cet engagement est vérifié et terminé : sa date ne change plus.")


class RefusedFirst(Refused):
    """Nothing is promised on what was refused."""

    code = "refused_first"
    message = N_("Cette recommandation a été refusée. Répondez-lui de nouveau avant de promettre.")


@action(rules.may_commit, locked=True)
def make_commitment(
    actor: Actor,
    recommendation: Recommendation,
    *,
    deliverable: str,
    lead: str,
    due_on: date | None = None,
    made_on: date | None = None,
    focal_point: str | None = None,
    alternate: str | None = None,
    validator: str | None = None,
    weight: int = 1,
    revision: int | None = None,
) -> Commitment:
    """
    Promise a deliverable; `lead` is a body, with or without an account, people are addresses.

    :raises RefusedFirst: if the recommendation is refused
    :raises Conflict: if the form is stale
    :raises Invalid: if a reference is unknown, or who reports would validate
    """
    refuse_stale(recommendation, revision)
    if recommendation.decision == Decision.REFUSED:
        raise RefusedFirst()
    _refuse_far(due_on)
    people = {
        "focal_point_id": _person_id("focal_point", focal_point),
        "alternate_id": _person_id("alternate", alternate),
        "validator_id": _person_id("validator", validator),
    }
    _refuse_same(people)
    commitment = Commitment(
        recommendation_id=recommendation.id,
        number=next_number(Commitment, recommendation_id=recommendation.id),
        deliverable=deliverable,
        lead_id=organisation_id("lead", lead),
        original_due_on=due_on,
        due_on=due_on,
        made_on=made_on or (today() if actor.id else None),
        weight=weight,
        entered_by_id=actor.id,
        **people,
    )
    db.session.add(commitment)
    db.session.flush()
    recommendation.revision += 1
    record(actor, facts.CommitmentMade(**ids_of(commitment)))
    return commitment


@action(rules.may_change_commitment, locked=True)
def reschedule(
    actor: Actor,
    commitment: Commitment,
    *,
    due_on: date,
    reason: str,
    revision: int | None = None,
) -> Commitment:
    """
    Move the due date, with the reason; a date that has passed stays missed whatever comes after.

    :raises AlreadySettled: if it is verified as finished
    :raises NothingToMove: if the date is the same
    :raises Conflict: if the form is stale
    """
    refuse_stale(commitment, revision)
    if commitment.is_settled:
        raise AlreadySettled()
    if due_on == commitment.due_on:
        raise NothingToMove()
    _refuse_far(due_on)
    was = commitment.due_on
    _change(actor, commitment, ChangeKind.DUE, reason, due_was=was, due_is=due_on)
    if was is None:
        commitment.original_due_on = due_on
    else:
        commitment.rescheduled += 1
        if was < today() and commitment.missed_on is None:
            commitment.missed_on = was
    commitment.due_on = due_on
    return commitment


@action(rules.may_change_commitment, locked=True)
def transfer_commitment(
    actor: Actor, commitment: Commitment, *, lead: str, reason: str, revision: int | None = None
) -> Commitment:
    """
    Let another body take a commitment over; its dates, reports and delays stay with it.

    :raises NothingToMove: if it is the same body
    :raises Conflict: if the form is stale
    :raises Invalid: if the body is unknown
    """
    refuse_stale(commitment, revision)
    number = organisation_id("lead", lead)
    assert number is not None
    if number == commitment.lead_id:
        raise NothingToMove()
    was = commitment.lead_id
    commitment.lead_id = number
    # Those of the former body answer for it no more; the secretariat names the new ones.
    commitment.focal_point_id = commitment.alternate_id = None
    _change(actor, commitment, ChangeKind.LEAD, reason, lead_was_id=was, lead_is_id=number)
    return commitment


@action(rules.may_change_commitment, locked=True)
def name_people(
    actor: Actor,
    commitment: Commitment,
    *,
    reason: str,
    focal_point: str | None = None,
    alternate: str | None = None,
    validator: str | None = None,
    revision: int | None = None,
) -> Commitment:
    """
    Name who reports and who verifies; what is not given is nobody's any more.

    :raises Conflict: if the form is stale
    :raises Invalid: if an address is unknown, or who reports would validate
    """
    refuse_stale(commitment, revision)
    people = {
        "focal_point_id": _person_id("focal_point", focal_point),
        "alternate_id": _person_id("alternate", alternate),
        "validator_id": _person_id("validator", validator),
    }
    _refuse_same(people)
    for column, number in people.items():
        setattr(commitment, column, number)
    _change(actor, commitment, ChangeKind.PEOPLE, reason)
    return commitment


@action(rules.may_say_obstacle, locked=True)
def say_obstacle(
    actor: Actor,
    commitment: Commitment,
    *,
    blocked: bool,
    reason: str,
    revision: int | None = None,
) -> Commitment:
    """
    Say what blocks a commitment, or how it was freed; late and blocked may both be true.

    :raises NothingToMove: if it is free already
    :raises Conflict: if the form is stale
    """
    refuse_stale(commitment, revision)
    if not blocked and commitment.blocked_on is None:
        raise NothingToMove()
    commitment.blocked_because = reason if blocked else None
    commitment.blocked_on = (commitment.blocked_on or today()) if blocked else None
    kind = ChangeKind.BLOCKED if blocked else ChangeKind.UNBLOCKED
    _change(actor, commitment, kind, reason)
    return commitment


def _change(
    actor: Actor, commitment: Commitment, kind: ChangeKind, reason: str, **values: Any
) -> None:
    change = CommitmentChange(
        commitment_id=commitment.id,
        number=next_number(CommitmentChange, commitment_id=commitment.id),
        kind=kind,
        reason=reason,
        person_id=actor.id,
        **values,
    )
    db.session.add(change)
    db.session.flush()
    commitment.revision += 1
    changed = facts.CommitmentChanged(change_id=change.id, kind=kind.value, **ids_of(commitment))
    record(actor, changed)


def _person_id(field: str, email: str | None) -> int | None:
    person = accounts.person_by_email(email.strip().lower()) if email else None
    if email and person is None:
        raise Invalid({field: [translate(NO_ACCOUNT)]})
    return person.id if person else None


def _refuse_same(people: dict[str, int | None]) -> None:
    validator = people["validator_id"]
    if validator is not None and validator in (people["focal_point_id"], people["alternate_id"]):
        raise Invalid({"validator": [translate(SAME_PERSON)]})


def _refuse_far(due_on: date | None) -> None:
    if due_on is not None and due_on.year > LAST_YEAR:
        raise Invalid({"due_on": [translate(TOO_FAR)]})
