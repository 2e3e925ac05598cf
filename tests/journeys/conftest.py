"""A served application with the public record and the demonstration, and those who play in it."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import LAPTOP, PHONE, Visit, visit
from tests.journeys.people import Reader
from tests.services import Server, fresh_database, serve
from tests.services.programs import PYTHON, ROOT, new_folder

__all__ = ["visit"]

RECORD = ROOT / "app" / "record" / "mali.yaml"
FLASK = (PYTHON, "-m", "flask", "--app", "app.factory:create_app")

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


@pytest.fixture
def phone(house: Server, visit: Visit) -> Reader:
    """Somebody abroad with a phone and no account."""
    return Reader(visit(device=PHONE), house.url)


@pytest.fixture
def passer_by(house: Server, visit: Visit) -> Reader:
    """Somebody whom nobody knows."""
    return Reader(visit(device=LAPTOP), house.url)


@pytest.fixture
def player(house: Server, visit: Visit) -> Player:
    """The function that lets in who plays a role, in a browser of their own."""
    accounts = json.loads((Path(house.env["VAR"]) / "demo.json").read_text())["accounts"]

    def enter(role: str) -> Reader:
        someone = Reader(visit(device=LAPTOP), house.url)
        return someone.go(f"/demo/entrer/{accounts[role]['token']}").press("Entrer")

    return enter
