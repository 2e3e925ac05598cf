"""The second factor: an application, recovery codes, keys."""

from typing import Any

import pyotp
import pytest
from flask import Flask

from app.accounts import actions, queries
from app.accounts.actions import Site, WrongPasskey, WrongSecondFactor
from app.accounts.models import Device, Person, Role
from app.core import seal
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound, SecondFactorRequired, TooMany
from tests.factories import accounts as people
from tests.factories.passkeys import SoftKey

SITE = Site("localhost", "http://localhost")


def secret_of(actor: Actor) -> str:
    kept = queries.authenticator(actor)
    assert kept is not None
    return seal.unseal("authenticator", kept.sealed_secret).decode()


def password_at(secret: str, offset: int = 0) -> str:
    """
    Return the one-time password of this half minute, or of one near it.

    The next one is right now and when it comes; the last one is too old as soon as this one ends.
    """
    return pyotp.HOTP(secret).at(int(now().timestamp()) // 30 + offset)


def set_up(person: Person) -> tuple[str, list[str]]:
    """Give the person a confirmed application; return its secret and the recovery codes."""
    actor = people.actor(person)
    actions.begin_authenticator(actor)
    secret = secret_of(actor)
    return secret, actions.confirm_authenticator(actor, code=password_at(secret))


def again(actor: Actor) -> Actor:
    """Return the actor as the next request reads them."""
    device = db.session.get(Device, actor.device_id)
    assert device is not None
    return queries.as_actor(device.person, device)


def test_the_secret_is_sealed(app: Flask) -> None:
    actor = people.actor(people.member())
    kept = actions.begin_authenticator(actor)
    assert secret_of(actor).encode() not in kept.sealed_secret


def test_an_application_counts_once_it_showed_a_right_code(app: Flask) -> None:
    actor = people.actor(people.member())
    actions.begin_authenticator(actor)
    assert not queries.factors(actor).exist
    with pytest.raises(WrongSecondFactor):
        actions.confirm_authenticator(actor, code="000000")
    codes = actions.confirm_authenticator(actor, code=password_at(secret_of(actor)))
    assert (queries.factors(actor).exist, len(set(codes)), again(actor).second_factor) == (
        True,
        10,
        True,
    )


def test_a_staff_role_counts_only_where_the_second_factor_was_proved(app: Flask) -> None:
    person = people.staff(Role.MODERATOR)
    secret, _ = set_up(person)
    actor = people.actor(person)
    assert not actor.holds(Role.MODERATOR)
    actions.prove_second_factor(actor, code=password_at(secret, 1))
    assert again(actor).holds(Role.MODERATOR)
    assert not people.actor(person).holds(Role.MODERATOR)


def test_a_replayed_code_is_refused(app: Flask) -> None:
    person = people.member()
    secret, _ = set_up(person)
    code = password_at(secret, 1)
    actions.prove_second_factor(people.actor(person), code=code)
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(person), code=code)
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(person), code=password_at(secret))


@pytest.mark.parametrize("code", ["000000", "", "١٢٣٤٥٦", "é" * 40, "99999999999"])
def test_what_is_not_the_code_is_refused(app: Flask, code: str) -> None:
    person = people.member()
    set_up(person)
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(person), code=code)


def test_an_old_code_is_refused(app: Flask) -> None:
    person = people.member()
    secret, _ = set_up(person)
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(person), code=password_at(secret, -3))


def test_a_recovery_code_serves_once_and_for_its_owner_only(app: Flask) -> None:
    person, other = people.member(), people.member()
    _, codes = set_up(person)
    set_up(other)
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(other), code=codes[0])
    actor = people.actor(person)
    actions.prove_second_factor(actor, code=codes[0].lower())
    assert (again(actor).second_factor, queries.factors(actor).codes_left) == (True, 9)
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(person), code=codes[0])


def test_new_recovery_codes_end_the_old(app: Flask) -> None:
    person = people.member()
    _, old = set_up(person)
    new = actions.make_recovery_codes(people.actor(person, second_factor=True))
    with pytest.raises(WrongSecondFactor):
        actions.prove_second_factor(people.actor(person), code=old[1])
    actions.prove_second_factor(people.actor(person), code=new[1])


def test_guessing_is_throttled(app: Flask) -> None:
    person = people.member()
    secret, _ = set_up(person)
    actor = people.actor(person)
    for _ in range(19):
        with pytest.raises(WrongSecondFactor):
            actions.prove_second_factor(actor, code="000000")
    with pytest.raises(TooMany):
        actions.prove_second_factor(actor, code=password_at(secret))


def test_a_session_that_proved_nothing_changes_no_factor(app: Flask) -> None:
    person = people.member()
    set_up(person)
    intruder = people.actor(person)
    for act in (
        actions.begin_authenticator,
        actions.remove_authenticator,
        actions.make_recovery_codes,
    ):
        with pytest.raises(SecondFactorRequired):
            act(intruder)
    with pytest.raises(SecondFactorRequired):
        actions.begin_passkey(intruder, site=SITE)


def test_without_any_factor_left_no_device_counts_as_proved(app: Flask) -> None:
    person = people.staff(Role.MODERATOR)
    set_up(person)
    actor = people.actor(person, second_factor=True)
    actions.remove_authenticator(actor)
    assert not again(actor).holds(Role.MODERATOR)


def add_key(actor: Actor, **options: Any) -> SoftKey:
    key = SoftKey(**options)
    made = key.create(actions.begin_passkey(actor, site=SITE))
    actions.add_passkey(actor, credential=made, name="Téléphone", site=SITE)
    return key


def test_a_key_proves_its_owner(app: Flask) -> None:
    person = people.staff(Role.MODERATOR)
    key = add_key(people.actor(person))
    actor = people.actor(person)
    proof = key.get(actions.begin_passkey_proof(actor, site=SITE))
    actions.prove_with_passkey(actor, credential=proof, site=SITE)
    assert again(actor).holds(Role.MODERATOR)


def test_the_answer_of_a_key_serves_once(app: Flask) -> None:
    person = people.member()
    key = add_key(people.actor(person))
    actor = people.actor(person)
    proof = key.get(actions.begin_passkey_proof(actor, site=SITE))
    actions.prove_with_passkey(actor, credential=proof, site=SITE)
    actions.begin_passkey_proof(actor, site=SITE)
    with pytest.raises(WrongPasskey):
        actions.prove_with_passkey(actor, credential=proof, site=SITE)


def test_a_key_of_another_person_proves_nothing(app: Flask) -> None:
    add_key(people.actor(people.member()))
    victim = people.member()
    add_key(people.actor(victim))
    stranger = SoftKey()
    actor = people.actor(victim)
    proof = stranger.get(actions.begin_passkey_proof(actor, site=SITE))
    with pytest.raises(WrongPasskey):
        actions.prove_with_passkey(actor, credential=proof, site=SITE)


def test_a_key_made_on_another_site_is_refused(app: Flask) -> None:
    with pytest.raises(WrongPasskey):
        add_key(people.actor(people.member()), origin="https://elsewhere.example")


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"rawId": 3}', "é{"])
def test_what_no_key_says_is_refused(app: Flask, credential: str) -> None:
    person = people.member()
    add_key(people.actor(person))
    actor = people.actor(person, second_factor=True)
    actions.begin_passkey(actor, site=SITE)
    with pytest.raises(WrongPasskey):
        actions.add_passkey(actor, credential=credential, name="", site=SITE)
    actions.begin_passkey_proof(actor, site=SITE)
    with pytest.raises(WrongPasskey):
        actions.prove_with_passkey(actor, credential=credential, site=SITE)


def test_another_persons_key_does_not_exist(app: Flask) -> None:
    owner = people.actor(people.member())
    add_key(owner)
    (key,) = queries.factors(owner).passkeys
    with pytest.raises(NotFound):
        queries.passkey(people.actor(people.member()), key.id)


def test_a_removed_key_proves_nothing(app: Flask) -> None:
    person = people.member()
    owner = people.actor(person)
    key = add_key(owner)
    actions.remove_passkey(again(owner), queries.factors(owner).passkeys[0])
    actor = people.actor(person)
    proof = key.get(actions.begin_passkey_proof(actor, site=SITE))
    with pytest.raises(WrongPasskey):
        actions.prove_with_passkey(actor, credential=proof, site=SITE)
    assert not queries.factors(actor).exist
