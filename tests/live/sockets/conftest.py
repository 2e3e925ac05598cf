"""A served room, and clients that speak to it as other programs do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import requests
from flask import Flask

from app.accounts.models import Role
from app.core.background import background
from app.core.db import db
from app.core.throttle import throttle
from app.factory import create_app
from app.live.models import Room
from config import Settings
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower, RawClient
from tests.services import Server, fresh_database, serve
from tests.services.databases import Kind
from tests.services.programs import new_folder

KINDS = [
    pytest.param(("eventlet", "sqlite"), id="eventlet-sqlite"),
    pytest.param(
        ("threading", "postgresql"), id="threading-postgresql", marks=pytest.mark.postgres
    ),
]


@dataclass
class Served:
    """A web process, and the application in this process on the same database."""

    server: Server
    app: Flask
    mode: str

    @property
    def url(self) -> str:
        """The address of the web process."""
        return self.server.url


@pytest.fixture(scope="session")
def kept() -> Iterator[Callable[[tuple[str, Kind]], Served]]:
    """The function that returns the web process of a mode and a kind, started once a run."""
    with ExitStack() as started:
        yield cache(lambda kind: started.enter_context(serving(*kind)))


@pytest.fixture(params=KINDS)
def served_once(
    request: pytest.FixtureRequest, kept: Callable[[tuple[str, Kind]], Served]
) -> Served:
    """One web process for all the tests, in each mode; every test has a room of its own."""
    return kept(request.param)


@contextmanager
def serving(mode: str, kind: Kind) -> Iterator[Served]:
    """Serve on a database of a kind until the tests are done with it."""
    url = fresh_database(kind)
    server = serve({"DATABASE_URL": url, "ASYNC_MODE": mode, "LOG_LEVEL": "WARNING"})
    settings = Settings(
        DATABASE_URL=url,
        VAR=str(new_folder("beside")),
        SECRET_KEY=server.env["SECRET_KEY"],
        ASYNC_MODE="threading",
    )
    yield Served(server, create_app(settings, TESTING=True), mode)
    server.stop()


@pytest.fixture
def served(served_once: Served) -> Iterator[Served]:
    """The web process, with the context of this process's application pushed."""
    throttle.setup("memory://")
    if background.app is not served_once.app:
        background.setup(served_once.app)  # another was made meanwhile
    with served_once.app.app_context():
        yield served_once
        db.session.remove()


@pytest.fixture
def room(served: Served) -> Room:
    """An open room with nobody in it."""
    return live.room()


@pytest.fixture
def connect(served: Served) -> Iterator[Callable[..., Follower]]:
    """The function that connects a client; what it connected is closed with the test."""
    opened: list[Follower] = []

    def open_one(token: Any = None, **options: Any) -> Follower:
        opened.append(Follower(served.url, token, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def guest(served: Served) -> str:
    """The token of a guest who joined as programs do."""
    return join_as_guest(served, "Awa Traoré", "MA")


@pytest.fixture
def moderator(room: Room) -> str:
    """The token of a moderator of the room, whose second factor is proved."""
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    return people.device_token(person, second_factor=True)


@pytest.fixture
def at_desk(served: Served, room: Room, moderator: str) -> Iterator[RawClient]:
    """The desk of the room, every frame of which is kept."""
    client = RawClient(served.url, moderator)
    client.call("room.join", {"room": room.slug, "desk": True})
    yield client
    client.close()


@pytest.fixture
def listeners(served: Served, room: Room) -> Iterator[list[RawClient]]:
    """Three of the public in the room: nobody, a guest, and one whose items are drawn."""
    clients = [
        RawClient(served.url),
        RawClient(served.url, join_as_guest(served, "Dado", "SN")),
        RawClient(served.url, join_as_guest(served, "Fanta", "FR")),
    ]
    for place, client in enumerate(clients):
        client.call("room.join", {"room": room.slug, "html": place == 2})
    yield clients
    for client in clients:
        client.close()


def join_as_guest(served: Served, name: str, country: str) -> str:
    """Join with a name and a country, and return the token."""
    answer = requests.post(
        f"{served.url}/api/v1/guests", json={"name": name, "country": country}, timeout=20
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])
