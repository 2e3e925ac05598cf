"""Notes to the stage, their acknowledgement, and handing the desk over."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from app.core.presence import presence
from app.live import actions
from app.live.actions import RoomArchived
from app.live.models import Question, QuestionState, Room, RoomState, StageNote
from app.live.queries import cursor
from app.live.queries import desk as behind
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

SignIn = Callable[..., Client]


@pytest.fixture
def stage(app: Flask, room: Room, sign_in: SignIn) -> Client:
    person = people.staff(Role.RAPPORTEUR, meeting_id=room.meeting_id, name="Fanta Coulibaly")
    return sign_in(app.test_client(), person, second_factor=True)


class TestANote:
    def test_goes_from_the_desk_to_the_stage_and_says_who_read_it(
        self, room: Room, desk: Client, stage: Client
    ) -> None:
        path = f"/direct/{room.slug}"
        sent = {"body": "Reste dix minutes", "key": uuid4()}
        for _ in range(2):
            assert desk.post(f"{path}/bureau/mot", data=sent).status_code == 303
        note = db.session.scalars(db.select(StageNote)).one()
        assert "pas encore lu" in desk.get(f"{path}/bureau").text
        assert "Reste dix minutes" in stage.get(f"{path}/scene").text
        assert stage.post(f"{path}/scene/{note.id}/lu").status_code == 303
        assert "par Fanta Coulibaly" in desk.get(f"{path}/bureau").text
        assert "J’ai lu" not in stage.get(f"{path}/scene").text

    def test_is_read_by_the_first_who_says_so(self, room: Room, aicha: Actor) -> None:
        note = actions.write_stage_note(aicha, room, body="Reste dix minutes")
        for actor in (live.moderator(room), aicha):
            actions.read_stage_note(actor, note)
        read_by, read_at = note.read_by_id, note.read_at
        assert read_by != aicha.id
        actions.read_stage_note(aicha, note)
        assert (note.read_by_id, note.read_at) == (read_by, read_at)

    def test_is_told_to_the_desk_and_to_nobody_else(self, room: Room, aicha: Actor) -> None:
        actions.write_stage_note(aicha, room, body="Reste dix minutes")
        for after in (0, None):
            assert "dix minutes" in str(cursor.catch_up(live.moderator(room), room, after))
            assert "dix minutes" not in str(cursor.catch_up(live.guest_actor(), room, after))

    def test_is_written_and_read_by_who_may(
        self, app: Flask, room: Room, aicha: Actor, stage: Client, client: Client, sign_in: SignIn
    ) -> None:
        note = actions.write_stage_note(aicha, room, body="Reste dix minutes")
        archived = live.room(RoomState.ARCHIVED)
        with pytest.raises(RoomArchived):
            actions.write_stage_note(live.moderator(archived), archived, body="Fini")
        guest = live.guest_actor()
        before = everything()
        for act in (
            lambda: actions.write_stage_note(guest, room, body="Pirate"),
            lambda: actions.read_stage_note(guest, note),
        ):
            with pytest.raises(NotAllowed):
                act()
        with pytest.raises(NotFound):
            behind.stage_note(guest, room, note.id)
        path = f"/direct/{room.slug}"
        visitor = sign_in(app.test_client(), people.guest())
        for browser, status in ((client, 401), (visitor, 403)):
            assert browser.get(f"{path}/scene").status_code == status
            assert browser.post(f"{path}/scene/{note.id}/lu").status_code == status
            assert browser.post(f"{path}/bureau/mot", data={"body": "x"}).status_code == status
        assert stage.post(f"{path}/bureau/mot", data={"body": "x"}).status_code == 403
        assert stage.post(f"/direct/{live.room().slug}/scene/{note.id}/lu").status_code == 403
        assert everything()["stage_note"] == before["stage_note"]

    def test_that_says_nothing_or_too_much_is_refused_in_words(
        self, room: Room, desk: Client
    ) -> None:
        path = f"/direct/{room.slug}/bureau"
        for body, words in (("", "nécessaire"), ("mot " * 60, "trop long")):
            answer = desk.post(f"{path}/mot", data={"body": body})
            assert (answer.status_code, words in answer.text) == (422, True)
        assert db.session.scalars(db.select(StageNote)).all() == []

    def test_has_its_twin_for_programs(self, app: Flask, room: Room) -> None:
        person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        bearer = {"Authorization": f"Bearer {people.device_token(person, second_factor=True)}"}
        path, browser = f"/api/v1/rooms/{room.slug}/notes", app.test_client()
        written: Any = browser.post(path, json={"body": "Reste dix minutes"}, headers=bearer)
        assert (written.status_code, written.json["read_at"]) == (201, None)
        read: Any = browser.post(f"{path}/{written.json['id']}/read", json={}, headers=bearer)
        assert read.json["read_by"] == person.name


class TestHandingOver:
    def test_gives_back_what_one_reads_and_tells_the_others(
        self, app: Flask, room: Room, sign_in: SignIn, desk: Client
    ) -> None:
        person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id, name="Aïcha Keïta")
        leaving = sign_in(app.test_client(), person, second_factor=True)
        asked = live.question(room, QuestionState.RECEIVED)
        path = f"/direct/{room.slug}/bureau"
        leaving.post(f"{path}/{asked.id}", data={"to": "in_review"})
        sent = {"note": "À la suivante. La n° 4 attend le cabinet.", "key": uuid4()}
        for _ in range(2):
            assert leaving.post(f"{path}/passage", data=sent).status_code == 303
        assert db.session.get_one(Question, asked.id).state == QuestionState.RECEIVED
        page = desk.get(path).text
        assert "Aïcha Keïta a passé la main" in page
        assert "La n° 4 attend le cabinet." in page

    def test_leaves_what_the_others_read(self, room: Room, aicha: Actor) -> None:
        other = live.moderator(room)
        asked = live.question(room, QuestionState.RECEIVED)
        read = actions.moderate_question(other, asked, to="in_review")
        actions.hand_over(aicha, room, note="À vous.")
        assert read.state == QuestionState.IN_REVIEW
        before = everything()
        with pytest.raises(NotAllowed):
            actions.hand_over(live.guest_actor(), room, note="À moi.")
        assert everything() == before

    def test_who_sits_at_the_desk_is_seen(self, room: Room, aicha: Actor, desk: Client) -> None:
        presence.enter(room.desk_topic, "one", str(aicha.id))
        assert "<p>Aïcha Keïta</p>" in desk.get(f"/direct/{room.slug}/bureau").text
        presence.leave(room.desk_topic, "one")
        assert "<p>Aïcha Keïta</p>" not in desk.get(f"/direct/{room.slug}/bureau").text
