"""Browsers and the served room they visit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.followup import FollowupStage
from tests.e2e.stage import Cookie, Stage
from tests.services import serve

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
LAPTOP = {"viewport": {"width": 1440, "height": 900}}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
# Axe reads colours as they are in the middle of a change: here nothing changes slowly.
STILL: dict[str, Any] = LAPTOP | {"locale": "fr-FR", "reduced_motion": "reduce"}
PATIENCE = 60_000  # milliseconds; nothing is timed, this only ends a test that fails

Visit = Callable[..., Page]
Desk = Callable[..., Page]
Read = Callable[..., Page]

numbers = count(1)

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A served application on SQLite, for all the tests of a module."""
    with serve() as server:
        made = Stage(server)
        yield made
        made.close()


@pytest.fixture(scope="module")
def followup() -> Iterator[FollowupStage]:
    """A served application with the whole record and its cases, for the tests of a module."""
    with serve() as server:
        made = FollowupStage(server)
        made.fill()
        yield made
        made.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """The function that opens a page in a browser context of its own, signed in by a cookie."""
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def open_page(
        address: str | None = None,
        *,
        cookie: Cookie | None = None,
        device: dict[str, Any] = LAPTOP,
        **options: Any,
    ) -> Page:
        context = browser.new_context(**({"locale": "fr-FR"} | device | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if cookie:
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(f"{page.url}: {error}"))
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not failures, failures


@dataclass
class Readers:
    """A page for each person who only reads: a new one for each address costs as much again."""

    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def page(self, cookie: Cookie | None) -> Page:
        """Return the page of whom a cookie signs in, made the first time."""
        key = cookie["value"] if cookie else ""
        if key not in self.pages:
            context = self.browser.new_context(**STILL)
            context.set_default_timeout(PATIENCE)
            if cookie:
                context.add_cookies([cookie])  # type: ignore[list-item]
            page = self.pages[key] = context.new_page()
            page.on("pageerror", lambda error: self.failures.append(f"{page.url}: {error}"))
        return self.pages[key]


@pytest.fixture(scope="module")
def readers(browser: Browser) -> Iterator[Readers]:
    """Those who read the pages of a module."""
    made = Readers(browser)
    yield made
    for page in made.pages.values():
        page.context.close()


@pytest.fixture
def read(readers: Readers) -> Iterator[Read]:
    """The function that opens an address for somebody who only reads, and checks its status."""

    def open_page(address: str, *, cookie: Cookie | None = None, status: int = 200) -> Page:
        page = readers.page(cookie)
        page.set_viewport_size(STILL["viewport"])
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status
        return page

    readers.failures.clear()
    yield open_page
    assert not readers.failures, readers.failures


@pytest.fixture
def room(stage: Stage) -> str:
    """A room of its own for a test."""
    return stage.room(f"salle-{next(numbers)}")


@pytest.fixture
def desk(visit: Visit, stage: Stage, room: str) -> Desk:
    """The function that opens the desk of the room in a new browser."""

    def sit_down(name: str = "Modératrice de démonstration") -> Page:
        page = visit(f"{stage.url}/direct/{room}/bureau", cookie=stage.moderator(name))
        expect(page.locator("#desk-link")).to_have_text("Relié")
        return page

    return sit_down
