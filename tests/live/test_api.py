"""The JSON door of the rooms: every route, for who may and who may not, and what is wrong."""

from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Person, Role
from app.core.db import db
from app.live import actions
from app.live.models import OPEN_TO_VOTES, PUBLIC_STATES, Question, QuestionState, Room, RoomState
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.live.program import Program, question


@pytest.fixture
def guest(app: Flask) -> Program:
    return Program(app, people.device_token(people.guest(name="Awa")))


@pytest.fixture
def nobody(app: Flask) -> Program:
    return Program(app)


@pytest.fixture
def moderator(app: Flask, room: Room) -> Program:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    return Program(app, people.device_token(person, second_factor=True))


class TestReading:
    def test_lists_the_rooms_for_everybody(self, room: Room, nobody: Program) -> None:
        view = {
            "kind": "room",
            "slug": room.slug,
            "title": room.title,
            "state": "open",
            "is_open": True,
            **dict.fromkeys(("stream", "questions_from", "questions_until", "answers_until")),
            "meeting": {
                "slug": room.meeting.slug,
                "title": room.meeting.title,
                "timezone": room.meeting.timezone,
            },
        }
        assert nobody.get("/rooms") == (200, {"rooms": [view]})
        address = "https://www.youtube.com/watch?v=abc123"
        actions.give_stream(live.moderator(room), room, player="youtube", address=address)
        seen = {"player": "youtube", "private": False, "hourly_weight": None}
        assert nobody.get("/rooms") == (200, {"rooms": [view | {"stream": seen}]})

    def test_shows_a_room_whole_or_what_came_after_a_number(
        self, room: Room, guest: Program, moderator: Program, nobody: Program
    ) -> None:
        guest.post(f"/rooms/{room.slug}/questions", question())
        status, whole = nobody.get(f"/rooms/{room.slug}")
        assert (status, whole["seq"], whole["snapshot"]["questions"]) == (200, 1, [])
        status, rest = moderator.get(f"/rooms/{room.slug}?after=0")
        assert (status, rest["prev"], rest["seq"], len(rest["changes"])) == (200, 0, 1, 1)
        for odd in ("-1", "x", "", "1.5", str(10**30)):
            assert nobody.get(f"/rooms/{room.slug}?after={odd}")[0] == 200

    def test_shows_a_question_to_who_may_see_it(
        self, room: Room, guest: Program, moderator: Program, nobody: Program
    ) -> None:
        _, receipt = guest.post(f"/rooms/{room.slug}/questions", question())
        path = f"/questions/{receipt['id']}"
        status, own = guest.get(path)
        assert (status, own["own"], own["receipt"]) == (200, True, receipt["receipt"])
        assert nobody.get(path)[0] == 404
        assert moderator.get(path)[0] == 200
        moderator.post(path + "/moderate", {"to": "taken"})
        status, public = nobody.get(path)
        assert (status, public["author"], "receipt" in public) == (200, "Awa", False)

    def test_of_what_does_not_exist_is_404(self, room: Room, nobody: Program) -> None:
        for path in ("/rooms/nulle-part", "/questions/999", "/questions/0", "/questions/-1"):
            assert nobody.get(path)[0] == 404


class TestAsking:
    def test_is_acknowledged_with_the_receipt(self, room: Room, guest: Program) -> None:
        live.theme("sante")
        status, answer = guest.post(
            f"/rooms/{room.slug}/questions",
            question(body="  Quand ? ", language="en", theme="sante", anonymous=True),
        )
        kept = db.session.scalars(db.select(Question)).one()
        assert status == 201
        assert answer == {"id": kept.id, "number": 1, "receipt": kept.receipt, "seq": 1}
        assert (kept.body, kept.language, kept.is_anonymous) == ("Quand ?", "en", True)
        assert kept.theme is not None

    def test_twice_with_one_key_gives_the_first_answer(self, room: Room, guest: Program) -> None:
        sent = question()
        first = guest.post(f"/rooms/{room.slug}/questions", sent)
        before = everything()
        assert guest.post(f"/rooms/{room.slug}/questions", sent) == first
        assert everything() == before

    def test_where_it_cannot_be_is_refused_with_its_status(
        self, app: Flask, room: Room, guest: Program, nobody: Program
    ) -> None:
        path = f"/rooms/{room.slug}/questions"
        assert nobody.post(path, question())[0] == 401
        assert Program(app, "wrong").post(path, question())[0] == 401
        assert guest.post("/rooms/nulle-part/questions", question())[0] == 404
        room.state = RoomState.PAUSED
        db.session.commit()
        before = everything()
        status, problem = guest.post(path, question())
        assert (status, problem["code"]) == (409, "room_closed")
        assert everything() == before

    def test_with_a_revoked_device_is_401(self, app: Flask, room: Room) -> None:
        from app.core.clock import now

        token, device = people.device(people.guest())
        device.revoked_at = now()
        db.session.commit()
        assert Program(app, token).post(f"/rooms/{room.slug}/questions", question())[0] == 401

    def test_the_eleventh_in_a_minute_is_429(self, room: Room, guest: Program) -> None:
        from app.core.throttle import throttle

        author = db.session.scalars(db.select(Person)).first()
        assert author
        for _ in range(10):
            throttle.spend("10 per minute", "ask", author.id)
        status, problem = guest.post(f"/rooms/{room.slug}/questions", question())
        assert (status, problem["code"]) == (429, "too_many")

    def test_is_refused_in_english_to_who_reads_english(self, app: Flask, room: Room) -> None:
        program = Program(app, people.device_token(people.guest()), "en")
        french = Program(app, people.device_token(people.guest()))
        path = f"/rooms/{room.slug}/questions"
        english_problem, problem = program.post(path, {})[1], french.post(path, {})[1]
        assert problem["detail"] == "Certaines réponses sont à corriger."
        assert english_problem["detail"] != problem["detail"]
        assert english_problem["fields"]["body"] != problem["fields"]["body"]


class TestVoting:
    def test_answers_with_the_count(self, room: Room, guest: Program) -> None:
        asked = live.question(room)
        live.vote(asked)
        path = f"/questions/{asked.id}/vote"
        assert guest.post(path, {"on": True}) == (
            200,
            {"question": asked.id, "on": True, "votes": 2},
        )
        assert guest.post(path, {})[1]["votes"] == 2
        assert guest.post(path, {"on": False})[1]["votes"] == 1
        assert guest.post(path, {"on": False})[1]["votes"] == 1

    def test_is_refused_where_it_cannot_be(
        self, room: Room, guest: Program, nobody: Program
    ) -> None:
        taken = live.question(room)
        before = everything()
        assert nobody.post(f"/questions/{taken.id}/vote", {"on": True})[0] == 401
        assert guest.post("/questions/999/vote", {"on": True})[0] == 404
        for state, asked in live.every_state(room).items():
            before = everything()
            status, _ = guest.post(f"/questions/{asked.id}/vote", {"on": True})
            closed = 409 if state in PUBLIC_STATES else 404
            expected = 200 if state in OPEN_TO_VOTES else closed
            assert status == expected, state
            assert (everything() == before) is (expected != 200)

    def test_counts_the_question_of_the_address(self, room: Room, guest: Program) -> None:
        asked, other = live.question(room), live.question(room)
        _, answer = guest.post(f"/questions/{asked.id}/vote", {"question": other.id})
        assert answer["question"] == asked.id


class TestModerating:
    def test_turns_a_question(self, room: Room, moderator: Program) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        path = f"/questions/{asked.id}/moderate"
        assert moderator.post(path, {"to": "taken"}) == (200, {"id": asked.id, "state": "taken"})
        status, problem = moderator.post(path, {"to": "refused"})
        assert (status, list(problem["fields"])) == (422, ["reason"])
        sent = {"to": "refused", "reason": "other", "words": "Voilà."}
        assert moderator.post(path, sent)[1]["state"] == "refused"
        assert moderator.post(path, {"to": "on_air"})[1]["code"] == "move_refused"

    def test_is_404_where_it_is_not_seen_and_403_where_it_is(
        self, app: Flask, room: Room, guest: Program, nobody: Program
    ) -> None:
        elsewhere = people.staff(Role.MODERATOR, meeting_id=live.room().meeting_id)
        stranger = Program(app, people.device_token(elsewhere, second_factor=True))
        unproved = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        half = Program(app, people.device_token(unproved))
        pending = live.question(room, QuestionState.RECEIVED)
        taken = live.question(room)
        before = everything()
        for program, seen in ((guest, 403), (stranger, 403), (half, 403), (nobody, 401)):
            assert program.post(f"/questions/{pending.id}/moderate", {"to": "taken"})[0] == 404
            assert program.post(f"/questions/{taken.id}/moderate", {"to": "on_air"})[0] == seen
        assert everything() == before


class TestTheLifeOfAQuestion:
    def test_is_told_at_this_door_as_over_the_socket(
        self, room: Room, moderator: Program, guest: Program
    ) -> None:
        path = f"/rooms/{room.slug}/questions"
        sent = question(body="Quand ?", pseudonym="Mère de famille")
        number = guest.post(path, sent)[1]["id"]
        path = f"/questions/{number}"
        assert guest.post(f"{path}/withdraw", {})[1] == {"id": number, "state": "withdrawn"}
        assert guest.post(f"{path}/reinstate", {})[1] == {"id": number, "state": "received"}
        for to in ("in_review", "taken", "queued"):
            assert moderator.post(f"{path}/moderate", {"to": to})[1]["state"] == to
        reworded = {"id": number, "body": "À quand ?", "original": "Quand ?"}
        assert moderator.post(f"{path}/wording", {"wording": "À quand ?"}) == (200, reworded)
        beside = {"translation": "When?", "language": "en"}
        assert moderator.post(f"{path}/translation", beside)[1]["language"] == "en"
        owed = {"to": "follow_up", "office": "La DGME", "due": "2999-01-12"}
        assert moderator.post(f"{path}/moderate", owed)[1]["state"] == "follow_up"
        assert moderator.post(f"{path}/identity", {"reason": "Un danger"})[0] == 403
        assert guest.post(f"{path}/identity", {"reason": "Un danger"})[0] == 403

    def test_opens_an_identity_to_the_secretariat(self, app: Flask, room: Room) -> None:
        person = people.staff(Role.SECRETARIAT)
        secretary = Program(app, people.device_token(person, second_factor=True))
        asked = live.question(room, author=people.guest(name="Kadidia"), is_anonymous=True)
        status, opened = secretary.post(f"/questions/{asked.id}/identity", {"reason": "Un danger"})
        assert (status, opened["name"], opened["reason"]) == (201, "Kadidia", "Un danger")


class TestTheFeed:
    def test_is_written_by_who_may(
        self, app: Flask, room: Room, guest: Program, nobody: Program
    ) -> None:
        person = people.staff(Role.RAPPORTEUR, meeting_id=room.meeting_id)
        rapporteur = Program(app, people.device_token(person, second_factor=True))
        path = f"/rooms/{room.slug}/feed"
        status, line = rapporteur.post(path, {"body": "Ligne", "speaker": "La DGME"})
        assert (status, line["body"], line["speaker"]) == (201, "Ligne", "La DGME")
        before = everything()
        assert guest.post(path, {"body": "x"})[0] == 403
        assert nobody.post(path, {"body": "x"})[0] == 401
        assert rapporteur.post(path, {"body": "x" * 601})[0] == 422
        assert rapporteur.post(path, {"body": "x", "question": 999})[0] == 404
        assert everything() == before


def test_the_cookie_of_a_browser_speaks_at_this_door_too(
    client: Client, sign_in: Any, room: Room
) -> None:
    sign_in(client, people.guest())
    assert client.post(f"/api/v1/rooms/{room.slug}/questions", json=question()).status_code == 201
