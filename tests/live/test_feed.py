"""The written feed: written under its minute, corrected with its trace."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, NotFound, SignInRequired
from app.live import actions, queries, schemas
from app.live.facts import FeedLineCorrected
from app.live.models import FeedLine, Room, RoomState
from app.live.queries import cursor
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

BAMAKO = ZoneInfo("Africa/Bamako")


@pytest.fixture
def rapporteur(app: Flask) -> Actor:
    return people.staff_actor(Role.RAPPORTEUR)


def wordings(line: FeedLine) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [(wording.body, wording.speaker) for wording in line.earlier]


class TestAMinute:
    def test_is_that_of_the_writing_where_none_is_said(self, room: Room, rapporteur: Actor) -> None:
        before = now()
        line = actions.write_feed_line(rapporteur, room, body="La séance s’ouvre.")
        assert before <= line.said_at <= now()

    def test_is_read_on_the_clock_of_the_meeting(self, app: Flask, rapporteur: Actor) -> None:
        room = live.room(meeting=live.meeting(timezone="Asia/Tokyo"))
        said = (now() - timedelta(minutes=5)).astimezone(ZoneInfo("Asia/Tokyo"))
        minute = f"{said:%H:%M}"
        line = actions.write_feed_line(rapporteur, room, body="Dit avant.", minute=minute)
        assert line.said_at == said.replace(second=0, microsecond=0)

    def test_that_has_not_come_is_of_the_day_before(self, room: Room, rapporteur: Actor) -> None:
        later = (now() + timedelta(minutes=5)).astimezone(BAMAKO).replace(second=0, microsecond=0)
        line = actions.write_feed_line(rapporteur, room, body="Dit hier.", minute=f"{later:%H:%M}")
        assert line.said_at == later - timedelta(days=1)


class TestACorrection:
    def test_keeps_what_the_line_said(self, room: Room, rapporteur: Actor) -> None:
        line = live.line(room, body="Deux cent lignes.", speaker="Direction")
        actions.correct_feed_line(rapporteur, line, body="Deux cents lignes.", speaker="La DGME")
        actions.correct_feed_line(rapporteur, line, body="Trois cents lignes.", speaker="La DGME")
        assert (line.body, line.speaker) == ("Trois cents lignes.", "La DGME")
        assert wordings(line) == [
            ("Deux cent lignes.", "Direction"),
            ("Deux cents lignes.", "La DGME"),
        ]
        told = [row.fact for row in facts.since(room.scope, 0)]
        assert told == [FeedLineCorrected(room_id=room.id, line_id=line.id)] * 2

    def test_that_changes_nothing_leaves_no_trace(self, room: Room, rapporteur: Actor) -> None:
        line = live.line(room, body="Deux cents lignes.")
        before = everything()
        actions.correct_feed_line(rapporteur, line, body="Deux cents lignes.")
        assert everything() == before
        assert wordings(line) == []

    def test_reaches_everybody_who_follows(self, room: Room, rapporteur: Actor) -> None:
        line = live.line(room, body="Avant.")
        actions.correct_feed_line(rapporteur, line, body="Après.")
        for reader in (ANONYMOUS, live.guest_actor(), live.moderator(room)):
            (item,) = cursor.catch_up(reader, room, 0)["changes"]
            assert item == schemas.feed_view(line)
            assert (item["body"], item["earlier"][0]["body"]) == ("Après.", "Avant.")

    def test_is_refused_to_others_and_in_an_archive(self, room: Room, rapporteur: Actor) -> None:
        line = live.line(room)
        before = everything()
        for actor in (ANONYMOUS, live.guest_actor(), people.staff_actor(Role.TREASURER)):
            with pytest.raises(NotAllowed if actor.is_known else SignInRequired):
                actions.correct_feed_line(actor, line, body="Autre chose.")
        room.state = RoomState.ARCHIVED
        db.session.commit()
        with pytest.raises(actions.RoomArchived):
            actions.correct_feed_line(rapporteur, line, body="Autre chose.")
        after = everything()
        assert {name: after[name] for name in after if name != "room"} == {
            name: before[name] for name in before if name != "room"
        }

    def test_cannot_be_undone_in_the_database(self, room: Room, rapporteur: Actor) -> None:
        line = live.line(room)
        actions.correct_feed_line(rapporteur, line, body="Après.")
        for statement in ("DELETE FROM feed_wording", "UPDATE feed_wording SET body = 'x'"):
            with pytest.raises(Exception, match="append-only"):
                db.session.execute(db.text(statement))
            db.session.rollback()


class TestThePages:
    def test_write_and_correct(self, client: Client, room: Room, sign_in: Any) -> None:
        writer = people.staff(Role.RAPPORTEUR, meeting_id=room.meeting_id)
        sign_in(client, writer, second_factor=True)
        address = f"/direct/{room.slug}/redaction"
        answer = client.post(address, data={"body": "Mot à mot", "minute": "25:00"})
        assert answer.status_code == 422
        assert client.post(address, data={"body": "Mot à mot", "minute": ""}).status_code == 303
        (line,) = queries.feed(room)
        page = client.get(f"{address}/{line.id}").text
        assert "Mot à mot" in page
        answer = client.post(f"{address}/{line.id}", data={"body": "Mot pour mot"})
        assert answer.status_code == 303
        shown = client.get(f"/direct/{room.slug}").text
        assert "Mot pour mot" in shown
        assert "<del>Mot à mot</del>" in shown

    def test_a_line_of_another_room_is_not_found(
        self, client: Client, room: Room, sign_in: Any
    ) -> None:
        sign_in(client, people.staff(Role.RAPPORTEUR), second_factor=True)
        elsewhere = live.line(live.room())
        assert client.get(f"/direct/{room.slug}/redaction/{elsewhere.id}").status_code == 404
        with pytest.raises(NotFound):
            queries.feed_line(ANONYMOUS, room, elsewhere.id)
