"""A client that stops reading: it is cut, nobody waits for it, and it comes back whole."""

import socket

import pytest

from app.live import actions
from app.live.models import QuestionState
from app.live.queries.cursor import SNAPSHOT_BEHIND
from tests.factories import live
from tests.faults.conftest import Gather
from tests.live.sockets.clients import Follower, RawClient
from tests.services import serve

pytestmark = [pytest.mark.faults, pytest.mark.live]

# A narrow way, so that what is not read waits in the server and not in the network.
NARROW = (
    (socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),
    (socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536),
)
WORDS = "Déjà posée à Ségou, à côté du marché, où l’été s’achève. " * 10
MOST_ROUNDS = 60


def present(reader: Follower) -> int:
    """Return how many connections the room was last said to have."""
    told = [payload["present"] for event, payload in list(reader.told) if event == "room.counts"]
    return int(told[-1])


@pytest.mark.timeout(300)
def test_a_client_that_stops_reading_is_cut_and_comes_back_whole(gather: Gather) -> None:
    with serve() as server:
        crowd = gather(server, size=3)
        room, moderator = crowd.room, live.moderator(crowd.room)
        *others, late = crowd.phones
        reader = Follower(server.url)
        reader.join(room.slug)
        assert all(phone.enter() for phone in others)
        stuck = RawClient(server.url, late.token, sockopt=NARROW)
        late.entered(stuck.call("room.join", {"room": room.slug, "html": True})["ok"])
        reader.wait(lambda event, told: event == "room.counts" and told["present"] == 4)
        written: list[str] = []
        while present(reader) == 4:
            assert len(written) < 2 * MOST_ROUNDS, "who reads nothing is never cut"
            asked = live.question(room, QuestionState.RECEIVED)
            actions.moderate_question(moderator, asked, to="taken")
            for _ in range(2):
                written.append(f"{len(written)} {WORDS}"[:600].strip())
                actions.write_feed_line(moderator, room, body=written[-1])
            reader.wait_for_item(kind="line", body=written[-1])
        assert present(reader) == 3
        assert [item["body"] for item in reader.items() if item["kind"] == "line"] == written
        with pytest.raises(ConnectionError):
            stuck.read_until(lambda _frame: False)
        assert late.seq is not None
        assert 1.5 * len(written) <= SNAPSHOT_BEHIND  # so that it catches up by its number
        back = Follower(server.url, late.token)
        missed = back.join(room.slug, after=late.seq)
        assert "snapshot" not in missed
        assert [one["body"] for one in missed["changes"] if one["kind"] == "line"] == written
        late.entered(missed)
        for follower in (reader, back):
            follower.close()
        crowd.check_views()
