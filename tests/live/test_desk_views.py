"""The desk, the written feed and the secretariat's rooms: for who may, and for who may not."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.live.models import FeedLine, Question, QuestionState, Room, RoomState
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

SignIn = Callable[..., Client]


@pytest.fixture
def guest(app: Flask, sign_in: SignIn) -> Client:
    return sign_in(app.test_client(), people.guest())


def holder(app: Flask, sign_in: SignIn, role: Role, room: Room | None, proved: bool) -> Client:
    person = people.staff(role, meeting_id=room.meeting_id if room else None)
    return sign_in(app.test_client(), person, second_factor=proved)


@pytest.fixture
def moderator(app: Flask, room: Room, sign_in: SignIn) -> Client:
    return holder(app, sign_in, Role.MODERATOR, room, True)


@pytest.fixture
def strangers(
    app: Flask, room: Room, client: Client, guest: Client, sign_in: SignIn
) -> list[tuple[Client, int]]:
    """Who may not moderate this room, and the status each is told."""
    return [
        (client, 401),
        (guest, 403),
        (holder(app, sign_in, Role.MODERATOR, room, False), 403),
        (holder(app, sign_in, Role.MODERATOR, live.room(), True), 403),
        (holder(app, sign_in, Role.RESPONDENT, None, True), 403),
    ]


class TestTheDesk:
    def test_shows_every_question_and_no_hidden_name(self, room: Room, moderator: Client) -> None:
        for asked in live.every_state(room, people.guest(name="Kadidia Sidibé")).values():
            asked.is_anonymous = True
        db.session.commit()
        page = moderator.get(f"/direct/{room.slug}/bureau")
        assert page.status_code == 200
        assert "Kadidia Sidibé" not in page.text
        for number in range(1, len(QuestionState) + 1):
            assert f"question n° {number} aura" in page.text

    def test_opens_the_oldest_that_waits_or_the_chosen_one(
        self, room: Room, moderator: Client
    ) -> None:
        first, second = (live.question(room, QuestionState.RECEIVED) for _ in range(2))
        path = f"/direct/{room.slug}/bureau"
        assert f'id="chosen" data-question="{first.id}"' in moderator.get(path).text
        chosen = moderator.get(f"{path}?q={second.id}").text
        assert f'id="chosen" data-question="{second.id}"' in chosen
        for odd in ("999", "x", "", str(10**30)):
            assert moderator.get(f"{path}?q={odd}").status_code == 200

    def test_turns_a_question_and_opens_the_next(self, room: Room, moderator: Client) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        path = f"/direct/{room.slug}/bureau/{asked.id}"
        answer = moderator.post(path, data={"to": "taken"})
        assert (answer.status_code, answer.location) == (303, f"/direct/{room.slug}/bureau")
        assert db.session.get_one(Question, asked.id).state == QuestionState.TAKEN
        moderator.post(path, data={"to": "answered", "answer": "Au\nprintemps."})
        kept = db.session.get_one(Question, asked.id, populate_existing=True)
        assert (kept.state, kept.answer) == (QuestionState.ANSWERED, "Au\nprintemps.")

    def test_says_why_nothing_changed(self, room: Room, moderator: Client) -> None:
        live.question(room, QuestionState.ON_AIR)
        asked = live.question(room)
        before = everything()
        path = f"/direct/{room.slug}/bureau/{asked.id}"
        for sent, status, words in (
            ({"to": "on_air"}, 409, "est encore à l’antenne"),
            ({"to": "refused"}, 422, "son auteur le lira"),
            ({"to": "refused", "reason": "other"}, 422, "en quelques mots"),
            ({"to": "merged"}, 422, "Choisissez une question retenue"),
            ({"to": "merged", "into": str(asked.id)}, 422, "Choisissez une question retenue"),
            ({"to": "ailleurs"}, 422, "à corriger"),
            ({}, 422, "à corriger"),
        ):
            answer = moderator.post(path, data=sent)
            assert (answer.status_code, words in answer.text) == (status, True), sent
        assert everything() == before

    def test_is_closed_to_who_may_not(
        self, room: Room, strangers: list[tuple[Client, int]]
    ) -> None:
        pending, taken = live.question(room, QuestionState.RECEIVED), live.question(room)
        before = everything()
        for browser, status in strangers:
            answer = browser.get(f"/direct/{room.slug}/bureau")
            assert answer.status_code == status
            assert pending.body not in answer.text
            for asked in (pending, taken):
                path = f"/direct/{room.slug}/bureau/{asked.id}"
                assert browser.post(path, data={"to": "taken"}).status_code == status
            path = f"/direct/{room.slug}/etat"
            assert browser.post(path, data={"to": "closed"}).status_code == status
        assert everything() == before

    def test_turns_no_question_of_another_room(self, room: Room, moderator: Client) -> None:
        elsewhere = live.question(live.room())
        before = everything()
        for number in (elsewhere.id, 999, 10**30):
            path = f"/direct/{room.slug}/bureau/{number}"
            assert moderator.post(path, data={"to": "on_air"}).status_code == 404
        assert everything() == before

    def test_opens_pauses_and_closes_the_room(self, room: Room, moderator: Client) -> None:
        for to in ("paused", "open", "closed"):
            answer = moderator.post(f"/direct/{room.slug}/etat", data={"to": to})
            assert answer.status_code == 303
            assert db.session.get_one(Room, room.id).state == RoomState(to)
            db.session.expire_all()
        for wrong in ({}, {"to": "ajar"}):
            assert moderator.post(f"/direct/{room.slug}/etat", data=wrong).status_code == 422


class TestTheFeed:
    def test_is_written_by_rapporteurs(self, app: Flask, room: Room, sign_in: SignIn) -> None:
        browser = holder(app, sign_in, Role.RAPPORTEUR, room, True)
        path = f"/direct/{room.slug}/redaction"
        asked = live.question(room)
        assert browser.get(path).status_code == 200
        sent = {"body": "Ligne publiée ici", "speaker": "La DGME", "question": str(asked.id)}
        sent["key"] = "8b6f0a52-6f0e-4d2a-9a52-1f6f3f1c7d11"
        for _ in range(2):
            assert browser.post(path, data=sent).status_code == 303
        line = db.session.scalars(db.select(FeedLine)).one()
        assert (line.body, line.question_id) == ("Ligne publiée ici", asked.id)
        assert "Ligne publiée ici" in browser.get(f"/direct/{room.slug}").text

    def test_wrongly_shows_the_text_again(self, room: Room, moderator: Client) -> None:
        path, before = f"/direct/{room.slug}/redaction", everything()
        answer = moderator.post(path, data={"body": "mot " * 200})
        assert answer.status_code == 422
        assert "mot mot" in answer.text
        assert moderator.post(path, data={"body": ""}).status_code == 422
        assert everything() == before

    def test_is_closed_to_who_may_not(
        self, room: Room, strangers: list[tuple[Client, int]]
    ) -> None:
        path, before = f"/direct/{room.slug}/redaction", everything()
        for browser, status in strangers:
            assert browser.get(path).status_code == status
            assert browser.post(path, data={"body": "x"}).status_code == status
        assert everything() == before


class TestTheSecretariatsRooms:
    @pytest.fixture
    def secretary(self, app: Flask, sign_in: SignIn) -> Client:
        return holder(app, sign_in, Role.SECRETARIAT, None, True)

    def test_are_prepared(self, app: Flask, secretary: Client) -> None:
        meeting = live.meeting()
        path = f"/gestion/rencontres/{meeting.slug}/salles"
        assert secretary.get(path).status_code == 200
        answer = secretary.post(path, data={"title": "Plénière", "slug": "pleniere"})
        assert (answer.status_code, answer.location) == (303, "/direct/pleniere/bureau")
        again = secretary.post(path, data={"title": "Plénière", "slug": "pleniere"})
        assert again.status_code == 422
        assert "Cette adresse est déjà prise." in again.text
        for slug in ("Pas Bon", "", "a/b", "x" * 81):
            assert secretary.post(path, data={"title": "x", "slug": slug}).status_code == 422
        assert db.session.query(Room).count() == 1

    def test_are_closed_to_who_may_not(
        self, room: Room, strangers: list[tuple[Client, int]]
    ) -> None:
        path, before = f"/gestion/rencontres/{room.meeting.slug}/salles", everything()
        for browser, status in strangers:
            assert browser.get(path).status_code == status
            sent = {"title": "x", "slug": "y"}
            assert browser.post(path, data=sent).status_code == status
        assert everything() == before
