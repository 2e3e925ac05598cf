"""A served application with the public record and the demonstration, and those who play in it."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import LAPTOP, PHONE, Visit, visit
from tests.journeys.people import Reader
from tests.services import Server, fresh_database, serve
from tests.services.programs import PYTHON, ROOT, new_folder

__all__ = ["visit"]

RECORD = ROOT / "app" / "record" / "mali.yaml"
FLASK = (PYTHON, "-m", "flask", "--app", "app.factory:create_app")

PATIENCE = 60_000  # milliseconds; nothing is timed, this only ends a journey that fails

Player = Callable[[str], Reader]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The whole application on a fresh database of each kind, as `make demo` leaves it."""
    folder = new_folder("journey")
    env = {"DATABASE_URL": fresh_database(request.param), "VAR": str(folder)}
    with serve(env) as server:
        for command in (("record", "import", str(RECORD)), ("demo",)):
            subprocess.run([*FLASK, *command], cwd=ROOT, env=server.env, check=True)
        yield server


def reader(house: Server, visit: Visit, device: dict[str, Any]) -> Reader:
    """Return somebody with a browser of their own, and patience."""
    expect.set_options(timeout=PATIENCE)
    page = visit(device=device)
    page.context.set_default_timeout(PATIENCE)
    return Reader(page, house.url)


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
        return someone.go(f"/demo/entrer/{accounts[role]['token']}").press("Entrer")

    return enter
