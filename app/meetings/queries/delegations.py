"""Reads of delegations: places are public, names are for the association and the secretariat."""

import hmac
from collections import Counter

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accreditation import queries as accreditation
from app.core.actors import Actor
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.i18n import N_
from app.core.seal import derive
from app.directory.models import Organisation
from app.meetings import rules
from app.meetings.models import Delegate, DelegateState, DelegateStep, Meeting, MeetingStatus, Quota
from app.meetings.queries.calendar import is_upcoming, last_day


class NotAccredited(Refused):
    """The association is not accredited today."""

    code = "not_accredited"
    beside = ("organisation",)
    message = N_("Cette association n’a pas d’accréditation valable aujourd’hui.")


class NominationsFrozen(Refused):
    """The association's leadership is contested."""

    code = "nominations_frozen"
    message = N_("La direction de l’association est contestée : les désignations sont gelées.")


class DelegationClosed(Refused):
    """The last day is past, or the meeting does not stand."""

    code = "delegation_closed"
    message = N_("Les désignations pour cette rencontre sont closes.")


class NoPlaceLeft(Refused):
    """Every place is held."""

    code = "no_place_left"
    beside = ("attendance",)
    message = N_("Toutes les places publiées sont prises (%(places)s). Remplacez quelqu’un.")


def quotas_of(_actor: Actor, meeting: Meeting) -> list[Quota]:
    """Return the published places of a meeting, by association."""
    query = select(Quota).join(Quota.organisation).where(Quota.meeting_id == meeting.id)
    query = query.options(joinedload(Quota.organisation), selectinload(Quota.delegates))
    return list(db.session.scalars(query.order_by(Organisation.sort_name, Quota.attendance)))


def quotas_of_organisation(_actor: Actor, organisation: Organisation) -> list[Quota]:
    """Return the published places of an association, the newest meeting first."""
    query = select(Quota).where(Quota.organisation_id == organisation.id)
    query = query.options(joinedload(Quota.meeting), selectinload(Quota.delegates))
    return list(db.session.scalars(query.order_by(Quota.meeting_id.desc(), Quota.attendance)))


def delegations(actor: Actor, meeting: Meeting, organisation: str) -> list[Quota]:
    """
    Return the places of one association, for who may act on them.

    :raises NotFound: if there are none, or they are not the actor's
    """
    found = [one for one in quotas_of(actor, meeting) if one.organisation.slug == organisation]
    mine = [
        one
        for one in found
        if rules.may_nominate(actor, one) or rules.may_change_meeting(actor, meeting)
    ]
    if not mine:
        raise NotFound()
    return mine


def why_closed(quota: Quota) -> Refused | None:
    """Return why nobody can be nominated or replaced any more, whatever places are left."""
    day = today()
    held = accreditation.accreditation_of(quota.organisation_id, day)
    if held is None:
        return NotAccredited()
    if held.leadership_disputed:
        return NominationsFrozen()
    is_past = quota.last_day is not None and day > quota.last_day
    if is_past or quota.meeting.status != MeetingStatus.PLANNED:
        return DelegationClosed()
    return None


def own_quotas(actor: Actor, meeting: Meeting) -> list[Quota]:
    """Return the places of the actor's associations at a meeting."""
    return [one for one in quotas_of(actor, meeting) if rules.may_nominate(actor, one)]


def quota(meeting: Meeting, organisation_id: int, attendance: str) -> Quota | None:
    """Return the places of an association of one kind, if any were published."""
    query = select(Quota).where(
        Quota.meeting_id == meeting.id,
        Quota.organisation_id == organisation_id,
        Quota.attendance == attendance,
    )
    return db.session.scalar(query.options(selectinload(Quota.delegates)))


def waiting_delegates(actor: Actor, meeting: Meeting) -> list[Delegate]:
    """
    Return every nomination of a meeting, for the secretariat.

    :raises NotFound: if the actor may not change the meeting
    """
    if not rules.may_change_meeting(actor, meeting):
        raise NotFound()
    query = select(Delegate).where(Delegate.meeting_id == meeting.id)
    query = query.options(joinedload(Delegate.quota).joinedload(Quota.organisation))
    return list(db.session.scalars(query.order_by(Delegate.id)))


def nominations_to_settle(actor: Actor) -> dict[int, int]:
    """Return how many confirmed nominations wait for the actor, by the number of the meeting."""
    query = select(Delegate).where(Delegate.state == DelegateState.CONFIRMED)
    query = query.join(Meeting, Meeting.id == Delegate.meeting_id).where(
        or_(last_day.is_(None), is_upcoming())
    )
    found = db.session.scalars(query.options(joinedload(Delegate.quota)))
    return Counter(one.meeting_id for one in found if rules.may_settle(actor, one))


def delegate(actor: Actor, meeting: Meeting, number: int) -> Delegate:
    """
    Return one nomination, for the association or the secretariat.

    :raises NotFound: if it is not theirs, or another meeting's
    """
    found = db.session.get(Delegate, number)
    if found is None or found.meeting_id != meeting.id:
        raise NotFound()
    if not (rules.may_replace(actor, found) or rules.may_change_meeting(actor, meeting)):
        raise NotFound()
    return found


def accredited_associations(actor: Actor) -> list[Organisation]:
    """Return the associations that places can be published for today."""
    day = today()
    held = accreditation.whole_register(actor)
    return [dossier.organisation for dossier in held if dossier.is_valid(day)]


def link_of(delegate: Delegate) -> str:
    """Return the path of the page that speaks for a delegate; only their letter names it."""
    return f"/delegue/{delegate.id}/{_token(delegate)}"


def delegate_of_link(number: int, token: str) -> Delegate:
    """
    Return the delegate a link speaks for; the link is the right to see it.

    :raises NotFound: if the link is not that delegate's
    """
    found = db.session.get(Delegate, number)
    if found is None or not hmac.compare_digest(_token(found).encode(), token.encode()):
        raise NotFound()
    return found


def _token(delegate: Delegate) -> str:
    return derive("delegate", delegate.id, delegate.nonce).hex()[:40]


def delegate_step(number: int) -> DelegateStep | None:
    """Return one step of a nomination, for letters."""
    return db.session.get(DelegateStep, number)
