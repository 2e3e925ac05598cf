"""The web process dies as in a power cut, again and again, under a full room."""

import pytest

from tests.faults.conftest import Gather
from tests.services import fresh_database, serve

pytestmark = [pytest.mark.faults, pytest.mark.live]
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_acknowledged_outlives_four_kills(kind: str, gather: Gather) -> None:
    with serve({"DATABASE_URL": fresh_database(kind)}) as server:
        crowd = gather(server).start()
        for _ in range(4):
            crowd.go_on()
            server.kill()
            server.start()
        crowd.go_on()
        crowd.end()
        crowd.check()


@pytest.mark.timeout(600)
def test_phones_that_lose_their_network_catch_up(gather: Gather) -> None:
    with serve() as server:
        crowd = gather(server, size=30).start()
        for turn in range(12):
            crowd.go_on(10)
            for phone in crowd.phones[turn % 3 :: 3]:
                phone.cut()
        crowd.end()
        crowd.check()
