"""Who may do what to people, devices and roles."""

import pytest

from app.accounts import rules
from app.accounts.models import Device, Person, Role, RoleGrant
from app.core.actors import ANONYMOUS, SYSTEM, Actor, Grant

GUEST = Actor(id=1, name="Visiteuse", device_id=1)
MEMBER = Actor(id=2, name="Membre", is_member=True, device_id=2)


def holder(role: Role, place: str | None = None, number: int | None = None) -> Actor:
    grants = frozenset({Grant(role.value, place, number)})
    return Actor(id=9, is_member=True, second_factor=True, device_id=9, grants=grants)


def test_a_member_does_not_join_as_a_guest() -> None:
    answers = [rules.may_join_as_guest(who) for who in (ANONYMOUS, GUEST, MEMBER)]
    assert answers == [True, True, False]


def test_only_a_member_keeps_an_account() -> None:
    answers = [rules.may_keep_account(who) for who in (ANONYMOUS, GUEST, MEMBER)]
    assert answers == [False, False, True]


def test_a_profile_and_a_device_are_their_owners() -> None:
    own, other = Person(id=2), Person(id=3)
    assert rules.may_change_profile(MEMBER, own)
    assert not rules.may_change_profile(MEMBER, other)
    assert rules.may_revoke_device(MEMBER, Device(person_id=2))
    assert not rules.may_revoke_device(MEMBER, Device(person_id=3))


def test_a_first_factor_is_free_and_the_next_needs_the_first() -> None:
    proved = Actor(id=2, is_member=True, device_id=2, second_factor=True)
    assert rules.may_change_factors(MEMBER, has_factor=False)
    assert not rules.may_change_factors(MEMBER, has_factor=True)
    assert rules.may_change_factors(proved, has_factor=True)


def test_people_are_managed_by_administrators_and_the_secretariat() -> None:
    managers = {role for role in Role if rules.may_manage_people(holder(role))}
    assert managers == {Role.ADMINISTRATOR, Role.SECRETARIAT}
    assert not rules.may_manage_people(holder(Role.SECRETARIAT, "meeting", 3))
    assert rules.may_manage_people(SYSTEM)


def test_nobody_grants_to_themselves() -> None:
    administrator = holder(Role.ADMINISTRATOR)
    assert not rules.may_grant_to(administrator, Person(id=9))
    assert rules.may_grant_to(administrator, Person(id=10))


@pytest.mark.parametrize("role", list(Role))
def test_the_secretariat_gives_meeting_roles_on_meetings_only(role: Role) -> None:
    secretary = holder(Role.SECRETARIAT)
    assert rules.may_give(secretary, role, 3) == (role in rules.MEETING_ROLES)
    assert not rules.may_give(secretary, role, None)
    assert rules.may_give(holder(Role.ADMINISTRATOR), role, None)


def test_the_secretariat_takes_back_what_it_could_give() -> None:
    secretary = holder(Role.SECRETARIAT)
    given = RoleGrant(person_id=5, role=Role.MODERATOR, meeting_id=3)
    assert rules.may_revoke_role(secretary, given)
    assert not rules.may_revoke_role(secretary, RoleGrant(person_id=5, role=Role.TREASURER))
    assert not rules.may_revoke_role(MEMBER, given)
