"""What a visit costs on prepaid data: every byte that travels, and where to."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]

PUBLIC = 60_000
LIVE = 100_000
LATER = 15_000
PAGES = [
    "/",
    "/rencontres",
    "/direct",
    "/organisations",
    "/cadres",
    "/connexion",
    "/ma-question",
    "/direct/poids",
    "/direct/poids/texte",
    "/direct/poids/poser",
]


class Scale:
    """Counts what a page transfers, headers and frames of the live connection included."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.hosts: set[str] = set()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.webSocketCreated", lambda told: self._host(told["url"]))
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _asked(self, told: dict[str, Any]) -> None:
        self._host(told["request"]["url"])

    def _host(self, url: str) -> None:
        if urlsplit(url).netloc:
            self.hosts.add(urlsplit(url).netloc)

    def _finished(self, told: dict[str, Any]) -> None:
        self.bytes += int(told["encodedDataLength"])

    def _frame(self, told: dict[str, Any]) -> None:
        self.bytes += len(told["response"]["payloadData"].encode())

    def since(self, visit: Callable[[], Any]) -> int:
        """Return how many bytes a visit transfers."""
        before = self.bytes
        visit()
        return self.bytes - before


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


@pytest.mark.parametrize("address", PAGES)
def test_a_first_visit_stays_within_its_budget(
    stage: Stage, room: str, visit: Visit, address: str
) -> None:
    page = visit(device=PHONE, cookie=stage.guest("Visiteuse"))
    scale = Scale(page)
    page.goto(f"{stage.url}{address}", wait_until="networkidle")
    if address == "/direct/poids":
        expect(page.locator("#present-note")).not_to_be_empty()
    print(f"{address}: {scale.bytes / 1000:.1f} KB")
    assert scale.bytes < (LIVE if address == "/direct/poids" else PUBLIC)
    assert scale.hosts == {urlsplit(stage.url).netloc}


def test_later_pages_cost_little(stage: Stage, room: str, visit: Visit) -> None:
    page = visit(device=PHONE)
    scale = Scale(page)
    page.goto(f"{stage.url}/", wait_until="networkidle")
    later = {
        address: scale.since(partial(page.goto, f"{stage.url}{address}", wait_until="networkidle"))
        for address in PAGES
        if address != "/direct/poids"
    }
    room_first = scale.since(
        lambda: page.goto(f"{stage.url}/direct/poids", wait_until="networkidle")
    )
    room_again = scale.since(
        lambda: page.goto(f"{stage.url}/direct/poids", wait_until="networkidle")
    )
    print(later, room_first, room_again)
    assert {address: cost for address, cost in later.items() if cost >= LATER} == {}
    assert room_again < LATER
