"""Roles: given by somebody else, for a place and a time, and taken back."""

from datetime import datetime

from app.accounts import rules
from app.accounts.facts import MemberJoined, RoleGranted, RoleRevoked
from app.accounts.models import Person, Role, RoleGrant
from app.accounts.queries import person_by_email
from app.core.actions import action, only_system
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, Refused
from app.core.facts import record
from app.core.i18n import N_


class AlreadyHeld(Refused):
    """The person holds that very role there."""

    code = "already_held"
    beside = ("role",)
    message = N_("Cette personne a déjà ce rôle. Retirez-le d’abord pour en changer la durée.")


class EndIsPast(Refused):
    """The role would end before it begins."""

    status = 422
    code = "end_is_past"
    beside = ("until",)
    message = N_("Cette date est passée. Choisissez un jour à venir.")


@action(rules.may_grant_to, locked=True)
def grant_role(
    actor: Actor,
    person: Person,
    *,
    role: Role,
    organisation_id: int | None = None,
    meeting_id: int | None = None,
    until: datetime | None = None,
) -> RoleGrant:
    """
    Give the person a role, on everything, an organisation or a meeting, until an instant if any.

    :raises NotAllowed: if the actor may not give that role there
    :raises EndIsPast: if `until` is not ahead
    :raises AlreadyHeld: if the person holds it there
    """
    role = Role(role)
    if not rules.may_give(actor, role, meeting_id):
        raise NotAllowed()
    if until is not None and until <= now():
        raise EndIsPast()
    place = (role, organisation_id, meeting_id)
    for held in person.grants:
        if held.is_held(now()) and (held.role, held.organisation_id, held.meeting_id) == place:
            raise AlreadyHeld()
    grant = RoleGrant(
        person=person,
        role=role,
        organisation_id=organisation_id,
        meeting_id=meeting_id,
        granted_by_id=actor.id,
        granted_at=now(),
        until=until,
    )
    db.session.add(grant)
    db.session.flush()
    record(actor, RoleGranted(person_id=person.id, grant_id=grant.id, role=role.value))
    return grant


@action(rules.may_revoke_role, locked=True)
def revoke_role(actor: Actor, grant: RoleGrant) -> RoleGrant:
    """Take a role back from now on; one that is over stays as it ended."""
    if grant.is_held(now()):
        grant.revoked_at = now()
        grant.revoked_by_id = actor.id
        record(
            actor,
            RoleRevoked(person_id=grant.person_id, grant_id=grant.id, role=grant.role.value),
        )
    return grant


@action(only_system)
def create_member(actor: Actor, *, email: str, name: str, country: str | None = None) -> Person:
    """Return the member of an address, made if there is none; used by the command line."""
    known = person_by_email(email)
    if known:
        return known
    person = Person(name=name, country=country, email=email)
    db.session.add(person)
    db.session.flush()
    record(actor, MemberJoined(person_id=person.id, was_guest=False))
    return person
