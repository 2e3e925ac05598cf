"""Roles: given by somebody else, for a time, and taken back."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts import actions, queries
from app.accounts.actions import AlreadyHeld, EndIsPast
from app.accounts.models import Person, Role, RoleGrant
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from tests.factories import accounts as people


def test_a_grant_says_who_gave_it_and_until_when(app: Flask) -> None:
    administrator, person = people.staff_actor(Role.ADMINISTRATOR), people.member()
    end = now() + timedelta(days=30)
    grant = actions.grant_role(administrator, person, role=Role.TREASURER, until=end)
    assert (grant.granted_by_id, grant.until) == (administrator.id, end)
    assert people.actor(person, second_factor=True).holds(Role.TREASURER)


def test_an_administrator_without_second_factor_gives_nothing(app: Flask) -> None:
    weak = people.actor(people.staff(Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        actions.grant_role(weak, people.member(), role=Role.MODERATOR)
    assert db.session.scalar(db.select(db.func.count()).select_from(RoleGrant)) == 1


def test_nobody_gives_a_role_to_themselves(app: Flask) -> None:
    person = people.staff(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        actions.grant_role(people.actor(person, second_factor=True), person, role=Role.TREASURER)


def test_the_secretariat_gives_no_role_on_everything(app: Flask) -> None:
    secretary = people.staff_actor(Role.SECRETARIAT)
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            actions.grant_role(secretary, people.member(), role=role)


def test_a_role_cannot_end_before_it_begins(app: Flask) -> None:
    with pytest.raises(EndIsPast):
        actions.grant_role(
            SYSTEM, people.member(), role=Role.MODERATOR, until=now() - timedelta(seconds=1)
        )


def test_a_role_past_its_end_is_not_held(app: Flask) -> None:
    person = people.member()
    people.grant(person, Role.MODERATOR, until=now() - timedelta(seconds=1))
    assert not people.actor(person, second_factor=True).holds(Role.MODERATOR)
    assert not queries.holds_staff_role(people.actor(person))


def test_the_same_role_is_not_given_twice(app: Flask) -> None:
    person = people.member()
    actions.grant_role(SYSTEM, person, role=Role.MODERATOR)
    with pytest.raises(AlreadyHeld):
        actions.grant_role(SYSTEM, person, role=Role.MODERATOR)


def test_a_revoked_role_is_lost_at_once_and_stays_written(app: Flask) -> None:
    administrator, person = people.staff_actor(Role.ADMINISTRATOR), people.staff(Role.MODERATOR)
    token = people.device_token(person, second_factor=True)
    (grant,) = person.grants
    actions.revoke_role(administrator, grant)
    assert not queries.actor_of(token).holds(Role.MODERATOR)  # type: ignore[union-attr]
    assert (grant.revoked_by_id, grant.revoked_at is not None) == (administrator.id, True)


def test_a_member_looks_nobody_up(app: Flask) -> None:
    person = people.member(name="Awa")
    nosy = people.actor(people.member())
    with pytest.raises(NotFound):
        queries.search_people(nosy, "Awa")
    with pytest.raises(NotFound):
        queries.member(nosy, person.id)


def test_people_are_found_by_name_or_address_and_guests_never(app: Flask) -> None:
    secretary = people.staff_actor(Role.SECRETARIAT)
    awa = people.member(name="Awa", email="a.traore@exemple.org")
    people.guest(name="Awa, visiteuse")
    assert [p.id for p in queries.search_people(secretary, "awa")] == [awa.id]
    assert [p.id for p in queries.search_people(secretary, "TRAORE@")] == [awa.id]
    assert queries.search_people(secretary, "%") == []


def test_the_first_administrator_comes_from_the_command_line(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    done = run(args=["accounts", "grant", "Chef@Exemple.org", "administrator"])
    assert done.output == "chef@exemple.org: administrator\n"
    twice = run(args=["accounts", "grant", "chef@exemple.org", "administrator"])
    assert twice.exit_code == 1
    assert run(args=["accounts", "grant", "not an address", "administrator"]).exit_code == 1
    assert run(args=["accounts", "grant", "a@exemple.org", "king"]).exit_code == 2
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 1


@pytest.mark.parametrize("role", list(Role))
def test_a_demonstration_person_is_a_role_ready_to_act(app: Flask, role: Role) -> None:
    first = actions.create_demonstration_member(SYSTEM, role=role)
    again = actions.create_demonstration_member(SYSTEM, role=role)
    assert first.person.id == again.person.id
    assert first.person.is_demonstration
    assert str(first.person.email).endswith("@demo.invalid")
    assert "démonstration" in first.person.name
    for entry in (first, again):
        assert queries.actor_of(entry.token).holds(role)  # type: ignore[union-attr]


def test_only_the_system_makes_demonstration_people(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        actions.create_demonstration_member(
            people.staff_actor(Role.ADMINISTRATOR), role=Role.MODERATOR
        )


def test_a_real_token_does_not_enter_the_demonstration(app: Flask) -> None:
    token = people.device_token(people.member())
    with pytest.raises(NotFound):
        actions.enter_demonstration(people.actor(people.member()), token=token)
