"""Random acts on the floor of one room: what holds after each of them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import throttle
from app.live import actions
from app.live.facts import HandMoved
from app.live.models import ACTIVE, Hand, HandState, Room
from app.live.queries import cursor, floor, kinds
from tests.factories import live
from tests.live.helpers import sees
from tests.services.databases import Kind
from tests.walks import walks

PICK = st.integers(0, 5)
WHO = st.sampled_from(["guest 1", "guest 2", "hidden", "moderator", "nobody"])
RUNS = st.sampled_from(["moderator", "moderator", "moderator", "moderator", "guest 1", "nobody"])
HIDDEN = "Kadidia Sidibé"
SUBJECT = "sujet pour la modération"


class FloorMachine(RuleBasedStateMachine):
    """One room; what was spoken is counted again from the facts alone."""

    people: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        throttle.setup("memory://")
        self.room_id = live.room().id
        self.after, self.seen = 0, dict[str, Any]()
        self.raised = 0

    @property
    def room(self) -> Room:
        return db.session.get_one(Room, self.room_id)

    def hands(self) -> list[Hand]:
        query = db.select(Hand).where(Hand.room_id == self.room_id).order_by(Hand.id)
        return list(db.session.scalars(query))

    def hand(self, pick: int) -> Hand:
        found = self.hands()
        return found[pick % len(found)]

    def act(self, act: Any, *things: Any, **data: Any) -> Any:
        """Act; a refusal is an answer like another, anything else is a bug."""
        try:
            return act(*things, **data)
        except Refused:
            return None

    @rule(who=WHO, turn=st.sampled_from(["speech", "speech", "reply", "procedure"]))
    def raise_hand(self, who: str, turn: str) -> None:
        data = {"turn": turn, "subject": SUBJECT, "anonymous": who == "hidden"}
        self.raised += bool(self.act(actions.raise_hand, self.people[who], self.room, **data))

    @rule(who=RUNS, country=st.sampled_from(["FR", None]))
    def enter(self, who: str, country: str | None) -> None:
        data = {"name": "Le consul", "country": country, "subject": SUBJECT}
        self.raised += bool(self.act(actions.enter_hand, self.people[who], self.room, **data))

    @rule(who=RUNS)
    def call_next(self, who: str) -> None:
        self.act(actions.call_next_hand, self.people[who], self.room)

    @precondition(lambda self: self.raised)
    @rule(who=RUNS, pick=PICK, to=st.sampled_from(sorted(set(HandState) - {"withdrawn"})))
    def move(self, who: str, pick: int, to: str) -> None:
        self.act(actions.move_hand, self.people[who], self.room, self.hand(pick), to=to)

    @precondition(lambda self: self.raised)
    @rule(who=WHO, pick=PICK)
    def withdraw(self, who: str, pick: int) -> None:
        self.act(actions.withdraw_hand, self.people[who], self.room, self.hand(pick))

    @precondition(lambda self: self.raised)
    @rule(
        who=RUNS,
        pick=PICK,
        place=st.sampled_from([None, "first", "last", "turn"]),
        seconds=st.sampled_from([None, 30, 240]),
    )
    def arrange(self, who: str, pick: int, place: str | None, seconds: int | None) -> None:
        data = {"place": place, "seconds": seconds}
        self.act(actions.arrange_hand, self.people[who], self.room, self.hand(pick), **data)

    @rule(country=st.sampled_from([None, 60]), takes=st.booleans())
    def settle(self, country: int | None, takes: bool) -> None:
        data = {"speech_seconds": 60, "country_seconds": country, "takes_hands": takes}
        self.act(actions.set_floor, self.people["moderator"], self.room, **data)

    @invariant()
    def numbers_hands_and_lets_one_speak(self) -> None:
        db.session.rollback()
        found = self.hands()
        assert [hand.number for hand in found] == list(range(1, self.raised + 1))
        states = [hand.state for hand in found]
        assert states.count(HandState.SPEAKING) <= 1
        assert states.count(HandState.CALLED) <= 1
        up = [hand.person_id for hand in found if hand.state in ACTIVE and hand.person_id]
        assert len(up) == len(set(up))

    @invariant()
    def counts_the_stretches_that_ran(self) -> None:
        """The spoken time is that between the facts that let a hand speak and that stop it."""
        spoken: dict[int, int] = {}
        since: dict[int, Any] = {}
        for row in facts.since(f"room:{self.room_id}", 0):
            fact = row.fact
            if not isinstance(fact, HandMoved):
                continue
            if fact.was == "speaking":
                stretch = row.happened_at - since.pop(fact.hand_id)
                ran = stretch // timedelta(milliseconds=1)
                spoken[fact.hand_id] = spoken.get(fact.hand_id, 0) + ran
            if fact.to == "speaking":
                since[fact.hand_id] = row.happened_at
        for hand in self.hands():
            assert hand.spoken_ms == spoken.get(hand.id, 0)
            assert hand.running_since == since.get(hand.id)
            assert (hand.paused_at is not None) == (hand.state == HandState.PAUSED)

    @invariant()
    def gives_everybody_who_waits_one_place(self) -> None:
        standing = floor.standing(self.room)
        waiting = {hand.id for hand in self.hands() if hand.state == HandState.RAISED}
        assert {hand.id for hand in standing.queue} == waiting
        places = [standing.place(hand) for hand in standing.queue]
        assert places == list(range(1, len(waiting) + 1))
        total = sum(hand.spoken_ms for hand in self.hands())
        assert sum(had.milliseconds for had in standing.by_country.values()) == total

    @invariant()
    def tells_who_follows_what_a_newcomer_sees(self) -> None:
        """State plus changes equals fresh state: for the public, and for each person's own hand."""
        for name in ("nobody", "guest 1", "hidden"):
            actor = self.people[name]
            caught_up = cursor.catch_up(actor, self.room, self.after)
            for item in caught_up["changes"]:
                self.seen[f"{name} {item['kind']}"] = item
            fresh = sees(actor, self.room, kinds.floor)
            assert self.seen.get(f"{name} floor", fresh["floor"]) == fresh["floor"]
            assert self.seen.get(f"{name} hand") == fresh["hand"]
            assert SUBJECT not in str(fresh["floor"])
            assert HIDDEN not in str(fresh["floor"])
        self.after = facts.latest(f"room:{self.room_id}")


@pytest.mark.timeout(300)
def test_the_floor_keeps_its_promises_whatever_people_do(app: Flask, database_kind: Kind) -> None:
    FloorMachine.people = {
        "guest 1": live.guest_actor(country="FR"),
        "guest 2": live.guest_actor(country="CI"),
        "hidden": live.guest_actor(name=HIDDEN, country="CI"),
        "moderator": live.moderator(),
        "nobody": ANONYMOUS,
    }
    run_state_machine_as_test(
        FloorMachine,
        settings=walks(database_kind, 6, steps=20),
    )
    assert list(facts.broken_links()) == []
