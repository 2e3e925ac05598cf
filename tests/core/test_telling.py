"""Telling: subscribers hear of a fact after its commit; one that fails hears of it again."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import facts
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import Fact, FactRecord
from tests.core import samples
from tests.core.samples import NoteKept
from tests.factories import accounts as people


@pytest.fixture
def actor(app: Flask) -> Actor:
    return people.actor(people.member())


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a subscriber of the kept notes was told, in order."""
    heard: list[Any] = []
    kinds = {NoteKept: [lambda fact, row: heard.append((fact, row.seq))]}
    monkeypatch.setattr(facts, "_subscribers", defaultdict(list, kinds))
    return heard


def subscribe(monkeypatch: pytest.MonkeyPatch, *subscribers: Any) -> None:
    kinds = {NoteKept: list(subscribers)}
    monkeypatch.setattr(facts, "_subscribers", defaultdict(list, kinds))


class TestTelling:
    def test_happens_after_the_commit(
        self, app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[Any] = []

        def look(_fact: Fact, _row: FactRecord) -> None:
            with db.engine.connect() as elsewhere:
                seen.extend(elsewhere.execute(text("SELECT code FROM source ORDER BY code")))

        subscribe(monkeypatch, look)
        samples.keep_note(actor, code="one")
        assert seen == [("one",)]

    def test_waits_for_the_outermost_act(
        self, app: Flask, actor: Actor, told: list[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at_second = []

        def record(*args: Any) -> FactRecord:
            at_second.append(len(told))
            return facts.record(*args)

        monkeypatch.setattr(samples, "record", record)
        samples.keep_two(actor, code="pair")
        assert at_second == [0, 0]
        assert [seq for _, seq in told] == [1, 2]

    def test_never_happens_for_a_refused_act(
        self, app: Flask, actor: Actor, told: list[Any]
    ) -> None:
        with pytest.raises(samples.Full):
            samples.keep_two(actor, code="pair", fail=True)
        assert told == []

    def test_gives_the_subscriber_the_fact_and_notes_the_instant(
        self, app: Flask, actor: Actor, told: list[Any]
    ) -> None:
        note = samples.keep_note(actor, code="one")
        assert told == [(NoteKept(note_id=note.id), 1)]
        assert samples.recorded()[0].told_at is not None

    def test_of_a_fact_without_subscribers_is_done_at_once(self, app: Flask, actor: Actor) -> None:
        samples.count_note(actor)
        (row,) = samples.recorded()
        assert row.told_at == row.happened_at

    def test_that_fails_leaves_the_fact_written_and_untold(
        self, app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        subscribe(monkeypatch, lambda _fact, _row: 1 / 0)
        note = samples.keep_note(actor, code="one")
        assert note.code == "one"
        assert samples.notes() == ["one"]
        assert [row.told_at for row in samples.recorded()] == [None]

    def test_that_failed_is_done_later_and_once(
        self, app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[int] = []
        subscribe(monkeypatch, lambda _fact, _row: 1 / 0)
        samples.keep_two(actor, code="pair")
        subscribe(monkeypatch, lambda _fact, row: heard.append(row.seq))
        assert facts.untold(now() - timedelta(minutes=1)) == []
        assert facts.tell(facts.untold(now() + timedelta(minutes=1))) == 2
        assert heard == [1, 2]
        assert facts.untold(now() + timedelta(minutes=1)) == []
        assert facts.tell(samples.recorded()) == 0

    def test_of_one_fact_may_fail_while_the_others_are_told(
        self, app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def only_even(_fact: Fact, row: FactRecord) -> None:
            assert row.seq % 2 == 0

        subscribe(monkeypatch, only_even)
        samples.keep_two(actor, code="pair")
        assert [row.told_at is None for row in samples.recorded()] == [True, False]

    def test_by_the_worker_meanwhile_is_no_failure(
        self,
        app: Flask,
        actor: Actor,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def worker_was_faster(_fact: Fact, row: FactRecord) -> None:
            db.session.commit()
            with db.engine.begin() as worker:
                worker.execute(
                    text("UPDATE fact_record SET told_at = happened_at WHERE id = :id"),
                    {"id": row.id},
                )

        subscribe(monkeypatch, worker_was_faster)
        samples.keep_note(actor, code="one")
        (row,) = samples.recorded()
        assert row.told_at == row.happened_at
        assert [entry for entry in caplog.records if entry.levelname == "ERROR"] == []

    def test_whose_note_fails_does_not_fail_the_act(
        self, app: Flask, actor: Actor, told: list[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        triggers = "CREATE TRIGGER no_note BEFORE UPDATE ON fact_record "
        if db.engine.dialect.name == "sqlite":
            triggers += "BEGIN SELECT RAISE(ABORT, 'no'); END"
        else:
            triggers += "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        with db.engine.begin() as elsewhere:
            elsewhere.execute(text(triggers))
        assert samples.keep_note(actor, code="one").code == "one"
        assert (samples.notes(), len(told)) == (["one"], 1)
        assert samples.recorded()[0].told_at is None

    def test_lets_a_subscriber_act_in_its_turn(
        self, app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        subscribe(monkeypatch, lambda _fact, _row: samples.count_note(actor, book="b"))
        samples.keep_note(actor, code="one")
        assert [len(samples.recorded(f"book:{book}")) for book in "ab"] == [1, 1]
        assert samples.recorded()[0].told_at is not None
