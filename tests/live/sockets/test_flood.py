"""A client that floods is refused in words, then cut; the others are served meanwhile."""

from collections.abc import Callable, Iterator

import pytest

from app.core.db import db
from app.live.models import Question, Room, Vote
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower, RawClient, question
from tests.live.sockets.conftest import Served
from tests.live.sockets.flood import Flood, event, floods, masked

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]

HONEST = 6
ASKS = 4


@pytest.fixture
def flooded(served: Served, room: Room) -> Iterator[dict[str, Flood]]:
    """Everybody who floods, each in a way of their own, from the address of the honest ones."""
    target = live.question(room)
    tokens = [people.device_token(people.guest()) for _ in range(7)]
    running = floods(served.url, tokens, room.slug, target.id)
    for one in running.values():
        one.start()
    yield running
    for one in running.values():
        one.stop()


def test_slows_nobody_else_and_loses_nothing(
    served: Served, room: Room, connect: Connect, flooded: dict[str, Flood]
) -> None:
    shown = [live.question(room) for _ in range(5)]
    tokens = [people.device_token(people.guest()) for _ in range(HONEST)]
    followers = [connect(token) for token in tokens]
    for follower in followers:
        follower.join(room.slug)
    began = {name: one.rounds for name, one in flooded.items()}
    receipts = set()
    for _ in range(ASKS):
        for follower in followers:
            receipts.add(follower.ok("question.ask", question(body="Et nous ?"))["receipt"])
    for asked in shown:
        for follower in followers:
            assert follower.ok("question.vote", {"question": asked.id})["on"]
    assert len(receipts) == HONEST * ASKS
    for name, one in flooded.items():
        assert one.rounds > began[name], f"{name} did not go on while the others were served"
    for name in ("votes", "joins", "questions", "broken", "huge"):
        assert flooded[name].cuts > 0, name
    db.session.rollback()
    stored = db.session.query(Question).filter(Question.receipt.in_(receipts)).count()
    assert stored == HONEST * ASKS
    numbers = [asked.id for asked in shown]
    votes = db.session.query(Vote).filter(Vote.question_id.in_(numbers)).count()
    assert votes == HONEST * len(shown)
    for follower in followers:
        follower.wait_for_count(shown[-1].id, HONEST)


def test_is_answered_in_words_then_cut(served: Served, room: Room) -> None:
    raw = RawClient(served.url)
    assert "ok" in raw.call("room.join", {"room": room.slug, "snapshot": False})
    send = event("room.sync", {"after": 0})
    raw.socket.sock.sendall(masked(map(send, range(2, 1000))))
    answers = []
    with pytest.raises(OSError, match=r"closed|reset|[Bb]roken pipe"):
        for number in range(2, 1000):
            answers.append(raw.read_ack(number))
    codes = [answer.get("error", {}).get("code", "ok") for answer in answers]
    assert codes[:59] == ["ok"] * 59
    assert set(codes[59:]) == {"too_many"}
    assert len(codes) <= 600
    refused = answers[-1]["error"]
    assert 0 < refused["retry_after"] <= 60
    assert str(refused["retry_after"]) in refused["message"]
    raw.close()
