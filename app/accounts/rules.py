"""Who may do what to people, devices and roles."""

from typing import Any

from app.accounts.models import Device, Passkey, Person, Role, RoleGrant
from app.core.actors import Actor

# What the secretariat may give, on one meeting only; administrators give everything.
MEETING_ROLES = frozenset({Role.MODERATOR, Role.RESPONDENT, Role.RAPPORTEUR, Role.PARTICIPANT})


def may_join_as_guest(actor: Actor) -> bool:
    """Whether the actor may give a name and a country instead of signing in."""
    return not actor.is_member


def may_sign_out(actor: Actor) -> bool:
    """Whether there is a device to sign out."""
    return actor.device_id is not None


def is_known(actor: Actor) -> bool:
    """Whether somebody acts through a device of theirs."""
    return actor.is_known and actor.device_id is not None


def may_keep_account(actor: Actor) -> bool:
    """Whether the actor has an account of their own to change."""
    return actor.is_member and actor.device_id is not None


def may_change_profile(actor: Actor, person: Person) -> bool:
    """Whether the actor is that person."""
    return actor.is_known and actor.id == person.id


def may_revoke_device(actor: Actor, device: Device) -> bool:
    """Whether the device is the actor's own."""
    return actor.is_known and actor.id == device.person_id


def may_change_factors(actor: Actor, has_factor: bool) -> bool:
    """Whether the session may change factors: a first one freely, then only once it is proved."""
    return may_keep_account(actor) and (actor.second_factor or not has_factor)


def may_remove_passkey(actor: Actor, passkey: Passkey) -> bool:
    """Whether the key is the actor's own, in a session that proved a second factor."""
    return may_keep_account(actor) and actor.second_factor and actor.id == passkey.person_id


def may_manage_people(actor: Actor, *_things: Any) -> bool:
    """Whether the actor may look people up and see their roles."""
    return actor.holds(Role.ADMINISTRATOR, Role.SECRETARIAT)


def may_grant_to(actor: Actor, person: Person) -> bool:
    """Whether the actor may give that person some role; nobody gives one to themselves."""
    return may_manage_people(actor) and actor.id != person.id and person.closed_at is None


def may_give(actor: Actor, role: Role, meeting_id: int | None) -> bool:
    """Whether the actor may give that very role, everywhere or on that meeting."""
    if actor.holds(Role.ADMINISTRATOR):
        return True
    return (
        actor.holds(Role.SECRETARIAT, meeting=meeting_id)
        and meeting_id is not None
        and role in MEETING_ROLES
    )


def may_revoke_role(actor: Actor, grant: RoleGrant) -> bool:
    """Whether the actor may take that role back: they could have given it, or it is their own."""
    return may_manage_people(actor) and (
        may_give(actor, grant.role, grant.meeting_id) or actor.id == grant.person_id
    )
