"""Clients that flood a room in every way, from the address of those who take part."""

import time
from collections import Counter
from collections.abc import Callable

import pytest

from app.core.db import db
from app.live.models import Question, Vote
from tests.factories import accounts as people
from tests.factories import live
from tests.faults.conftest import Gather
from tests.faults.flood import Floods, ways
from tests.faults.phones import LONGEST
from tests.live.sockets.clients import Follower, question
from tests.services import serve

pytestmark = [pytest.mark.faults, pytest.mark.live]
HONEST, ASKS = 5, 4


def device() -> str:
    """Return the token of a new guest."""
    return people.device_token(people.guest())


def totals(floods: Floods) -> Counter[str]:
    """Return what all those who flood did so far."""
    return sum(map(Counter, floods.counts().values()), Counter())


def once(floods: Floods, is_enough: Callable[[Counter[str]], bool]) -> Counter[str]:
    """Wait until those who flood did enough; return what they did."""
    deadline = time.monotonic() + LONGEST
    while not is_enough(done := totals(floods)):
        assert time.monotonic() < deadline, f"the flood ended: {done}"
        time.sleep(0.05)
    return done


@pytest.mark.timeout(600)
def test_a_flood_slows_nobody_else_and_loses_nothing(gather: Gather) -> None:
    with serve() as server:
        room = gather(server, size=1).room
        shown = [live.question(room) for _ in range(ASKS + 1)]
        followers = [Follower(server.url, device()) for _ in range(HONEST)]
        for follower in followers:
            follower.join(room.slug)
        tokens = {name: device() for name in ways(room.slug, shown[0].id)}
        floods = Floods(server.url, tokens, room.slug, shown[0].id)
        before = once(floods, lambda done: done["cut"] >= 3)
        receipts = set()
        for asked in shown[1:]:
            for follower in followers:
                answer = follower.ok("question.ask", question(body="Et nous ?"))
                receipts.add(answer["receipt"])
                assert follower.ok("question.vote", {"question": asked.id})["on"]
        # On a busy machine they hardly get a turn: that they go on shows that they never ended.
        once(floods, lambda done: done > before)
        assert len(receipts) == HONEST * ASKS
        for follower in followers:
            follower.wait_for_count(shown[ASKS].id, HONEST)
            follower.close()
        floods.stop()
        db.session.rollback()
        mine = Question.receipt.in_(receipts)
        assert db.session.query(Question).filter(mine).count() == HONEST * ASKS
        votes = Vote.question_id.in_([asked.id for asked in shown[1:]])
        assert db.session.query(Vote).filter(votes).count() == HONEST * ASKS
