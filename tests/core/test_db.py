"""The database: instants in UTC, SQLite that keeps its promises, words that are checked."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.core.clock import now
from app.core.db import db
from app.directory.models import Term
from app.live.models import Question, QuestionState, Room
from tests.factories import accounts as people
from tests.factories import live

NOON = datetime(2025, 12, 16, 12, tzinfo=UTC)


class TestAnInstant:
    def test_is_stored_in_utc_and_read_back_with_its_zone(self, app: Flask) -> None:
        bamako_summer = timezone(timedelta(hours=2))
        person = people.guest(created_at=NOON.astimezone(bamako_summer))
        db.session.expire_all()
        assert person.created_at == NOON
        assert person.created_at.utcoffset() == timedelta(0)
        written = db.session.execute(text("SELECT created_at FROM person")).scalar_one()
        assert str(written).startswith("2025-12-16 12:00:00")

    def test_keeps_its_microseconds(self, app: Flask) -> None:
        person = people.guest(created_at=NOON + timedelta(microseconds=123_456))
        db.session.expire_all()
        assert person.created_at.microsecond == 123_456

    def test_without_a_zone_is_refused(self, app: Flask) -> None:
        with pytest.raises(StatementError, match="needs its zone"):
            people.guest(created_at=datetime(2025, 12, 16))  # noqa: DTZ001

    def test_may_be_missing(self, app: Flask) -> None:
        assert people.guest().closed_at is None

    def test_of_now_knows_its_zone(self) -> None:
        assert now().utcoffset() == timedelta(0)


class TestTheDatabaseItself:
    def test_checks_the_words_of_a_state(self, app: Flask) -> None:
        live.room()
        with pytest.raises(IntegrityError):
            db.session.execute(text("UPDATE room SET state = 'ajar'"))

    def test_lets_nothing_point_at_nothing(self, app: Flask) -> None:
        asked = live.question(live.room())
        with pytest.raises(IntegrityError):
            db.session.execute(text(f"UPDATE question SET author_id = {asked.author_id + 9}"))

    def test_removes_nothing_that_something_points_at(self, app: Flask) -> None:
        term = live.theme()
        live.question(live.room(), theme_id=term.id)
        with pytest.raises(DBAPIError):
            db.session.execute(db.delete(Term))

    def test_lets_one_question_of_a_room_on_air(self, app: Flask) -> None:
        room = live.room()
        live.question(room, QuestionState.ON_AIR)
        live.question(live.room(), QuestionState.ON_AIR)
        with pytest.raises(IntegrityError):
            live.question(room, QuestionState.ON_AIR)

    @pytest.mark.parametrize(
        "columns",
        [
            {"state": QuestionState.MERGED},
            {"state": QuestionState.REFUSED, "reason": None},
            {"number": 1},
            {"receipt": "BLON-1-SAME"},
        ],
    )
    def test_refuses_a_question_that_contradicts_itself_or_another(
        self, app: Flask, columns: dict[str, object]
    ) -> None:
        room = live.room()
        first = live.question(room, receipt="BLON-1-SAME")
        good = {
            "room_id": room.id,
            "number": 2,
            "author_id": first.author_id,
            "body": "x",
            "language": "fr",
            "receipt": "BLON-2-OTHER",
        }
        db.session.add(Question(**(good | columns)))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
        db.session.add(Question(**good))
        db.session.flush()

    def test_counts_no_vote_twice(self, app: Flask) -> None:
        asked = live.question(live.room())
        voter = people.guest()
        live.vote(asked, voter)
        with pytest.raises(IntegrityError):
            live.vote(asked, voter)

    @pytest.mark.parametrize("table", ["question", "vote", "feed_line", "role_grant"])
    def test_removes_nothing_that_people_sent(self, app: Flask, table: str) -> None:
        room = live.room()
        live.vote(live.question(room))
        live.line(room)
        live.moderator(room)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(f"DELETE FROM {table}"))


class TestSqlite:
    @pytest.fixture
    def database_kind(self) -> str:
        return "sqlite"

    @pytest.mark.parametrize(
        ("pragma", "value"),
        [
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("busy_timeout", 5000),
            ("recursive_triggers", 1),
        ],
    )
    def test_connections_keep_their_promises(self, app: Flask, pragma: str, value: object) -> None:
        for _ in range(2):
            with db.engine.connect() as connection:
                assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value

    def test_lets_readers_read_while_one_writes(self, app: Flask) -> None:
        room = live.room()
        with db.engine.connect() as writer, db.engine.connect() as reader:
            options = {"writes": True}
            with writer.execution_options(**options).begin():
                writer.execute(text("UPDATE room SET asked = 7"))
                assert reader.execute(text("SELECT asked FROM room")).scalar_one() == room.asked
        assert db.session.scalar(db.select(Room.asked)) in (0, 7)

    def test_takes_the_lock_of_a_writer_at_its_beginning(self, app: Flask) -> None:
        with db.engine.connect() as first, db.engine.connect() as second:
            second.exec_driver_sql("PRAGMA busy_timeout=0")
            second.rollback()
            with (
                first.execution_options(writes=True).begin(),
                pytest.raises(DBAPIError, match="locked"),
            ):
                second.execution_options(writes=True).begin()

    def test_keeps_everything_in_one_file_and_its_log(self, app: Flask) -> None:
        assert Path(str(db.engine.url.database)).exists()
