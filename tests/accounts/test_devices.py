"""Devices and the profile: one's own, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts import actions, queries
from app.accounts.models import Device, Role
from app.core.actors import ANONYMOUS
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, NotFound, SignInRequired
from tests.conftest import Client
from tests.factories import accounts as people


def test_a_revoked_device_speaks_for_nobody(app: Flask) -> None:
    person = people.member()
    token, device = people.device(person)
    assert queries.actor_of(token) is not None
    actions.revoke_device(people.actor(person), device)
    assert queries.actor_of(token) is None


def test_a_device_of_somebody_else_does_not_exist(app: Flask) -> None:
    _, device = people.device(people.member())
    stranger = people.actor(people.member())
    with pytest.raises(NotFound):
        queries.device(stranger, device.id)
    with pytest.raises(NotAllowed):
        actions.revoke_device(stranger, device)
    assert device.revoked_at is None


def test_all_the_others_are_revoked_at_once(app: Flask) -> None:
    person, other = people.member(), people.member()
    tokens = [people.device(person)[0] for _ in range(2)]
    kept = people.device_token(other)
    actor = people.actor(person)
    actions.revoke_other_devices(actor)
    assert [queries.actor_of(token) for token in tokens] == [None, None]
    assert queries.actor_of(kept) is not None
    assert [device.id for device in queries.devices(actor)] == [actor.device_id]


def test_signing_out_ends_the_token(app: Flask) -> None:
    token = people.device_token(people.member())
    actor = queries.actor_of(token)
    assert actor is not None
    actions.sign_out(actor)
    assert queries.actor_of(token) is None


def test_nobody_has_nothing_to_sign_out_of(app: Flask) -> None:
    with pytest.raises(SignInRequired):
        actions.sign_out(ANONYMOUS)


def test_a_person_who_left_speaks_through_no_device(app: Flask) -> None:
    person = people.member()
    token = people.device_token(person)
    person.closed_at = now()
    db.session.commit()
    assert queries.actor_of(token) is None


def test_a_profile_is_changed_by_its_owner_only(app: Flask) -> None:
    person = people.member(name="Awa")
    answers = {"name": "Awa T.", "country": "SN", "language": "en", "timezone": "Africa/Dakar"}
    with pytest.raises(NotAllowed):
        actions.change_profile(people.actor(people.member()), person, **answers)
    actions.change_profile(people.actor(person), person, **answers)
    assert (person.name, person.country, person.language, person.timezone) == tuple(
        answers.values()
    )


def test_presence_is_noted_by_the_hour(app: Flask) -> None:
    person = people.member()
    _, device = people.device(person, last_seen_at=now() - timedelta(minutes=30))
    actor = queries.as_actor(person, device)
    before = device.last_seen_at
    actions.note_presence(actor)
    assert db.session.get(Device, device.id, populate_existing=True).last_seen_at == before  # type: ignore[union-attr]
    device.last_seen_at = now() - timedelta(hours=2)
    db.session.commit()
    actions.note_presence(actor)
    db.session.expire_all()
    assert now() - device.last_seen_at < timedelta(minutes=1)


def left_alone(hours: int, *, proved_hours_ago: int = 200, **columns: Any) -> tuple[str, Device]:
    """Return a moderator's device that proved a second factor, and was not touched for so long."""
    token, device = people.device(people.staff(Role.MODERATOR, **columns), second_factor=True)
    device.second_factor_at = now() - timedelta(hours=proved_hours_ago)
    device.last_seen_at = now() - timedelta(hours=hours)
    db.session.commit()
    return token, device


def seconds_of(token: str) -> list[bool]:
    """Return whether a token's second factor counts, for the pages and for the sockets."""
    device, spoken = queries.device_of(token), queries.actor_of(token)
    assert device is not None
    assert spoken is not None
    actors = (queries.as_actor(device.person, device), spoken)
    assert all(actor.is_staff == actor.second_factor for actor in actors)
    return [actor.second_factor for actor in actors]


def test_a_device_left_alone_for_a_night_proves_nothing(app: Flask) -> None:
    assert seconds_of(left_alone(11)[0]) == [True, True]
    assert seconds_of(left_alone(13)[0]) == [False, False]
    assert seconds_of(left_alone(13, proved_hours_ago=1)[0]) == [True, True]
    assert seconds_of(left_alone(13, is_demonstration=True)[0]) == [True, True]


def test_a_device_that_is_seen_again_has_to_prove_again(app: Flask) -> None:
    token, device = left_alone(13)
    actions.note_presence(queries.as_actor(device.person, device))
    assert seconds_of(token) == [False, False]
    token, device = left_alone(11)
    actions.note_presence(queries.as_actor(device.person, device))
    assert seconds_of(token) == [True, True]


def test_a_browser_left_open_for_a_night_is_asked_for_the_second_factor(client: Client) -> None:
    token, _device = left_alone(13)
    with client.session_transaction() as kept:
        kept["_user_id"] = token
    for _ in range(2):
        led = client.get("/gestion/suivi")
        assert led.location == "/connexion/seconde-verification?next=/gestion/suivi"
