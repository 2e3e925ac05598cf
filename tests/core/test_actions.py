"""Actions: the rule is asked, a refusal writes nothing, a replay gets the first answer."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from app.core.actions import AnsweredKey, anyone, only_system
from app.core.actors import ANONYMOUS, SYSTEM, Actor
from app.core.db import db
from app.core.errors import Conflict, NotAllowed, SignInRequired
from app.core.facts import FactRecord
from app.directory.models import Source
from tests.core import samples
from tests.factories import accounts as people
from tests.racing import at_once


@pytest.fixture
def actor(app: Flask) -> Actor:
    return people.actor(people.member())


def answered_keys() -> int:
    return db.session.scalar(select(func.count()).select_from(AnsweredKey)) or 0


class TestTheRule:
    def test_lets_the_act_happen_and_be_committed(self, app: Flask, actor: Actor) -> None:
        samples.keep_note(actor, code="one")
        db.session.rollback()
        assert samples.notes() == ["one"]
        assert [row.data for row in samples.recorded()] == [
            {"note_id": db.session.scalar(select(Source.id)), "book": "a"}
        ]
        assert samples.recorded()[0].actor_id == actor.id

    def test_asks_nobody_to_sign_in_first(self, app: Flask) -> None:
        with pytest.raises(SignInRequired):
            samples.keep_note(ANONYMOUS, code="one")
        assert samples.notes() == []

    def test_refuses_who_is_known_but_may_not(self, app: Flask, actor: Actor) -> None:
        note = samples.keep_note(actor, code="one")
        samples.lengthen(actor, note, by="x" * 30)
        with pytest.raises(NotAllowed):
            samples.lengthen(actor, note, by="y")
        assert db.session.scalar(select(Source.about)) == "note" + "x" * 30
        assert len(samples.recorded()) == 2

    def test_stands_on_the_action_for_the_tests_of_the_architecture(self) -> None:
        assert samples.keep_note.rule is samples.is_known  # type: ignore[attr-defined]

    def test_of_anyone_and_of_the_system_alone(self) -> None:
        somebody = Actor(id=1, is_member=True)
        assert [anyone(a) for a in (ANONYMOUS, somebody, SYSTEM)] == [True, True, True]
        assert [only_system(a) for a in (ANONYMOUS, somebody, SYSTEM)] == [False, False, True]


class TestARefusal:
    def test_inside_the_act_writes_nothing(self, app: Flask, actor: Actor) -> None:
        with pytest.raises(samples.Full):
            samples.keep_note(actor, code="one", fail=True, key=uuid4())
        assert (samples.notes(), samples.recorded(), answered_keys()) == ([], [], 0)

    def test_leaves_no_number_taken(self, app: Flask, actor: Actor) -> None:
        with pytest.raises(samples.Full):
            samples.keep_note(actor, code="one", fail=True)
        samples.keep_note(actor, code="two")
        assert [row.seq for row in samples.recorded()] == [1]

    def test_does_not_write_what_the_door_had_left_in_the_session(
        self, app: Flask, actor: Actor
    ) -> None:
        db.session.add(Source(code="of the door", about=""))
        samples.keep_note(actor, code="one")
        assert samples.notes() == ["one"]

    def test_of_a_nested_act_undoes_the_whole(self, app: Flask, actor: Actor) -> None:
        with pytest.raises(samples.Full):
            samples.keep_two(actor, code="pair", fail=True)
        assert (samples.notes(), samples.recorded()) == ([], [])

    def test_leaves_the_next_act_free_to_happen(self, app: Flask, actor: Actor) -> None:
        with pytest.raises(samples.Full):
            samples.keep_two(actor, code="pair", fail=True)
        samples.keep_two(actor, code="pair")
        assert samples.notes() == ["pair-1", "pair-2"]


class TestNestedActs:
    def test_join_the_transaction_of_the_outermost(self, app: Flask, actor: Actor) -> None:
        commits: list[object] = []
        event.listen(db.engine, "commit", commits.append)
        samples.keep_two(actor, code="pair")
        assert samples.notes() == ["pair-1", "pair-2"]
        assert len(commits) == 1


class TestAReplayedKey:
    def test_returns_the_first_result_and_writes_nothing(self, app: Flask, actor: Actor) -> None:
        key = uuid4()
        first = samples.keep_note(actor, code="one", key=key)
        again = samples.keep_note(actor, code="another", key=str(key))
        assert again.id == first.id
        assert (samples.notes(), len(samples.recorded()), answered_keys()) == (["one"], 1, 1)

    def test_returns_nothing_where_the_first_did(self, app: Flask, actor: Actor) -> None:
        key = uuid4()
        assert samples.count_note(actor, key=key) is None
        assert samples.count_note(actor, key=key) is None
        assert len(samples.recorded()) == 1

    def test_without_a_key_writes_twice(self, app: Flask, actor: Actor) -> None:
        samples.count_note(actor)
        samples.count_note(actor)
        assert len(samples.recorded()) == 2

    def test_of_a_refused_act_tries_again(self, app: Flask, actor: Actor) -> None:
        key = uuid4()
        with pytest.raises(samples.Full):
            samples.keep_note(actor, code="one", fail=True, key=key)
        samples.keep_note(actor, code="one", key=key)
        assert samples.notes() == ["one"]

    def test_is_a_conflict_in_another_act(self, app: Flask, actor: Actor) -> None:
        key = uuid4()
        samples.keep_note(actor, code="one", key=key)
        with pytest.raises(Conflict):
            samples.count_note(actor, key=key)
        assert len(samples.recorded()) == 1

    def test_of_somebody_else_is_another_key(self, app: Flask, actor: Actor) -> None:
        key = uuid4()
        samples.keep_note(actor, code="one", key=key)
        samples.keep_note(people.actor(people.member()), code="two", key=key)
        assert samples.notes() == ["one", "two"]

    def test_in_two_threads_at_once_writes_once(self, app: Flask, actor: Actor) -> None:
        key = uuid4()

        def keep() -> int:
            return samples.keep_note(actor, code="raced", key=key).id

        results = at_once(app, *[keep] * 6)
        assert len(set(results)) == 1
        assert (samples.notes(), len(samples.recorded()), answered_keys()) == (["raced"], 1, 1)

    def test_that_waited_for_its_first_sending_gets_its_answer_not_a_refusal(
        self, app: Flask, actor: Actor
    ) -> None:
        # After the first, the note is too long for the rule: only the key can answer the second.
        note, key = samples.keep_note(actor, code="one"), uuid4()
        number = note.id

        def lengthen() -> int:
            found = db.session.get_one(Source, number)
            return samples.lengthen(actor, found, by="x" * 30, key=key).id

        assert at_once(app, *[lengthen] * 4) == [number] * 4
        assert len(samples.recorded()) == 2


class TestALock:
    def test_reads_the_row_again(self, app: Flask, actor: Actor) -> None:
        note = samples.keep_note(actor, code="one")
        assert note.about == "note"
        with db.engine.begin() as elsewhere:
            elsewhere.execute(text("UPDATE source SET about = 'changed elsewhere, and long'"))
        with pytest.raises(NotAllowed):
            samples.lengthen(actor, note, by="x")

    def test_lets_one_of_several_threads_pass(self, app: Flask, actor: Actor) -> None:
        number = samples.keep_note(actor, code="one").id

        def lengthen() -> str:
            return samples.lengthen(actor, db.session.get_one(Source, number), by="x" * 30).about

        results = at_once(app, *[lengthen] * 6)
        assert sorted(type(result).__name__ for result in results) == ["NotAllowed"] * 5 + ["str"]
        assert db.session.scalar(select(Source.about)) == "note" + "x" * 30


def test_an_act_by_nobody_keeps_no_key(app: Flask) -> None:
    from app.core.actions import action
    from app.core.facts import record

    @action(anyone)
    def knock(actor: Actor) -> None:
        record(actor, samples.NoteCounted(note_id=0))

    key = uuid4()
    knock(ANONYMOUS, key=key)
    knock(ANONYMOUS, key=key)
    assert answered_keys() == 0
    assert db.session.scalar(select(func.count()).select_from(FactRecord)) == 2
