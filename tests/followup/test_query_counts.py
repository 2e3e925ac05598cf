"""A page of follow-up costs as many queries with fifteen things as with three."""

from functools import partial

import pytest

from app.core.actors import SYSTEM
from app.core.db import db
from app.core.memory import forget_all
from app.followup import actions
from tests.factories import followup as make
from tests.factories.meetings import counted_queries

MOST = 32


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the queries are the same."""
    return "sqlite"


def fill(origin, count: int) -> None:
    """Issue recommendations with a concern, a commitment, reports and money each."""
    source = make.source()
    for number in range(count):
        concern = actions.enter_concern(make.secretariat(), words=f"Préoccupation {number}")
        issued = make.recommendation(origin, text=f"Texte {number}.", concern=concern.ref)
        # Late, due soon, or blocked in time: each part of the committee's pack has its lines.
        promise = make.commitment(issued, due_on=make.in_days((-5, 9, 90)[number % 3]))
        make.verified(promise, "in_progress", percent=40)
        actions.enter_budget(make.secretariat(), promise, kind="planned", amount="5")
        actions.say_obstacle(make.secretariat(), promise, blocked=True, reason="Accord.")
        one = actions.register_indicator(SYSTEM, code=f"c-{issued.id}", title="Pays")
        for value in range(2):
            actions.state_measurement(SYSTEM, one, value=value, source=source.code)


def cost(client, address: str) -> int:
    db.session.rollback()
    forget_all()
    with counted_queries() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


PAGES = [
    *("/suivi", "/suivi?timeliness=late", "/suivi/axes", "/suivi/organismes", "/suivi/dossier"),
    *("/suivi/preoccupations", "/suivi/textes", "/suivi/liste.csv", "/suivi/liste.xlsx"),
    *("/reperes", "/reperes.csv", "/", "/organisations", "/cadres"),
]


def test_every_public_page_asks_as_often_for_many_as_for_few(app, client):
    origin = make.instrument()
    fill(origin, 3)
    pages = [*PAGES, f"/suivi/textes/{origin.code}", f"/suivi/{origin.code}/R-01"]
    for address in pages:
        client.get(address)
    few = {address: cost(client, address) for address in pages}
    fill(make.instrument(), 3)
    fill(origin, 9)
    many = {address: cost(client, address) for address in pages}
    assert many == few
    assert {address: asked for address, asked in few.items() if asked > MOST} == {}


def test_a_chain_with_many_reports_asks_as_often_as_with_few(app, client):
    issued = make.recommendation()
    promise = make.commitment(issued)
    make.verified(promise, "in_progress")
    read = partial(cost, client, f"/suivi/{issued.ref}")
    read()
    few = read()
    for _time in range(8):
        make.verified(promise, "in_progress")
        make.verified(make.commitment(issued), "preparing")
    assert read() == few
