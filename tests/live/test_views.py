"""The pages of a room: for nobody, a guest and a moderator; by forms alone."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.live import actions
from app.live.models import PUBLIC_STATES, Question, QuestionState, Room, Vote
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

SignIn = Callable[..., Client]
HIDDEN = "Kadidia Sidibé"


@pytest.fixture
def guest(app: Flask, sign_in: SignIn) -> Client:
    return sign_in(app.test_client(), people.guest(name="Awa Traoré"))


@pytest.fixture
def moderator(app: Flask, room: Room, sign_in: SignIn) -> Client:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    return sign_in(app.test_client(), person, second_factor=True)


@pytest.fixture
def rapporteur(app: Flask, room: Room, sign_in: SignIn) -> Client:
    person = people.staff(Role.RAPPORTEUR, meeting_id=room.meeting_id)
    return sign_in(app.test_client(), person, second_factor=True)


def statuses(path: str, *clients: Client) -> list[int]:
    return [client.get(path).status_code for client in clients]


class TestThePagesThatEverybodyReads:
    @pytest.mark.parametrize("part", ["", "/texte", "/poser", "/ecran"])
    def test_of_a_room_are_open(
        self, room: Room, client: Client, guest: Client, moderator: Client, part: str
    ) -> None:
        live.every_state(room)
        live.line(room)
        assert statuses(f"/direct/{room.slug}{part}", client, guest, moderator) == [200, 200, 200]
        assert client.get(f"/direct/nulle-part{part}").status_code == 404

    def test_list_the_rooms_and_find_a_question(self, room: Room, client: Client) -> None:
        page = client.get("/direct")
        assert page.status_code == 200
        assert room.meeting.title in page.text
        assert f"/direct/{room.slug}" in page.text
        assert client.get("/ma-question").status_code == 200

    def test_show_what_is_public_and_nothing_else(
        self, room: Room, client: Client, guest: Client
    ) -> None:
        hidden = people.guest(name=HIDDEN)
        shown = live.every_state(room, hidden)
        for asked in shown.values():
            asked.is_anonymous = True
        shown[QuestionState.REFUSED].reason_words = "Des mots pour elle seule"
        db.session.commit()
        for reader in (client, guest):
            for page in ("", "/texte", "/ecran"):
                text = reader.get(f"/direct/{room.slug}{page}").text
                assert HIDDEN not in text
                assert "Des mots pour elle seule" not in text
                for state, asked in shown.items():
                    public = state in PUBLIC_STATES
                    if page != "/ecran" or not public:
                        assert (asked.body in text) is public, (page, state)
                    assert asked.receipt not in text

    def test_name_who_signs(self, room: Room, client: Client) -> None:
        live.question(room, author=people.guest(name="Awa Traoré"))
        assert "Awa Traoré" in client.get(f"/direct/{room.slug}").text

    def test_show_ones_own_questions_and_what_became_of_them(
        self, app: Flask, room: Room, sign_in: SignIn
    ) -> None:
        person = people.guest()
        asked = live.question(
            room, QuestionState.REFUSED, person, reason="other", reason_words="Trop tard."
        )
        text = sign_in(app.test_client(), person).get(f"/direct/{room.slug}").text
        assert asked.body in text
        assert asked.receipt in text
        assert "Trop tard." in text

    def test_escape_what_people_wrote(self, room: Room, client: Client) -> None:
        live.question(
            room,
            body="<script>alert(1)</script>",
            author=people.guest(name='"><img src=x onerror=alert(1)>'),
        )
        live.line(room, body="<b>gras</b>", speaker="<i>La DGME</i>")
        for page in ("", "/texte", "/ecran"):
            text = client.get(f"/direct/{room.slug}{page}").text
            for raw in ("<script>alert", "<img src=x", "<b>gras", "<i>La DGME"):
                assert raw not in text


class TestAskingByForm:
    def sent(self, **values: Any) -> dict[str, Any]:
        return {"key": str(uuid4()), "body": "Quand ?"} | values

    def test_shows_the_number_and_keeps_the_question(self, room: Room, guest: Client) -> None:
        answer = guest.post(f"/direct/{room.slug}/poser", data=self.sent(anonymous="true"))
        assert answer.status_code == 303
        assert answer.location.endswith(f"/direct/{room.slug}#mine")
        kept = db.session.scalars(db.select(Question)).one()
        assert (kept.body, kept.is_anonymous) == ("Quand ?", True)
        page = guest.get(f"/direct/{room.slug}").text
        assert "Question n° 1 reçue." in page
        assert kept.receipt in page

    def test_twice_by_a_double_tap_is_asked_once(self, room: Room, guest: Client) -> None:
        sent = self.sent()
        for _ in range(2):
            assert guest.post(f"/direct/{room.slug}/poser", data=sent).status_code == 303
        assert db.session.query(Question).count() == 1

    def test_wrongly_shows_the_text_again_beside_the_reason(
        self, room: Room, guest: Client, client: Client
    ) -> None:
        path, before = f"/direct/{room.slug}/poser", everything()
        answer = guest.post(path, data=self.sent(body="mot " * 120))
        assert answer.status_code == 422
        assert "Ce texte est trop long" in answer.text
        assert "mot " * 60 in answer.text
        assert guest.post(path, data=self.sent(body="")).status_code == 422
        assert guest.post(path, data={"body": "x"}).status_code == 422
        assert client.post(path, data=self.sent()).status_code in (401, 422)
        assert everything() == before

    def test_in_a_closed_room_keeps_the_text(self, room: Room, guest: Client) -> None:
        actions.change_room_state(live.moderator(room), room, to="closed")
        before = everything()
        answer = guest.post(f"/direct/{room.slug}/poser", data=self.sent(body="Mon texte"))
        assert answer.status_code == 409
        assert "Mon texte" in answer.text
        assert "La salle est fermée pour le moment." in answer.text
        assert everything() == before


class TestSupportingByForm:
    def test_adds_and_takes_back(self, room: Room, guest: Client) -> None:
        asked = live.question(room)
        path = f"/direct/{room.slug}/questions/{asked.id}/soutien"
        answer = guest.post(path, data={"on": "true"})
        assert answer.status_code == 303
        assert answer.location.endswith(f"#question-{asked.id}")
        assert 'aria-pressed="true"' in guest.get(f"/direct/{room.slug}").text
        guest.post(path, data={"on": "false"})
        assert db.session.scalars(db.select(Vote)).one().withdrawn_at is not None

    def test_elsewhere_or_by_nobody_writes_nothing(
        self, room: Room, guest: Client, client: Client
    ) -> None:
        taken, pending = live.question(room), live.question(room, QuestionState.RECEIVED)
        answered, other = live.question(room, QuestionState.ANSWERED), live.room()
        before = everything()
        for slug, number, status in (
            (room.slug, pending.id, 404),
            (other.slug, taken.id, 404),
            ("nulle-part", taken.id, 404),
            (room.slug, 999, 404),
            (room.slug, 10**30, 404),
            (room.slug, answered.id, 409),
        ):
            answer = guest.post(f"/direct/{slug}/questions/{number}/soutien", data={"on": "true"})
            assert answer.status_code == status
        path = f"/direct/{room.slug}/questions/{taken.id}/soutien"
        assert client.post(path, data={"on": "true"}).status_code == 401
        assert guest.post(path, data={"on": "peut-être"}).status_code == 422
        assert everything() == before


class TestWithdrawingByForm:
    def test_is_for_the_author(self, app: Flask, room: Room, sign_in: SignIn) -> None:
        person = people.guest()
        browser, asked = sign_in(app.test_client(), person), live.question(room, author=person)
        path = f"/direct/{room.slug}/questions/{asked.id}/retrait"
        assert browser.post(path).status_code == 303
        assert db.session.get_one(Question, asked.id).state == QuestionState.WITHDRAWN

    def test_is_404_or_403_for_anybody_else(
        self, room: Room, guest: Client, client: Client, moderator: Client
    ) -> None:
        pending, taken = live.question(room, QuestionState.RECEIVED), live.question(room)
        before = everything()
        for browser, unseen, seen in ((guest, 404, 403), (client, 404, 401), (moderator, 403, 403)):
            for asked, status in ((pending, unseen), (taken, seen)):
                path = f"/direct/{room.slug}/questions/{asked.id}/retrait"
                assert browser.post(path).status_code == status
        assert everything() == before


class TestFindingByReceipt:
    def test_shows_the_question_to_who_holds_it(self, room: Room, client: Client) -> None:
        asked = live.question(room, QuestionState.REFUSED, people.guest(name=HIDDEN))
        asked.is_anonymous = True
        db.session.commit()
        for typed in (asked.receipt, f" {asked.receipt.lower()} "):
            answer = client.post("/ma-question", data={"receipt": typed})
            assert answer.status_code == 200
            assert asked.body in answer.text
            assert HIDDEN not in answer.text

    def test_of_no_question_says_so(self, room: Room, client: Client) -> None:
        live.question(room)
        answer = client.post("/ma-question", data={"receipt": "BLON-1-ZZZZZZ"})
        assert answer.status_code == 404
        assert "Aucune question ne porte ce code." in answer.text
        assert client.post("/ma-question", data={"receipt": ""}).status_code == 422

    def test_is_not_guessed_by_trying(self, room: Room, client: Client) -> None:
        tries = [client.post("/ma-question", data={"receipt": "BLON-1-Z"}) for _ in range(121)]
        assert [answer.status_code for answer in tries] == [404] * 120 + [429]


class TestTextAlone:
    @pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
    def test_is_sent_again_only_when_something_changed(
        self, room: Room, client: Client, encoding: str
    ) -> None:
        asked = live.question(room)
        path, headers = f"/direct/{room.slug}/texte", {"Accept-Encoding": encoding}
        first = client.get(path, headers=headers)
        again = headers | {"If-None-Match": first.headers["ETag"]}
        answer = client.get(path, headers=again)
        assert (answer.status_code, answer.data) == (304, b"")
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        changed = client.get(path, headers=again)
        assert changed.status_code == 200
        assert changed.headers["ETag"] != first.headers["ETag"]
        assert "private" in changed.headers["Cache-Control"]

    def test_is_another_text_for_another_reader(
        self, room: Room, client: Client, guest: Client
    ) -> None:
        path = f"/direct/{room.slug}/texte"
        tags = {
            client.get(path).headers["ETag"],
            guest.get(path).headers["ETag"],
            client.get(path, headers={"Accept-Language": "en"}).headers["ETag"],
        }
        assert len(tags) == 3

    def test_needs_no_script_and_no_style(self, room: Room, client: Client) -> None:
        text = client.get(f"/direct/{room.slug}/texte").text
        assert not re.search(r"<script|stylesheet|<style|<img", text)


def test_the_screen_shows_the_address_as_a_code(room: Room, client: Client) -> None:
    text = client.get(f"/direct/{room.slug}/ecran").text
    assert "<svg" in text
    assert f"/direct/{room.slug}" in text
