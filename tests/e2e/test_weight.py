"""What a visit costs on prepaid data: every byte that travels, and where to."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.scale import LATER, LIVE, PUBLIC, Scale, first_visits, later_visits
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]

ROOM = "/direct/poids"
PAGES = [
    "/",
    "/rencontres",
    "/direct",
    "/organisations",
    "/cadres",
    "/connexion",
    "/ma-question",
    "/direct/poids/texte",
    "/direct/poids/poser",
]


@pytest.fixture(scope="module")
def room(stage: Stage) -> str:
    """A room in full swing: thirty questions, a feed, one on air."""
    room = stage.room("poids")
    for number in range(30):
        name = f"Voix {number % 12}"
        asked = stage.taken(room, name, f"Quels frais pour envoyer de l’argent, cas n° {number}")
        stage.vote(asked, name)
        if number < 8:
            stage.moderate(asked, "answered", answer="Ceux de la convention, affichés au guichet.")
    stage.moderate(asked, "on_air")
    for number in range(12):
        stage.say(room, f"La direction répond au point {number} et annonce la suite.")
    return room


def test_first_visits_stay_within_their_budget(stage: Stage, room: str, visit: Visit) -> None:
    costs = first_visits(
        visit, {at: f"{stage.url}{at}" for at in PAGES}, cookie=stage.guest("Visiteuse")
    )
    assert {at: cost for at, cost in costs.items() if cost >= PUBLIC} == {}


def test_later_pages_cost_little(stage: Stage, room: str, visit: Visit) -> None:
    costs = later_visits(visit, f"{stage.url}/", {at: f"{stage.url}{at}" for at in PAGES})
    assert {at: cost for at, cost in costs.items() if cost >= LATER} == {}


def test_a_live_room_stays_within_its_budget_and_costs_little_again(
    stage: Stage, room: str, visit: Visit
) -> None:
    page = visit(device=PHONE, cookie=stage.guest("Auditrice"))
    scale = Scale(page)
    page.goto(f"{stage.url}{ROOM}", wait_until="networkidle")
    expect(page.locator("#present-note")).not_to_be_empty()
    first = scale.bytes
    page.goto(f"{stage.url}{ROOM}", wait_until="networkidle")
    print(first, scale.bytes - first)
    assert first < LIVE
    assert scale.bytes - first < LATER
    assert scale.hosts == {urlsplit(stage.url).netloc}
