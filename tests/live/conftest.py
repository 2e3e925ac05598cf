"""A room, and who moderates it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.live.models import Room
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

SignIn = Callable[..., Client]


@pytest.fixture
def room(app: Flask) -> Room:
    """An open room with nobody in it."""
    return live.room()


@pytest.fixture
def moderator(room: Room) -> Actor:
    """A moderator of the room, whose second factor is proved."""
    return live.moderator(room)


@pytest.fixture
def aicha(room: Room) -> Actor:
    """A moderator of the room with a name that is looked for."""
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id, name="Aïcha Keïta")
    return people.actor(person, second_factor=True)


@pytest.fixture
def desk(app: Flask, room: Room, sign_in: SignIn) -> Client:
    """The browser of another moderator of the room."""
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    return sign_in(app.test_client(), person, second_factor=True)
