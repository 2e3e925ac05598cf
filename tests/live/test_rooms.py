"""Rooms and their written feed: prepared, opened, closed, archived; who writes what."""

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, SignInRequired
from app.core.facts import FactRecord
from app.live import actions, queries
from app.live.facts import FeedLineWritten, RoomPrepared, RoomStateChanged
from app.live.models import FeedLine, QuestionState, Room, RoomState
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything


def facts_of(room: Room) -> list[object]:
    query = db.select(FactRecord).where(FactRecord.scope == room.scope)
    return [row.fact for row in db.session.scalars(query.order_by(FactRecord.seq))]


class TestPreparing:
    def test_makes_a_closed_room(self, app: Flask) -> None:
        secretary, meeting = people.staff_actor(Role.SECRETARIAT), live.meeting()
        room = actions.prepare_room(secretary, meeting, title="Plénière", slug="pleniere")
        db.session.expire_all()
        assert (room.slug, room.title, room.state) == ("pleniere", "Plénière", RoomState.CLOSED)
        assert facts_of(room) == [RoomPrepared(room_id=room.id)]

    def test_is_refused_where_the_address_is_taken(self, app: Flask) -> None:
        room, secretary = live.room(), people.staff_actor(Role.SECRETARIAT)
        before = everything()
        with pytest.raises(Invalid) as caught:
            actions.prepare_room(secretary, room.meeting, title="Autre", slug=room.slug)
        assert list(caught.value.fields) == ["slug"]
        assert everything() == before

    def test_is_refused_to_others(self, app: Flask) -> None:
        meeting = live.meeting()
        actors = [ANONYMOUS, live.guest_actor(), people.staff_actor(Role.MODERATOR)]
        before = everything()
        for actor in actors:
            with pytest.raises(NotAllowed if actor.is_known else SignInRequired):
                actions.prepare_room(actor, meeting, title="Autre", slug="autre")
        assert everything() == before


class TestTheStateOfARoom:
    def test_goes_anywhere_until_it_is_archived(self, app: Flask) -> None:
        room = live.room(RoomState.CLOSED)
        moderator = live.moderator(room)
        way = ["open", "paused", "open", "closed", "paused", "closed", "archived"]
        for was, to in zip(["closed", *way], way, strict=False):
            actions.change_room_state(moderator, room, to=to)
            assert room.state == to
            assert facts_of(room)[-1] == RoomStateChanged(room_id=room.id, was=was, to=to)
        before = everything()
        for to in ("open", "paused", "closed"):
            with pytest.raises(actions.RoomArchived):
                actions.change_room_state(moderator, room, to=to)
        assert everything() == before

    def test_said_again_changes_nothing(self, app: Flask) -> None:
        for state in RoomState:
            room = live.room(state)
            moderator = live.moderator(room)
            before = everything()
            actions.change_room_state(moderator, room, to=state.value)
            assert everything() == before

    def test_is_for_the_moderators_of_its_meeting(self, app: Flask) -> None:
        room = live.room()
        actors = [ANONYMOUS, live.guest_actor(), live.moderator(live.room())]
        before = everything()
        for actor in actors:
            with pytest.raises(NotAllowed if actor.is_known else SignInRequired):
                actions.change_room_state(actor, room, to="closed")
        assert everything() == before


class TestTheFeed:
    @pytest.fixture
    def room(self, app: Flask) -> Room:
        return live.room()

    @pytest.fixture
    def rapporteur(self, room: Room) -> Actor:
        return people.staff_actor(Role.RAPPORTEUR, meeting_id=room.meeting_id)

    def test_holds_what_was_said_by_whom_and_about_what(
        self, room: Room, rapporteur: Actor
    ) -> None:
        asked = live.question(room)
        line = actions.write_feed_line(
            rapporteur, room, body="Un\ndeux", speaker="La direction", question=asked.id
        )
        db.session.expire_all()
        assert (line.body, line.speaker, line.question_id) == ("Un\ndeux", "La direction", asked.id)
        assert line.author_id == rapporteur.id
        assert facts_of(room) == [FeedLineWritten(room_id=room.id, line_id=line.id)]

    def test_is_read_the_last_line_first(self, room: Room) -> None:
        for body in ("un", "deux", "trois"):
            live.line(room, body=body)
        live.line(live.room(), body="ailleurs")
        assert [line.body for line in queries.feed(room)] == ["trois", "deux", "un"]
        assert [line.body for line in queries.feed(room, limit=1)] == ["trois"]

    def test_is_not_about_a_question_of_another_room_or_one_not_shown(
        self, room: Room, rapporteur: Actor
    ) -> None:
        elsewhere = live.question(live.room()).id
        pending = live.question(room, QuestionState.RECEIVED).id
        before = everything()
        for number in (elsewhere, pending, 10_000):
            with pytest.raises(NotFound):
                actions.write_feed_line(rapporteur, room, body="x", question=number)
        assert everything() == before

    def test_written_twice_with_one_key_is_one_line(self, room: Room, rapporteur: Actor) -> None:
        key = "8b6f0a52-6f0e-4d2a-9a52-1f6f3f1c7d11"
        first = actions.write_feed_line(rapporteur, room, body="un", key=key)
        again = actions.write_feed_line(rapporteur, room, body="un", key=key)
        assert first.id == again.id
        assert db.session.query(FeedLine).count() == 1

    def test_is_written_by_rapporteurs_and_moderators_alone(self, room: Room) -> None:
        other = people.staff_actor(Role.RAPPORTEUR, meeting_id=live.room().meeting_id)
        actors = [ANONYMOUS, live.guest_actor(), other, people.staff_actor(Role.RESPONDENT)]
        before = everything()
        for actor in actors:
            with pytest.raises(NotAllowed if actor.is_known else SignInRequired):
                actions.write_feed_line(actor, room, body="x")
        assert everything() == before
        actions.write_feed_line(live.moderator(room), room, body="x")

    def test_of_an_archive_is_closed(self, room: Room, rapporteur: Actor) -> None:
        room.state = RoomState.ARCHIVED
        db.session.commit()
        before = everything()
        with pytest.raises(actions.RoomArchived):
            actions.write_feed_line(rapporteur, room, body="x")
        assert everything() == before


class TestTheListOfRooms:
    def test_shows_those_that_are_live_first(self, app: Flask) -> None:
        rooms = {state: live.room(state) for state in RoomState}
        shown = [room.state for room in queries.rooms(ANONYMOUS)]
        assert shown == [RoomState.PAUSED, RoomState.OPEN, RoomState.ARCHIVED, RoomState.CLOSED]
        assert queries.open_rooms(ANONYMOUS) == [rooms[RoomState.OPEN], rooms[RoomState.PAUSED]]

    def test_of_a_meeting_shows_its_own(self, app: Flask) -> None:
        room, _other = live.room(), live.room()
        assert queries.rooms_of(ANONYMOUS, room.meeting) == [room]

    def test_has_no_room_of_an_unknown_name(self, app: Flask) -> None:
        with pytest.raises(NotFound):
            queries.room(ANONYMOUS, "nulle-part")
