"""What visits cost: every byte that travels, and where to."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Cookie

PUBLIC = 60_000
LIVE = 100_000
LATER = 15_000


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


def first_visits(
    visit: Visit, addresses: Mapping[str, str], cookie: Cookie | None = None
) -> dict[str, int]:
    """Return what each address costs on a phone that was never here, by its name."""
    return _weigh({at: visit(device=PHONE, cookie=cookie) for at in addresses}, addresses)


def later_visits(visit: Visit, home: str, addresses: Mapping[str, str]) -> dict[str, int]:
    """Return what each address costs on a phone that was at `home` before, by its name."""
    context = visit(device=PHONE).context
    context.pages[0].goto(home, wait_until="networkidle")
    return _weigh({at: context.new_page() for at in addresses}, addresses)


def _weigh(pages: Mapping[str, Page], addresses: Mapping[str, str]) -> dict[str, int]:
    """Open all, then wait for each: whether nothing more comes is known after half a second."""
    scales = {name: Scale(page) for name, page in pages.items()}
    for name, page in pages.items():
        page.goto(addresses[name], wait_until="commit")
    for name, page in pages.items():
        page.wait_for_load_state("networkidle")
        assert scales[name].hosts == {urlsplit(addresses[name]).netloc}, name
    costs = {name: scale.bytes for name, scale in scales.items()}
    print(costs)
    return costs
