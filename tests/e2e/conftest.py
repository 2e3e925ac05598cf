"""Browsers and the served room they visit."""

from collections.abc import Callable, Iterator
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
PATIENCE = 15_000  # milliseconds; nothing is timed, this only ends a test that fails

Visit = Callable[..., Page]

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
