"""Delegations: places published, people nominated, who confirm and are approved."""

import secrets
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accreditation import queries as accreditation
from app.core.actions import action, anyone
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.core.throttle import throttle
from app.directory.models import Organisation
from app.meetings import facts, queries, rules
from app.meetings.models import (
    SEATED,
    Attendance,
    Delegate,
    DelegateMove,
    DelegateState,
    DelegateStep,
    Meeting,
    Quota,
)

SAY_WHY = N_("Dites pourquoi : la personne et l’association le liront.")


class TooFewPlaces(Refused):
    """More places are held than would be published."""

    code = "too_few_places"
    beside = ("places",)
    message = N_("Places déjà prises : %(taken)s. Publiez-en au moins autant.")


class AlreadyNominated(Refused):
    """The person holds a place at the meeting."""

    code = "already_nominated"
    beside = ("email",)
    message = N_("Cette adresse est déjà désignée pour cette rencontre.")


class DelegateMoveRefused(Refused):
    """The nomination does not stand where this is possible."""

    code = "delegate_move_refused"
    message = N_("Cette désignation n’en est plus là. Rechargez la page.")


@action(rules.may_change_meeting, locked=True)
def publish_quota(
    actor: Actor,
    meeting: Meeting,
    *,
    organisation: Organisation,
    attendance: str,
    places: int,
    closes_on: date | None = None,
) -> Quota:
    """
    Publish how many places an accredited association has at a meeting, or change it.

    :raises NotAccredited: if the association is not accredited today
    :raises TooFewPlaces: if more places are held already
    """
    if accreditation.accreditation_of(organisation.id, today()) is None:
        raise queries.NotAccredited()
    quota = queries.quota(meeting, organisation.id, attendance)
    if quota is None:
        quota = Quota(
            meeting_id=meeting.id,
            organisation_id=organisation.id,
            attendance=Attendance(attendance),
            places=places,
        )
        db.session.add(quota)
        db.session.flush()
    taken = _taken(quota)
    if places < taken:
        raise TooFewPlaces(taken=taken)
    quota.places, quota.closes_on, quota.published_at = places, closes_on, now()
    record(actor, facts.QuotaPublished(meeting_id=meeting.id, quota_id=quota.id, places=places))
    return quota


@action(rules.may_nominate, locked=True)
def nominate_delegate(actor: Actor, quota: Quota, *, name: str, email: str) -> Delegate:
    """
    Nominate somebody within the association's places; they are written to.

    :raises NotAccredited: if the association is not accredited today
    :raises NominationsFrozen: while its leadership is contested
    :raises DelegationClosed: past the last day, or if the meeting does not stand
    :raises NoPlaceLeft: if every place is held
    :raises AlreadyNominated: if that address holds a place at the meeting
    """
    _expect_open(quota)
    if _taken(quota) >= quota.places:
        raise queries.NoPlaceLeft(places=quota.places)
    return _nominate(actor, quota, name, email)


@action(rules.may_replace, locked=True)
def replace_delegate(actor: Actor, delegate: Delegate, *, name: str, email: str) -> Delegate:
    """
    Send somebody else in the place of a delegate, and return the new one.

    :raises DelegateMoveRefused: if the delegate holds no place
    :raises NominationsFrozen: while the association's leadership is contested
    :raises DelegationClosed: past the last day, or if the meeting does not stand
    """
    quota = delegate.quota
    db.session.execute(select(Quota.id).where(Quota.id == quota.id).with_for_update())
    if delegate.state not in SEATED:
        raise DelegateMoveRefused()
    _expect_open(quota)
    _move(actor, delegate, DelegateMove.REPLACE, DelegateState.REPLACED)
    other = _nominate(actor, quota, name, email)
    delegate.replaced_by_id = other.id
    return other


@action(anyone, locked=True)
def answer_nomination(actor: Actor, delegate: Delegate, *, accept: bool) -> Delegate:
    """
    Accept or decline one's own nomination, found by the link of one's letter.

    :raises DelegateMoveRefused: if it was settled otherwise
    :raises DelegationClosed: past the last day, or if the meeting does not stand
    """
    wanted = DelegateState.CONFIRMED if accept else DelegateState.DECLINED
    if delegate.state == wanted:
        return delegate
    if delegate.state not in (DelegateState.NOMINATED, DelegateState.CONFIRMED):
        raise DelegateMoveRefused()
    if accept:
        _expect_open(delegate.quota)
    if actor.is_member:
        delegate.person_id = actor.id
    _move(actor, delegate, DelegateMove.CONFIRM if accept else DelegateMove.DECLINE, wanted)
    return delegate


@action(rules.may_settle, locked=True)
def settle_nomination(actor: Actor, delegate: Delegate, *, move: str, words: str = "") -> Delegate:
    """
    Approve or refuse somebody who confirmed, or revoke who was approved.

    :raises DelegateMoveRefused: if the nomination stands elsewhere
    :raises Invalid: if a refusal or a revocation lacks its words
    """
    done = DelegateMove(move)
    was, to = {
        DelegateMove.APPROVE: (DelegateState.CONFIRMED, DelegateState.APPROVED),
        DelegateMove.REFUSE: (DelegateState.CONFIRMED, DelegateState.REFUSED),
        DelegateMove.REVOKE: (DelegateState.APPROVED, DelegateState.REVOKED),
    }[done]
    if delegate.state != was:
        raise DelegateMoveRefused()
    if done != DelegateMove.APPROVE and not words:
        raise Invalid({"words": [translate(SAY_WHY)]})
    _move(actor, delegate, done, to, words)
    return delegate


def _taken(quota: Quota) -> int:
    """Count again under the lock; what was loaded before may be old."""
    states = select(Delegate.state).where(Delegate.quota_id == quota.id)
    return sum(state in SEATED for state in db.session.scalars(states))


def _expect_open(quota: Quota) -> None:
    refused = queries.why_closed(quota)
    if refused is not None:
        raise refused


def _nominate(actor: Actor, quota: Quota, name: str, email: str) -> Delegate:
    if actor.id is None:
        raise NotAllowed()
    throttle.spend("60 per hour", "nominate", actor.id)
    delegate = Delegate(
        quota_id=quota.id,
        meeting_id=quota.meeting_id,
        name=name,
        email=email,
        nonce=secrets.token_hex(16),
        state=DelegateState.NOMINATED,
        last_step=0,
        nominated_by_id=actor.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(delegate)
    except IntegrityError:
        raise AlreadyNominated() from None
    _move(actor, delegate, DelegateMove.NOMINATE, DelegateState.NOMINATED)
    return delegate


def _move(
    actor: Actor, delegate: Delegate, move: DelegateMove, to: DelegateState, words: str = ""
) -> None:
    delegate.state = to
    delegate.last_step += 1
    step = DelegateStep(
        delegate_id=delegate.id,
        position=delegate.last_step,
        move=move,
        state=to,
        words=words,
        actor_id=actor.id,
        taken_at=now(),
    )
    db.session.add(step)
    db.session.flush()
    record(
        actor,
        facts.DelegateMoved(
            meeting_id=delegate.meeting_id,
            delegate_id=delegate.id,
            step_id=step.id,
            move=move.value,
            to=to.value,
        ),
    )
