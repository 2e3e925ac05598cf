"""What several processes count together: allowances, and who is present."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.core import presence as module
from app.core.actions import action, anyone
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import SignInRequired, TooMany
from app.core.facts import record
from app.core.presence import Presence
from app.core.throttle import Throttle, throttle
from app.live import actions
from tests.core.samples import NoteCounted, recorded
from tests.factories import live
from tests.services.programs import free_port
from tests.services.redis import Redis


@pytest.fixture(params=["memory", "redis"])
def storage(request: pytest.FixtureRequest) -> str:
    """Where the allowances are counted."""
    if request.param == "memory":
        return "memory://"
    return str(request.getfixturevalue("redis_server").url())


def throttled(url: str) -> Throttle:
    throttle = Throttle()
    throttle.setup(url)
    return throttle


class TestAThrottle:
    def test_refuses_what_is_above_the_allowance(self, storage: str) -> None:
        throttle, who = throttled(storage), uuid4()
        for _ in range(3):
            throttle.spend("3 per minute", "ask", who)
        with pytest.raises(TooMany):
            throttle.spend("3 per minute", "ask", who)

    def test_counts_each_person_and_each_act_apart(self, storage: str) -> None:
        throttle, who, other = throttled(storage), uuid4(), uuid4()
        throttle.spend("1 per minute", "ask", who)
        throttle.spend("1 per minute", "ask", other)
        throttle.spend("1 per minute", "vote", who)
        with pytest.raises(TooMany):
            throttle.spend("1 per minute", "vote", who)

    def test_is_shared_by_the_processes_through_redis(self, redis_server: Redis) -> None:
        who = uuid4()
        throttled(redis_server.url()).spend("1 per minute", "ask", who)
        with pytest.raises(TooMany):
            throttled(redis_server.url()).spend("1 per minute", "ask", who)

    def test_in_memory_is_each_process_its_own(self) -> None:
        throttled("memory://").spend("1 per minute", "ask", 1)
        throttled("memory://").spend("1 per minute", "ask", 1)

    def test_lets_pass_while_its_storage_is_away(self) -> None:
        throttle = throttled(f"redis://127.0.0.1:{free_port()}/0")
        throttle.spend("1 per minute", "ask", 1)
        throttle.spend("1 per minute", "ask", 1)


def said(at: float, **counts: int) -> str:
    """Return the word of a process at an instant: how many of each country are there."""
    return f"{int(at)} {json.dumps(counts)}"


class TestPresence:
    @pytest.fixture
    def topic(self) -> str:
        return f"room:{uuid4()}"

    @pytest.fixture
    def processes(
        self, redis_server: Redis, monkeypatch: pytest.MonkeyPatch
    ) -> tuple[Presence, Presence]:
        monkeypatch.setattr(module, "SAID_EVERY", 0.0)
        here, there = Presence(), Presence()
        here.setup(redis_server.url())
        there.setup(redis_server.url())
        return here, there

    def test_counts_the_clients_of_one_process_by_country(self, topic: str) -> None:
        presence = Presence()
        presence.setup("")
        for client, country in (("a", "ML"), ("b", "FR"), ("c", "ML"), ("d", None)):
            presence.enter(topic, client, country)
        assert presence.by_country(topic) == {"ML": 2, "FR": 1, "": 1}
        presence.leave(topic, "a")
        presence.leave(topic, "a")
        presence.leave(topic, "never came")
        assert (presence.count(topic), presence.count("another")) == (3, 0)

    def test_counts_a_client_that_enters_twice_once(self, topic: str) -> None:
        presence = Presence()
        presence.enter(topic, "a", "ML")
        presence.enter(topic, "a", "FR")
        assert presence.by_country(topic) == {"FR": 1}

    def test_counts_the_clients_of_every_process(
        self, topic: str, processes: tuple[Presence, Presence]
    ) -> None:
        here, there = processes
        here.enter(topic, "a", "ML")
        there.enter(topic, "b", "ML")
        there.enter(topic, "c", "FR")
        assert here.by_country(topic) == {"ML": 1}
        assert there.by_country(topic) == {"ML": 2, "FR": 1}
        assert here.by_country(topic) == {"ML": 2, "FR": 1}
        there.leave(topic, "b")
        there.by_country(topic)
        assert here.by_country(topic) == {"ML": 1, "FR": 1}

    def test_forgets_a_process_that_says_nothing_more(
        self, topic: str, processes: tuple[Presence, Presence]
    ) -> None:
        here, _ = processes
        here.enter(topic, "a", "ML")
        words = {
            "dead": said(time.time() - module.SILENT_AFTER - 1, FR=40),
            "alive": said(time.time(), CI=2),
        }
        here._redis.hset(f"present:{topic}", mapping=words)
        assert here.by_country(topic) == {"ML": 1, "CI": 2}

    def test_counts_the_clients_of_a_process_whose_clock_was_set_back(
        self, topic: str, processes: tuple[Presence, Presence], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, there = processes
        there.enter(topic, "a", "ML")
        with monkeypatch.context() as machine:
            machine.setattr(time, "time", lambda: 0.0)
            assert there.count(topic) == 1
        assert here.count(topic) == 1

    def test_does_not_ask_redis_at_every_look(
        self, topic: str, redis_server: Redis, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "SAID_EVERY", 3600.0)
        here, there = Presence(), Presence()
        here.setup(redis_server.url())
        there.setup(redis_server.url())
        here.enter(topic, "a", "ML")
        assert here.count(topic) == 1
        there.enter(topic, "b", "ML")
        assert there.count(topic) == 2
        assert here.count(topic) == 1

    def test_counts_its_own_while_redis_is_away(self, topic: str) -> None:
        presence = Presence()
        presence.setup(f"redis://127.0.0.1:{free_port()}/0")
        presence.enter(topic, "a", "ML")
        assert presence.by_country(topic) == {"ML": 1}


class TestAnActThatIsThrottled:
    """Its transaction never waits for Redis: it would hold a lock that others block on."""

    @pytest.fixture(autouse=True)
    def _shared(self, app: Flask, redis_server: Redis) -> None:
        throttle.setup(redis_server.url())

    @pytest.fixture
    def acts(self, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
        """Whether a transaction was open, each time an allowance was taken."""
        seen: list[bool] = []
        take = throttle.take

        def watched(claims: Any) -> None:
            seen.append(bool(db.session.info.get("acting")))
            take(claims)

        monkeypatch.setattr(throttle, "take", watched)
        return seen

    def test_takes_its_allowance_outside_its_transaction(self, acts: list[bool]) -> None:
        @action(anyone)
        def knock(actor: Actor, *, who: str) -> None:
            throttle.spend("2 per minute", "knock", who)
            throttle.spend("9 per minute", "door", who)
            record(actor, NoteCounted(note_id=0))

        who = str(uuid4())
        knock(ANONYMOUS, who=who)
        knock(ANONYMOUS, who=who)
        with pytest.raises(TooMany):
            knock(ANONYMOUS, who=who)
        assert acts == [False] * 5
        assert len(recorded()) == 2

    def test_takes_none_for_a_replay_or_a_refusal(self, acts: list[bool]) -> None:
        actor, room = live.guest_actor(), live.room()
        key = uuid4()
        for _ in range(3):
            actions.ask_question(actor, room, body="Quand ?", key=key)
        with pytest.raises(SignInRequired):
            actions.ask_question(ANONYMOUS, room, body="Quand ?")
        assert acts == [False]

    def test_inside_another_takes_it_before_both(self, acts: list[bool]) -> None:
        @action(anyone)
        def inner(actor: Actor, who: str) -> None:
            throttle.spend("1 per minute", "inner", who)
            record(actor, NoteCounted(note_id=1))

        @action(anyone)
        def outer(actor: Actor, who: str) -> None:
            record(actor, NoteCounted(note_id=0))
            inner(actor, who)

        who = str(uuid4())
        outer(ANONYMOUS, who)
        with pytest.raises(TooMany):
            outer(ANONYMOUS, who)
        assert acts == [False, False]
        assert [row.data["note_id"] for row in recorded()] == [0, 1]
