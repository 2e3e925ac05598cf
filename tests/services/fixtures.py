"""The pytest fixtures of the real programs; `tests/conftest.py` loads them as a plugin."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.services import databases, server
from tests.services.catalogues import compile_catalogues
from tests.services.postgres import Postgres, postgres
from tests.services.programs import BROWSERS, find_program
from tests.services.redis import Redis, redis

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """The catalogues, as the application reads them."""
    compile_catalogues()


@pytest.fixture(scope="session", autouse=True)
def migrated_databases(request: pytest.FixtureRequest) -> None:
    """What databases are copied from: made before the applications of tests, by one of its own."""
    databases.migrated_sqlite()
    if any(item.get_closest_marker("postgres") for item in request.session.items):
        databases.migrated_postgres()


@pytest.fixture(scope="session")
def postgres_server() -> Postgres:
    """The tests' PostgreSQL server, started when the first test asks for it."""
    return postgres()


@pytest.fixture(scope="session")
def redis_server() -> Redis:
    """The tests' Redis server, started when the first test asks for it."""
    return redis()


@pytest.fixture
def fresh_database() -> Callable[..., str]:
    """The function that makes a migrated database and returns its URL."""
    return databases.fresh_database


@pytest.fixture
def serve() -> Iterator[Callable[..., server.Server]]:
    """The function that serves the application; what it started ends with the test."""
    started = []

    def start(env: Mapping[str, str] | None = None) -> server.Server:
        started.append(server.serve(env))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that Debian installed, which calls nobody by itself."""
    return browser_type_launch_args | {
        "executable_path": find_program(*BROWSERS),
        "args": CHROMIUM_FLAGS,
    }
