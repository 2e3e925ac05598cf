"""Networks that buffer, hang and refuse: what was acknowledged is stored, and phones catch up."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.conftest import visit as visit
from tests.e2e.stage import Stage
from tests.faults.conftest import Gather
from tests.faults.proxy import Proxy
from tests.services import Server, serve

pytestmark = [pytest.mark.faults, pytest.mark.live]
Through = Callable[..., Proxy]
SHORT_PATIENCE = 4  # seconds: a client learns in no other way that a connection is half open


@pytest.fixture
def through() -> Iterator[Through]:
    """The function that puts a proxy before a server."""
    started: list[Proxy] = []

    def put(server: Server, **faults: bool) -> Proxy:
        started.append(Proxy(int(server.env["PORT"]), **faults))
        return started[-1]

    yield put
    for proxy in started:
        proxy.close()


@pytest.mark.timeout(600)
def test_a_buffering_proxy_delays_and_loses_nothing(gather: Gather, through: Through) -> None:
    with serve() as server:
        crowd = gather(server, through(server, buffers=True).url, size=20).start()
        crowd.go_on(60)
        crowd.end()
        crowd.check()


@pytest.mark.timeout(600)
def test_phones_leave_half_open_connections_and_lose_nothing(
    gather: Gather, through: Through
) -> None:
    with serve() as server:
        proxy = through(server)
        crowd = gather(server, proxy.url, size=20)
        for line in crowd.lines:
            line.patience = SHORT_PATIENCE
        crowd.start()
        for _ in range(2):
            crowd.go_on(20)
            assert proxy.freeze() > 0
        crowd.go_on(40)
        crowd.end()
        crowd.check()


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_where_websockets_are_refused_the_page_follows_all_the_same(
    visit: Visit, through: Through
) -> None:
    with serve() as server:
        proxy, stage = through(server, refuses_websocket=True), Stage(server)
        slug = stage.room("sans-websocket")
        page = visit(f"{proxy.url}/direct/{slug}", cookie=stage.guest("Visiteuse"), device=PHONE)
        expect(page.locator("#present-note")).not_to_be_empty()
        stage.taken(slug, "Menuisier", "Où déposer mon projet")
        expect(page.locator("#queue-list .speech")).to_have_text("Où déposer mon projet")
        page.get_by_role("textbox", name="Votre question").fill("Quand arrive la bourse")
        page.get_by_role("button", name="Envoyer").tap()
        expect(page.locator("#receipts")).to_contain_text("reçue")
        assert "Quand arrive la bourse" in stage.states(slug)
        assert proxy.refused > 0
        stage.close()
