"""Facts: numbered without a gap, chained, append-only, told after the commit and only then."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.core import facts
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import FactRecord, FactScope
from tests.core import samples
from tests.core.samples import NoteKept
from tests.factories import accounts as people
from tests.racing import at_once


@pytest.fixture
def actor(app: Flask) -> Actor:
    return people.actor(people.member())


def triggers_off(*names: str) -> None:
    """Do what somebody with the database's password would: drop the guards first."""
    for name in names:
        on = " ON fact_record" if db.engine.dialect.name == "postgresql" else ""
        db.session.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
    db.session.commit()


GUARDS = ("fact_record_kept", "fact_record_unchanged", "fact_record_told_once")


class TestTheNumbers:
    def test_begin_at_one_in_each_scope(self, app: Flask, actor: Actor) -> None:
        for book in "abab":
            samples.count_note(actor, book=book)
        assert [row.seq for row in samples.recorded("book:a")] == [1, 2]
        assert [row.seq for row in samples.recorded("book:b")] == [1, 2]
        assert [facts.latest(f"book:{book}") for book in "abc"] == [2, 2, 0]

    def test_have_no_gap_under_threads(self, app: Flask, actor: Actor) -> None:
        def write(place: int) -> None:
            for turn in range(5):
                refused = (place + turn) % 3 == 0
                try:
                    code = f"{place}-{turn}"
                    samples.keep_note(actor, code=code, book="ab"[turn % 2], fail=refused)
                except samples.Full:
                    assert refused

        assert at_once(app, *(partial(write, place) for place in range(8))) == [None] * 8
        found = {book: [row.seq for row in samples.recorded(f"book:{book}")] for book in "ab"}
        refusals = sum((place + turn) % 3 == 0 for place in range(8) for turn in range(5))
        assert found == {book: list(range(1, len(seqs) + 1)) for book, seqs in found.items()}
        assert len(found["a"]) + len(found["b"]) == len(samples.notes()) == 40 - refusals
        assert list(facts.broken_links()) == []

    def test_of_a_stretch_are_read_in_order(self, app: Flask, actor: Actor) -> None:
        for _ in range(5):
            samples.count_note(actor)
        assert [row.seq for row in facts.since("book:a", 2)] == [3, 4, 5]
        assert [row.seq for row in facts.since("book:a", 1, 3)] == [2, 3]
        assert facts.since("book:a", 5) == []


class TestTheRows:
    def test_hold_the_fact_its_actor_and_its_instant(self, app: Flask, actor: Actor) -> None:
        before = now()
        note = samples.keep_note(actor, code="one", book="b")
        (row,) = samples.recorded("book:b")
        assert row.fact == NoteKept(note_id=note.id, book="b")
        assert (row.name, row.actor_id, row.previous_hash) == ("NoteKept", actor.id, facts.GENESIS)
        assert before <= row.happened_at <= now()
        assert row.hash == row.computed_hash()

    def test_of_the_system_have_no_actor(self, app: Flask) -> None:
        from app.core.actions import action, only_system

        @action(only_system)
        def tick(actor: Actor) -> None:
            facts.record(actor, samples.NoteCounted(note_id=1))

        tick(SYSTEM)
        assert samples.recorded()[0].actor_id is None

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE fact_record SET data = '{}'",
            "UPDATE fact_record SET actor_id = NULL",
            "UPDATE fact_record SET hash = 'x'",
            "UPDATE fact_record SET previous_hash = 'x'",
            "UPDATE fact_record SET seq = 9",
            "UPDATE fact_record SET scope = 'book:b'",
            "UPDATE fact_record SET name = 'Other'",
            "UPDATE fact_record SET happened_at = '2020-01-01 00:00:00'",
            "UPDATE fact_record SET told_at = NULL",
            "UPDATE fact_record SET told_at = '2020-01-01 00:00:00'",
            "DELETE FROM fact_record",
            "DELETE FROM fact_scope",
            "UPDATE fact_scope SET seq = seq + 2",
            "UPDATE fact_scope SET seq = seq - 1",
        ],
    )
    def test_refuse_to_be_changed_or_removed(self, app: Flask, actor: Actor, change: str) -> None:
        samples.count_note(actor)
        with pytest.raises(DBAPIError):
            db.session.execute(text(change))
        db.session.rollback()
        assert [row.seq for row in samples.recorded()] == [1]
        assert list(facts.broken_links()) == []

    @pytest.mark.postgres
    @pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
    def test_refuse_to_be_emptied(self, app: Flask, actor: Actor) -> None:
        samples.count_note(actor)
        with pytest.raises(DBAPIError):
            db.session.execute(text("TRUNCATE fact_record CASCADE"))
        db.session.rollback()
        assert len(samples.recorded()) == 1

    @pytest.mark.parametrize("table", ["person", "device", "answered_key"])
    def test_and_what_people_sent_are_not_removed(
        self, app: Flask, actor: Actor, table: str
    ) -> None:
        samples.count_note(actor, key="00000000-0000-4000-8000-000000000001")
        with pytest.raises(DBAPIError):
            db.session.execute(text(f"DELETE FROM {table}"))


class TestBrokenLinks:
    @pytest.fixture(autouse=True)
    def _chain(self, app: Flask, actor: Actor) -> None:
        for _ in range(4):
            samples.count_note(actor)
        triggers_off(*GUARDS)
        assert list(facts.broken_links()) == []

    def change(self, seq: int, **columns: Any) -> None:
        db.session.execute(update(FactRecord).where(FactRecord.seq == seq).values(**columns))
        db.session.commit()

    def test_show_a_changed_fact(self) -> None:
        self.change(2, data={"note_id": 7, "book": "a"})
        assert list(facts.broken_links()) == [("book:a", 2, "was changed")]

    def test_show_another_instant(self) -> None:
        self.change(2, happened_at=now() - timedelta(days=1))
        assert list(facts.broken_links()) == [("book:a", 2, "was changed")]

    def test_show_a_changed_fact_whose_hash_was_made_to_fit(self) -> None:
        self.change(2, data={"note_id": 7, "book": "a"})
        row = samples.recorded()[1]
        self.change(2, hash=row.computed_hash())
        assert list(facts.broken_links()) == [("book:a", 3, "does not follow the fact before it")]

    def test_show_a_last_fact_changed_with_its_hash(self) -> None:
        self.change(4, data={"note_id": 7, "book": "a"})
        self.change(4, hash=samples.recorded()[3].computed_hash())
        reason = "is not the last fact that was written"
        assert list(facts.broken_links()) == [("book:a", 4, reason)]

    def test_show_a_removed_fact(self) -> None:
        db.session.execute(text("DELETE FROM fact_record WHERE seq = 2"))
        assert list(facts.broken_links()) == [
            ("book:a", 3, "number 2 is missing"),
            ("book:a", 3, "does not follow the fact before it"),
        ]

    def test_show_that_the_last_facts_are_missing(self) -> None:
        db.session.execute(text("DELETE FROM fact_record WHERE seq > 2"))
        assert list(facts.broken_links()) == [("book:a", 4, "the last facts are missing")]

    def test_show_that_a_whole_scope_is_missing(self) -> None:
        db.session.execute(text("DELETE FROM fact_record"))
        assert list(facts.broken_links()) == [("book:a", 4, "the last facts are missing")]

    def test_are_said_by_the_command(self, app: Flask) -> None:
        runner = app.test_cli_runner()
        assert runner.invoke(args=["facts", "verify"]).exit_code == 0
        self.change(3, name="Other")
        result = runner.invoke(args=["facts", "verify"])
        assert result.exit_code == 1
        assert "book:a n° 3: was changed" in result.output


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
def test_the_numbers_have_no_gap_whatever_the_order_of_acts_and_refusals(
    app: Flask, actor: Actor, acts: list[tuple[str, bool]]
) -> None:
    before = {book: facts.latest(f"book:{book}") for book in "abc"}
    for place, (book, fails) in enumerate(acts):
        code = f"{sum(before.values())}-{place}-{facts.count()}"
        try:
            samples.keep_note(actor, code=code, book=book, fail=fails)
        except samples.Full:
            assert fails
    for book in "abc":
        written = sum(1 for chosen, fails in acts if chosen == book and not fails)
        numbers = [row.seq for row in samples.recorded(f"book:{book}")]
        assert numbers == list(range(1, before[book] + written + 1))
        head = db.session.scalar(select(FactScope.head).where(FactScope.name == f"book:{book}"))
        assert head == (samples.recorded(f"book:{book}")[-1].hash if numbers else None)
    assert list(facts.broken_links()) == []
