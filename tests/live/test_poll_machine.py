"""Random acts by random people on the polls of one room: what holds after each of them."""

import random
from typing import Any
from uuid import UUID, uuid5

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import throttle
from app.live import actions
from app.live.models import COUNTED_POLLS, FEWEST_SECRET, Participation, Poll, PollState, Room
from app.live.queries import kinds, polls
from tests.factories import live
from tests.live.helpers import everything, sees
from tests.services.databases import Kind
from tests.walks import walks

WHO = st.sampled_from(["a", "b", "c", "d", "moderator", "nobody"])
BALLOT = st.lists(st.integers(0, 3), max_size=3)
KEYS = UUID("6f0e7a5e-51c9-4f1e-9a33-0f3a2f1f6b10")


class PollMachine(RuleBasedStateMachine):
    """One room; the model of it is who has voted in which poll, and what each poll should count."""

    people: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        throttle.setup("memory://")
        self.room_id = live.room().id
        self.ballots: dict[int, dict[int, set[int]]] = {}
        self.keys: set[UUID] = set()
        self.frozen: dict[int, Any] = {}

    @property
    def room(self) -> Room:
        return db.session.get_one(Room, self.room_id)

    def poll(self, pick: int) -> Poll | None:
        query = db.select(Poll).where(Poll.room_id == self.room_id).order_by(Poll.number)
        found = list(db.session.scalars(query))
        return found[pick % len(found)] if found else None

    def act(self, act: Any, *things: Any, **data: Any) -> Any:
        try:
            return act(*things, **data)
        except Refused:
            return None

    @rule(
        who=WHO,
        method=st.sampled_from(["single", "multiple", "approval", "scale"]),
        ballot=st.sampled_from(["secret", "named"]),
    )
    def prepare(self, who: str, method: str, ballot: str) -> None:
        answers: dict[str, Any] = {"options": ["x", "y", "z"]}
        if method == "scale":
            answers = {"low": 1, "high": 3}
        answers |= {"method": method, "ballot": ballot, "title": "?"}
        poll = self.act(actions.prepare_poll, self.people[who], self.room, **answers)
        if poll:
            self.ballots[poll.id] = {}

    @rule(
        who=st.sampled_from(["moderator", "moderator", "moderator", "a"]),
        pick=st.integers(0, 3),
        to=st.sampled_from(["open", "open", "closed", "published", "cancelled"]),
    )
    def move(self, who: str, pick: int, to: str) -> None:
        if poll := self.poll(pick):
            self.act(actions.POLL_ACTS[to], self.people[who], poll)

    @rule(who=WHO, pick=st.integers(0, 3), choices=BALLOT, key=st.integers(0, 9))
    def vote(self, who: str, pick: int, choices: list[int], key: int) -> None:
        poll, actor = self.poll(pick), self.people[who]
        if poll is None:
            return
        known = uuid5(KEYS, f"{self.room_id} {who} {key}")
        was_open = poll.is_open
        if not self.act(actions.cast_ballot, actor, poll, choices=choices, key=known):
            return
        assert actor.id is not None
        if known not in self.keys:
            assert was_open
            assert actor.id not in self.ballots[poll.id]
            self.keys.add(known)
            self.ballots[poll.id][actor.id] = set(choices) - {0}

    @invariant()
    def counts_what_was_cast(self) -> None:
        db.session.rollback()
        for poll in polls.polls_of(self.people["moderator"], self.room, at_desk=True):
            cast = self.ballots[poll.id]
            rows = db.session.scalars(
                db.select(Participation.person_id).where(Participation.poll_id == poll.id)
            ).all()
            assert sorted(rows) == sorted(cast)
            if poll.state not in COUNTED_POLLS:
                assert [option.votes for option in poll.options] == [None] * len(poll.options)
                continue
            assert poll.taking_part == len(cast)
            assert (poll.uncounted == "few") == (poll.is_secret and 0 < len(cast) < FEWEST_SECRET)
            if poll.uncounted:
                continue
            votes = [option.votes or 0 for option in poll.options]
            assert votes == [sum(place in one for one in cast.values()) for place in (1, 2, 3)]
            assert poll.blank == sum(not one for one in cast.values())
            if poll.method in ("single", "scale"):
                assert sum(votes) + (poll.blank or 0) == len(cast)
            stands = (poll.taking_part, poll.blank, votes)
            assert self.frozen.setdefault(poll.id, stands) == stands

    @invariant()
    def shows_no_result_before_its_time(self) -> None:
        states = [poll.state for poll in polls.polls_of(ANONYMOUS, self.room)]
        assert states.count(PollState.OPEN) <= 1
        for view in sees(ANONYMOUS, self.room, kinds.polls)["polls"]:
            assert view["state"] in {"open", "closed", "published"}
            assert bool(view["results"]) == (view["state"] == "published")
        for view in sees(self.people["moderator"], self.room, kinds.polls)["polls"]:
            assert bool(view["results"]) == (view["state"] in {"closed", "published"})


@pytest.mark.timeout(600)
def test_polls_keep_their_promises_whatever_people_do(app: Flask, database_kind: Kind) -> None:
    PollMachine.people = {name: live.guest_actor() for name in "abcd"}
    PollMachine.people |= {"moderator": live.moderator(), "nobody": ANONYMOUS}
    run_state_machine_as_test(
        PollMachine,
        settings=walks(database_kind, 8, steps=25),
    )
    assert list(facts.broken_links()) == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("ballot", ["secret", "named"])
def test_the_order_of_ballots_and_their_replays_change_no_result(app: Flask, ballot: str) -> None:
    people = [live.guest_actor() for _ in range(5)]
    desk = live.moderator()

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        choices=st.lists(
            st.sets(st.integers(1, 3), max_size=3).map(lambda one: sorted(one) or [0]),
            min_size=5,
            max_size=5,
        ),
        seed=st.integers(0, 99),
    )
    def check(choices: list[list[int]], seed: int) -> None:
        results = []
        for turn in range(2):
            throttle.setup("memory://")
            poll = live.poll(live.room(), ballot=ballot, method="approval", options=["x", "y", "z"])
            order = list(zip(people, choices, strict=True))
            if turn:
                random.Random(seed).shuffle(order)
            for actor, chosen in order:
                key = uuid5(KEYS, f"{poll.id} {actor.id}")
                actions.cast_ballot(actor, poll, choices=chosen, key=key)
                before = everything()
                actions.cast_ballot(actor, poll, choices=[0], key=key)
                assert everything() == before
            actions.close_poll(desk, poll)
            results.append(polls.poll_views([poll], at_desk=True)[0]["results"])
        assert results[0] == results[1]

    check()
