"""The application on a fresh database of each kind, and clients whose requests stand alone."""

import gc
from collections.abc import Callable, Iterator
from contextvars import Context
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from app.core import memory
from app.core.actors import SYSTEM
from app.core.background import background
from app.core.db import db
from app.core.throttle import throttle
from app.factory import create_app
from app.record.actions import import_record
from app.record.cli import PUBLIC_RECORD
from app.record.schemas.reading import read_document
from config import Settings
from tests.services import renewed_database
from tests.services.compiled import COMPILED, compile_routes_once
from tests.services.databases import Kind, keep_as_beginning
from tests.services.programs import empty_folder

Begin = Callable[[str, Callable[[], object]], None]

BEGINNINGS: set[tuple[str, Kind]] = set()
APPLICATIONS: dict[Settings, Flask] = {}

pytest_plugins = ["tests.services.fixtures"]
compile_routes_once()


# Doors bring pages, forms and JSON to actions and queries, whose own tests run on both kinds of
# database. Theirs run on SQLite alone; on PostgreSQL, tests/record/test_every_page_on_postgresql.py
# opens each kind of page that a link leads to (docs/decisions/0016).
DOORS = {
    *("test_views.py", "test_desk_views.py", "test_management.py", "test_desk.py"),
    *("test_office.py", "test_text_page.py", "test_api.py", "test_one_round.py"),
    *("test_floor_api.py", "test_floor_pages.py", "test_poll_doors.py", "test_screen_doors.py"),
}
# The files of these come first: the last file that is begun decides when a run ends.
HEAVY = ("browser", "faults", "live")


gc.disable()  # half of the collection of tests was the collector's of garbage, who found none


def pytest_collection_finish() -> None:
    """Let the garbage collector work, but not walk modules and tests again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def is_left_out(item: pytest.Item) -> bool:
    """Return whether this is the PostgreSQL half of a test of a door."""
    return item.path.name in DOORS and item.get_closest_marker("postgres") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the doors out on PostgreSQL, and put the files in the order in which they begin."""
    config.hook.pytest_deselected(items=[item for item in items if is_left_out(item)])
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if not is_left_out(item):
            files.setdefault(item.path, []).append(item)
    items[:] = [item for tests in in_order(list(files.values())) for item in tests]


def in_order(files: list[list[pytest.Item]]) -> Iterator[list[pytest.Item]]:
    """
    Give the files that compute after the heavy ones, of which browsers alternate with the rest.

    A browser needs a core, and the rest wait: for servers, for clocks. The files that compute go
    backwards: those of tests/ itself are long, and the last file of a run has nothing beside it.
    """
    heavy = [tests for tests in files if has_any(tests, *HEAVY)]
    browsers = [tests for tests in heavy if has_any(tests, "browser")]
    others = [tests for tests in heavy if not has_any(tests, "browser")]
    yield from chain.from_iterable(zip_longest(browsers, others, fillvalue=[]))
    yield from reversed([tests for tests in files if not has_any(tests, *HEAVY)])


def has_any(tests: list[pytest.Item], *marks: str) -> bool:
    """Return whether a test of a file carries one of these marks."""
    return any(test.get_closest_marker(mark) for test in tests for mark in marks)


class Client(FlaskClient):
    """A browser: each request runs in a context of its own, and a write carries its CSRF token."""

    def open(self, *args: Any, csrf: bool = True, **options: Any) -> Any:  # type: ignore[override]
        if csrf and options.get("method", "GET") not in {"GET", "HEAD", "OPTIONS"}:
            token = {"X-CSRFToken": self.csrf_token()}
            options["headers"] = {**(options.get("headers") or {}), **token}
        db.session.rollback()
        try:
            return Context().run(super().open, *args, **options)
        finally:
            db.session.rollback()
            db.session.expire_all()

    def csrf_token(self) -> str:
        """Return a token that this browser's session accepts."""
        return Context().run(self._csrf_token)

    def _csrf_token(self) -> str:
        with self.session_transaction() as kept, self.application.test_request_context():
            if "csrf_token" in kept:
                session["csrf_token"] = kept["csrf_token"]
            token = generate_csrf()
            kept["csrf_token"] = session["csrf_token"]
        return token


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> Kind:
    """Either kind of database: everything is promised on both."""
    return cast(Kind, request.param)


@pytest.fixture
def settings(database_kind: Kind) -> Settings:
    """The settings of a test: an empty migrated database, an empty folder."""
    return Settings(
        DATABASE_URL=renewed_database(database_kind),
        VAR=str(empty_folder("var")),
        SECRET_KEY="the key of the tests",
        ASYNC_MODE="threading",
        LOG_LEVEL="WARNING",
    )


@pytest.fixture
def new_app(settings: Settings) -> Flask:
    """An application of one's own, not yet asked anything: for who adds to it."""
    built = create_app(settings, TESTING=True)
    built.test_client_class = Client
    built.jinja_env.bytecode_cache = COMPILED
    return built


@pytest.fixture
def app(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application, its context pushed; kept from test to test, unlike what it knows."""
    if background.app not in APPLICATIONS.values():
        APPLICATIONS.clear()  # another that was made meanwhile took the queue and the sockets
    built = APPLICATIONS.get(settings)
    if built is None:
        built = APPLICATIONS[settings] = request.getfixturevalue("new_app")
    config = dict(built.config)
    with built.app_context():
        yield built
        leave_database()
    built.config.update(config)
    throttle.setup("memory://")


def leave_database() -> None:
    """Let go of the database in turn, which is going."""
    db.session.remove()
    db.engine.dispose()
    memory.forget_all()


@pytest.fixture
def begin_with(app: Flask, database_kind: Kind) -> Begin:
    """The function that fills the database: by doing it once a run, then by copies of that."""

    def fill(name: str, bring: Callable[[], object]) -> None:
        if (name, database_kind) not in BEGINNINGS:
            bring()
            leave_database()
            keep_as_beginning(database_kind, name)
            BEGINNINGS.add((name, database_kind))
        leave_database()
        renewed_database(database_kind, name)

    return fill


@pytest.fixture
def record(begin_with: Begin) -> None:
    """The public record, as its import leaves it."""
    document = PUBLIC_RECORD.read_bytes()
    begin_with("record", lambda: import_record(SYSTEM, document=read_document(document)))


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser that nobody signed in."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """The function that signs a browser in as a person."""
    from tests.factories.accounts import device_token

    def enter(client: Client, person: Any, *, second_factor: bool = False) -> Client:
        token = device_token(person, second_factor=second_factor)
        with client.session_transaction() as kept:
            kept["_user_id"] = token
            kept["_fresh"] = True
        return client

    return enter
