"""Random acts by random people in one room: what holds after each of them."""

from collections import defaultdict
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
from sqlalchemy import text

from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import throttle
from app.live import actions, queries
from app.live.models import PUBLIC_STATES, Question, QuestionState, RefusalReason, Room
from app.live.queries import cursor, kinds
from tests.factories import live
from tests.live.helpers import sees
from tests.services.databases import Kind
from tests.walks import walks

PICK = st.integers(0, 5)
WHO = st.sampled_from(["guest 1", "guest 2", "guest 3", "hidden", "moderator", "nobody"])
HIDDEN = "Kadidia Sidibé"
PENDING = "encore à lire"


class RoomMachine(RuleBasedStateMachine):
    """One room; the model of it is the votes that each person should have standing."""

    app: Flask
    people: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        throttle.setup("memory://")
        self.room_id = live.room().id
        self.supports: dict[int, set[int]] = defaultdict(set)
        self.asked = 0
        self.after = 0

    @property
    def room(self) -> Room:
        return db.session.get_one(Room, self.room_id)

    def question(self, pick: int) -> Question | None:
        query = db.select(Question).where(Question.room_id == self.room_id).order_by(Question.id)
        found = list(db.session.scalars(query))
        return found[pick % len(found)] if found else None

    def act(self, act: Any, *things: Any, **data: Any) -> Any:
        """Act; a refusal is an answer like another, anything else is a bug."""
        try:
            return act(*things, **data)
        except Refused:
            return None

    @rule(who=WHO)
    def ask(self, who: str) -> None:
        actor = self.people[who]
        data = {"body": f"{PENDING} {self.asked}", "anonymous": who == "hidden"}
        if self.act(actions.ask_question, actor, self.room, **data):
            self.asked += 1

    @precondition(lambda self: self.asked)
    @rule(who=WHO, pick=PICK, on=st.booleans())
    def vote(self, who: str, pick: int, on: bool) -> None:
        actor, question = self.people[who], self.question(pick)
        if not self.act(actions.vote_on_question, actor, question, on=on):
            return
        assert question is not None
        assert actor.id is not None
        if on and not self.supporters(question.id) & {actor.id}:
            self.supports[question.id].add(actor.id)
        elif not on:
            for number in self.merged_into(question.id):
                self.supports[number].discard(actor.id)

    @precondition(lambda self: self.asked)
    @rule(
        who=st.sampled_from(["moderator", "moderator", "other moderator", "guest 1", "nobody"]),
        pick=PICK,
        to=st.sampled_from(sorted(set(QuestionState) - {"withdrawn"})),
        reason=st.sampled_from([None, *map(str, RefusalReason)]),
        into=PICK,
        over=st.booleans(),
        owed=st.booleans(),
    )
    def moderate(
        self, who: str, pick: int, to: str, reason: str | None, into: int, over: bool, owed: bool
    ) -> None:
        target = self.question(into)
        number = target.id if target else None
        data: dict[str, Any] = {"to": to, "reason": reason, "into": number, "over": over}
        if owed:
            data |= {"office": "La DGME", "due": now().date()}
        self.act(actions.moderate_question, self.people[who], self.question(pick), **data)

    @precondition(lambda self: self.asked)
    @rule(who=WHO, pick=PICK)
    def withdraw(self, who: str, pick: int) -> None:
        self.act(actions.withdraw_question, self.people[who], self.question(pick))

    @precondition(lambda self: self.asked)
    @rule(who=WHO, pick=PICK)
    def reinstate(self, who: str, pick: int) -> None:
        self.act(actions.reinstate_question, self.people[who], self.question(pick))

    @precondition(lambda self: self.asked)
    @rule(pick=PICK, wording=st.sampled_from(["Dit autrement", f"{PENDING} 0"]))
    def reword(self, pick: int, wording: str) -> None:
        actor = self.people["moderator"]
        self.act(actions.reword_question, actor, self.question(pick), wording=wording)

    @rule(to=st.sampled_from(["open", "open", "open", "paused", "closed"]))
    def change_room(self, to: str) -> None:
        self.act(actions.change_room_state, self.people["moderator"], self.room, to=to)

    def merged_into(self, number: int) -> list[int]:
        query = db.select(Question.id).where(
            (Question.id == number) | (Question.merged_into_id == number)
        )
        return list(db.session.scalars(query))

    def supporters(self, number: int) -> set[int]:
        return set().union(*(self.supports[one] for one in self.merged_into(number)))

    @invariant()
    def holds(self) -> None:
        db.session.rollback()
        rows = db.session.execute(
            text(
                "SELECT id, number, state, merged_into_id, reason, claimed_by_id, answered_as, "
                "due_on FROM question "
                "WHERE room_id = :room ORDER BY number"
            ),
            {"room": self.room_id},
        ).all()
        states = {row.id: row.state for row in rows}
        assert [row.number for row in rows] == list(range(1, self.asked + 1))
        assert self.room.asked == self.asked
        assert list(states.values()).count("on_air") <= 1
        for row in rows:
            assert row.state != "merged" or row.merged_into_id is not None
            assert row.merged_into_id is None or row.state in ("merged", "withdrawn")
            assert (row.state == "refused") == (row.reason is not None)
            assert (row.state == "in_review") == (row.claimed_by_id is not None)
            assert (row.state == "answered") == (row.answered_as is not None)
            assert row.state != "follow_up" or row.due_on is not None
            # Whoever follows another follows one that stands, never one that went away.
            assert states.get(row.merged_into_id) not in ("merged", "withdrawn")
        readers = [row.claimed_by_id for row in rows if row.claimed_by_id]
        assert len(readers) == len(set(readers))

    @invariant()
    def counts_each_person_once(self) -> None:
        shown = queries.public_questions(self.room)
        counted = dict(queries.counts(self.room))
        assert counted == {one.id: len(self.supporters(one.id)) for one in shown}

    @invariant()
    def numbers_have_no_gap(self) -> None:
        for scope in (f"room:{self.room_id}", f"room:{self.room_id}:votes"):
            seqs = [row.seq for row in facts.since(scope, 0)]
            assert seqs == list(range(1, facts.latest(scope) + 1))

    @invariant()
    def shows_the_public_what_is_public(self) -> None:
        for actor in (ANONYMOUS, self.people["guest 3"]):
            shown = sees(actor, self.room, kinds.questions)
            assert {one["state"] for one in shown["questions"]} <= {*PUBLIC_STATES}
            assert HIDDEN not in str(shown["questions"])
            assert all(
                queries.question(actor, one["id"]).author_id == actor.id for one in shown["own"]
            )

    @invariant()
    def brings_who_follows_to_what_a_newcomer_sees(self) -> None:
        """State plus changes equals fresh state, for the public."""
        caught_up = cursor.catch_up(ANONYMOUS, self.room, self.after)
        self.after = caught_up["seq"]
        self.seen = getattr(self, "seen", {})
        for item in caught_up["changes"]:
            if item["kind"] == "question" and item.get("gone"):
                self.seen.pop(item["id"], None)
            elif item["kind"] == "question":
                self.seen[item["id"]] = item
        fresh = sees(ANONYMOUS, self.room, kinds.questions)["questions"]
        votes = dict(caught_up["counts"])
        followed = [item | {"votes": votes[number]} for number, item in self.seen.items()]
        assert sorted(followed, key=lambda item: item["number"]) == fresh


@pytest.mark.timeout(240)
def test_a_room_keeps_its_promises_whatever_people_do(app: Flask, database_kind: Kind) -> None:
    RoomMachine.app = app
    RoomMachine.people = {
        "guest 1": live.guest_actor(),
        "guest 2": live.guest_actor(),
        "guest 3": live.guest_actor(),
        "hidden": live.guest_actor(name=HIDDEN),
        "moderator": live.moderator(),
        "other moderator": live.moderator(),
        "nobody": ANONYMOUS,
    }
    run_state_machine_as_test(
        RoomMachine,
        settings=walks(database_kind, 8, steps=25),
    )
    assert list(facts.broken_links()) == []
