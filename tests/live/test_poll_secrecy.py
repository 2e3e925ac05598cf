"""Who reads the database, during a secret poll or ever after, cannot tell who chose what."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.core.seal import seal
from app.factory import create_app
from app.live import actions
from app.live.models import Poll, Room, Uncounted, Urn, UrnBroken
from tests.factories import live
from tests.live.helpers import TABLES, everything
from tests.services import fresh_database

# Where a row stands in its table, and which transaction wrote it: what nobody thinks of hiding.
HIDDEN_COLUMNS = {"sqlite": "rowid", "postgresql": "ctid::text, xmin::text::bigint"}
# What differs between any two runs, whatever was chosen.
CHANCE = {
    *("happened_at", "answered_at", "previous_hash", "hash", "key", "told_at", "head"),
    *("prepared_at", "opened_at", "closed_at", "created_at"),
}


def whole_database(kind: str) -> dict[str, list[dict[str, Any]]]:
    """Return what acts could have written, with its hidden columns, in the order it is stored."""
    db.session.rollback()
    found = {}
    with db.engine.connect() as connection:
        for table in TABLES:
            order = "rowid" if kind == "sqlite" else "ctid"
            query = f"SELECT {HIDDEN_COLUMNS[kind]}, * FROM {table} ORDER BY {order}"
            found[table] = [dict(row._mapping) for row in connection.execute(text(query))]
    return found


def without_chance(dump: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a dump without instants, hashes and keys, its transactions numbered in their order."""
    written = sorted({row["xmin"] for rows in dump.values() for row in rows if "xmin" in row})
    order = {transaction: place for place, transaction in enumerate(written)}
    return {
        table: [
            {
                name: order[value] if name == "xmin" else str(value)
                for name, value in row.items()
                if name not in CHANCE
            }
            for row in rows
        ]
        for table, rows in dump.items()
    }


def left_by(kind: str, choices: list[int]) -> dict[str, Any]:
    """Let people vote in the same order, each what `choices` says; return all that is left."""
    room, people = live.room(slug="urne"), [live.guest_actor() for _ in choices]
    poll = live.poll(room)
    for person, choice in zip(people, choices, strict=True):
        actions.cast_ballot(person, poll, choices=[choice], key=uuid4())
    actions.close_poll(live.moderator(), poll)
    return without_chance(whole_database(kind))


class TestAfterwards:
    def test_two_ways_of_voting_leave_the_same_database(
        self, settings: Any, database_kind: str
    ) -> None:
        # Whoever could tell one from the other would have learned something of a ballot.
        left = []
        for choices in ([1, 2, 1, 0, 2], [2, 0, 2, 1, 1]):
            url = fresh_database(database_kind)  # type: ignore[arg-type]
            with create_app(replace(settings, DATABASE_URL=url)).app_context():
                left.append(left_by(database_kind, choices))
                db.session.remove()
                db.engine.dispose()
        for table in left[0]:
            assert left[0][table] == left[1][table], table
        votes = [row["votes"] for row in left[0]["poll_option"]]
        assert votes == ["2", "2"]

    def test_no_row_holds_a_choice_and_the_counts_were_written_together(
        self, room: Room, database_kind: str
    ) -> None:
        poll = live.poll(room)
        for choice in (1, 2, 2, 1, 0):
            live.ballot(poll, choice)
        actions.close_poll(live.moderator(), poll)
        dump = whole_database(database_kind)
        assert dump["named_choice"] == []
        assert {*dump["participation"][0]} - {"xmin", "ctid", "rowid"} == {
            *("id", "poll_id", "person_id")
        }
        assert [row["urn"] for row in dump["poll"]] == [None]
        if database_kind == "postgresql":
            closing = {row["xmin"] for row in dump["poll_option"]}
            assert len(closing) == 1
            assert closing == {row["xmin"] for row in dump["poll"]}
            assert not closing & {row["xmin"] for row in dump["participation"]}

    @pytest.mark.parametrize("ballots", [1, 2])
    def test_one_or_two_ballots_are_never_counted(self, room: Room, ballots: int) -> None:
        poll = live.poll(room)
        for _ in range(ballots):
            live.ballot(poll, 2)
        actions.close_poll(live.moderator(), poll)
        found = db.session.get_one(Poll, poll.id, populate_existing=True)
        assert (found.uncounted, found.urn, found.blank) == (Uncounted.FEW, None, 0)
        assert [option.votes for option in found.options] == [None, None]
        assert found.taking_part == ballots


class TestMeanwhile:
    def test_a_ballot_changes_nothing_that_says_what_it_is(self, room: Room) -> None:
        poll = live.poll(room)
        urns, people = [], [live.guest_actor() for _ in range(4)]
        before = everything()
        for person, choice in zip(people, (1, 2, 0, 1), strict=True):
            live.ballot(poll, choice, by=person)
            after = everything()
            changed = {table for table in before if before[table] != after[table]}
            assert changed == {"poll", "participation", "fact_record", "fact_scope"}
            urns.append(db.session.scalars(text("SELECT urn FROM poll")).one())
            before = after
        assert len({bytes(urn) for urn in urns}) == 4
        assert len({len(bytes(urn)) for urn in urns}) == 1

    def test_the_urn_opens_with_the_platforms_key_and_for_its_own_poll_alone(
        self, app: Flask, room: Room
    ) -> None:
        poll = live.poll(room)
        live.ballot(poll, 1)
        sealed = poll.urn or b""
        assert Urn.unsealed(poll.id, sealed) == Urn(ballots=1, blank=0, votes=[1, 0])
        with pytest.raises(UrnBroken):
            Urn.unsealed(poll.id + 1, sealed)
        app.config["SECRET_KEY"] = "another key"
        with pytest.raises(UrnBroken):
            Urn.unsealed(poll.id, sealed)


class TestAnUrnThatWasTouched:
    def put(self, poll: Poll, urn: bytes) -> None:
        db.session.execute(
            text("UPDATE poll SET urn = :urn WHERE id = :id"), {"urn": urn, "id": poll.id}
        )
        db.session.commit()
        db.session.expire_all()

    def test_and_cannot_be_read_takes_no_ballot_and_counts_for_nothing(self, room: Room) -> None:
        poll = live.poll(room)
        for _ in range(3):
            live.ballot(poll, 1)
        self.put(poll, b"something else")
        with pytest.raises(actions.UrnUnreadable):
            live.ballot(poll, 1)
        actions.close_poll(live.moderator(), poll)
        assert db.session.get_one(Poll, poll.id, populate_existing=True).uncounted == "urn"

    def test_and_holds_more_than_took_part_counts_for_nothing(self, room: Room) -> None:
        poll = live.poll(room)
        for _ in range(3):
            live.ballot(poll, 1)
        self.put(poll, Urn(ballots=4, blank=0, votes=[4, 0]).sealed(poll.id))
        actions.close_poll(live.moderator(), poll)
        found = db.session.get_one(Poll, poll.id, populate_existing=True)
        assert (found.uncounted, [one.votes for one in found.options]) == ("urn", [None, None])

    def test_and_was_sealed_for_something_else_is_not_believed(self, room: Room) -> None:
        poll = live.poll(room)
        with pytest.raises(UrnBroken):
            Urn.unsealed(poll.id, seal("something else", b"\0" * 16))


class TestTheDatabaseRefuses:
    @pytest.fixture
    def closed(self, room: Room) -> Poll:
        poll = live.poll(room, ballot="named", voters="everybody")
        for choice in (1, 2, 2):
            live.ballot(poll, choice)
        actions.close_poll(live.moderator(), poll)
        return poll

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO participation (poll_id, person_id) SELECT :poll, max(id) FROM person",
            "INSERT INTO poll_roll (poll_id, person_id) SELECT :poll, max(id) FROM person",
            (
                "INSERT INTO named_choice (participation_id, option_id) "
                "SELECT min(participation.id), min(poll_option.id) FROM participation, poll_option"
            ),
            "INSERT INTO poll_option (poll_id, position, label) VALUES (:poll, 9, 'x')",
            "UPDATE poll SET state = 'open', taking_part = NULL, blank = NULL WHERE id = :poll",
            "UPDATE poll SET taking_part = 2 WHERE id = :poll",
            "UPDATE poll SET blank = 1 WHERE id = :poll",
            "UPDATE poll SET title = 'x' WHERE id = :poll",
            "UPDATE poll SET quorum_people = 1 WHERE id = :poll",
            "UPDATE poll_option SET votes = 9 WHERE poll_id = :poll",
            "UPDATE poll_option SET label = 'x' WHERE poll_id = :poll",
            "UPDATE participation SET person_id = person_id WHERE poll_id = :poll",
            "UPDATE named_choice SET option_id = option_id",
            "DELETE FROM participation WHERE poll_id = :poll",
            "DELETE FROM named_choice",
            "DELETE FROM poll_option WHERE poll_id = :poll",
            "DELETE FROM poll WHERE id = :poll",
        ],
    )
    def test_to_change_what_is_closed(self, closed: Poll, statement: str) -> None:
        live.guest_actor()
        before = everything()
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.execute(text(statement), {"poll": closed.id})
        assert everything() == before

    def test_a_choice_beside_a_secret_ballot(self, room: Room) -> None:
        poll = live.poll(room)
        live.ballot(poll, 1)
        statement = (
            "INSERT INTO named_choice (participation_id, option_id) "
            "SELECT participation.id, min(poll_option.id) FROM participation, poll_option "
            "GROUP BY participation.id"
        )
        with pytest.raises(DBAPIError, match="by name alone"), db.engine.begin() as connection:
            connection.execute(text(statement))

    def test_a_count_of_people_that_is_not_theirs(self, room: Room) -> None:
        poll = live.poll(room, ballot="named")
        live.ballot(poll, 1)
        statement = "UPDATE poll SET state = 'closed', taking_part = 2, blank = 0"
        with pytest.raises(DBAPIError, match="counted when a poll"), db.engine.begin() as one:
            one.execute(text(statement))
        assert db.session.get_one(Poll, poll.id, populate_existing=True).is_open
