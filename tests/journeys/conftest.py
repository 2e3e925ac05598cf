"""A served application with the public record and the demonstration, and those who play in it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.db import db
from app.factory import create_app
from app.record.cli import PUBLIC_RECORD
from config import Settings
from tests.e2e.conftest import LAPTOP, PHONE, Visit, visit
from tests.journeys.people import Reader
from tests.services import Server, fresh_database, serve
from tests.services.programs import new_folder

__all__ = ["visit"]

Player = Callable[[str], Reader]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The whole application on a fresh database of each kind, as `make demo` leaves it."""
    folder = new_folder("journey")
    env = {"DATABASE_URL": fresh_database(request.param), "VAR": str(folder)}
    with serve(env) as server:
        app = create_app(replace(Settings.read(server.env), ASYNC_MODE="threading"))
        with app.app_context():
            for command in (["record", "import", str(PUBLIC_RECORD)], ["demo"]):
                done = app.test_cli_runner().invoke(args=command, catch_exceptions=False)
                assert done.exit_code == 0, done.output
                db.session.remove()
            db.engine.dispose()
        yield server


def reader(house: Server, visit: Visit, device: dict[str, Any]) -> Reader:
    """Return somebody with a browser of their own."""
    return Reader(visit(device=device), house.url)


@pytest.fixture
def phone(house: Server, visit: Visit) -> Reader:
    """Somebody abroad with a phone and no account."""
    return reader(house, visit, PHONE)


@pytest.fixture
def passer_by(house: Server, visit: Visit) -> Reader:
    """Somebody whom nobody knows."""
    return reader(house, visit, LAPTOP)


@pytest.fixture
def player(house: Server, visit: Visit) -> Player:
    """The function that lets in who plays a role, in a browser of their own."""
    accounts = json.loads((Path(house.env["VAR"]) / "demo.json").read_text())["accounts"]

    def enter(role: str) -> Reader:
        someone = reader(house, visit, LAPTOP)
        door = f"/demo/entrer/{accounts[role]['token']}"
        someone.go(door).press("Entrer")
        someone.page.wait_for_url(lambda url: door not in url)
        return someone

    return enter
