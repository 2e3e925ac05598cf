"""Polls through their doors: pages without JavaScript, JSON, and the socket."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.core.facts import latest
from app.live import actions
from app.live.models import Participation, Poll, PollState, Room
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

SignIn = Callable[..., Client]
COUNTED = "Votre bulletin est compté."


@pytest.fixture
def guest(app: Flask, sign_in: SignIn) -> Client:
    return sign_in(app.test_client(), people.guest())


@pytest.fixture
def moderator(app: Flask, room: Room, sign_in: SignIn) -> Client:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    return sign_in(app.test_client(), person, second_factor=True)


def parts(room: Room) -> list[str]:
    return [f"/direct/{room.slug}{part}" for part in ("", "/texte", "/ecran")]


class TestTheVoter:
    def test_votes_by_form_once_and_is_told_so(self, room: Room, guest: Client) -> None:
        live.poll(room)
        address = f"/direct/{room.slug}/scrutins/1"
        page = guest.get(address)
        assert "Un bulletin envoyé ne se change pas." in page.text
        key = re.search(r'name="key" value="([^"]+)"', page.text)
        assert key
        answer = guest.post(address, data={"choices": "2", "key": key[1]})
        assert (answer.status_code, answer.location) == (303, address)
        assert COUNTED in guest.get(address).text
        assert COUNTED in guest.get(f"/direct/{room.slug}").text
        assert COUNTED in guest.get(f"/direct/{room.slug}/texte").text
        again = guest.post(address, data={"choices": "1", "key": str(uuid4())})
        assert again.status_code == 409
        assert "Un bulletin ne se change pas." in again.text
        assert len(db.session.scalars(db.select(Participation)).all()) == 1

    def test_ticks_several_answers_in_one_form(self, room: Room, guest: Client) -> None:
        poll = live.poll(room, method="approval", options=["a", "b", "c"], ballot="named")
        sent = {"choices": ["1", "3"], "key": str(uuid4())}
        guest.post(f"/direct/{room.slug}/scrutins/1", data=sent)
        actions.close_poll(live.moderator(), poll)
        assert [one.votes for one in db.session.get_one(Poll, poll.id).options] == [1, 0, 1]

    def test_who_chose_nothing_is_told_what_to_do(self, room: Room, guest: Client) -> None:
        live.poll(room)
        page = guest.post(f"/direct/{room.slug}/scrutins/1", data={"key": str(uuid4())})
        assert page.status_code == 422
        assert "Choisissez une réponse, ou le vote blanc." in page.text

    def test_who_is_not_known_is_asked_first(self, room: Room, client: Client) -> None:
        live.poll(room)
        page = client.get(f"/direct/{room.slug}/scrutins/1")
        assert "Pour voter, dites d’abord qui vous êtes." in page.text
        assert 'name="choices"' not in page.text

    def test_who_is_not_on_the_list_gets_no_form(self, room: Room, guest: Client) -> None:
        live.poll(room, voters="delegates")
        for address in (f"/direct/{room.slug}/scrutins/1", f"/direct/{room.slug}"):
            page = guest.get(address).text
            assert "Votre nom n’est pas sur la liste de ceux qui votent." in page
            assert 'name="choices"' not in page


class TestThePages:
    def test_show_the_turnout_but_no_result_before_it_is_published(
        self, room: Room, client: Client, moderator: Client
    ) -> None:
        poll = live.poll(room)
        for choice in (1, 1, 1, 2):
            live.ballot(poll, choice)
        verdict = "« Oui » en tête"
        for state in ("open", "closed"):
            if state == "closed":
                actions.close_poll(live.moderator(), poll)
            for address in (*parts(room), f"/direct/{room.slug}/scrutins/1"):
                page = plain(client.get(address).text)
                assert verdict not in page, (state, address)
                assert "Faut-il une antenne de plus" in page
            assert "4 participants" in plain(client.get(f"/direct/{room.slug}/ecran").text)
            assert client.get(f"/direct/{room.slug}/scrutins/1.csv").status_code == 404
        assert verdict in plain(moderator.get(f"/direct/{room.slug}/bureau").text)
        actions.publish_poll(live.moderator(), poll)
        for address in (*parts(room), f"/direct/{room.slug}/scrutins/1"):
            page = plain(client.get(address).text)
            assert verdict in page, address
            assert "75,0 %" in page
            assert "Aucun quorum" in page

    def test_say_a_tie_and_a_quorum_that_was_missed(self, room: Room, client: Client) -> None:
        poll = live.poll(room, ballot="named", quorum=5)
        for choice in (1, 2, 0):
            live.ballot(poll, choice)
        for to in ("closed", "published"):
            actions.POLL_ACTS[to](live.moderator(), poll)
        page = plain(client.get(f"/direct/{room.slug}/scrutins/1").text)
        assert "Égalité entre « Oui », « Non » : 1 voix chacune." in page
        assert "Quorum non atteint (quorum 5 personnes)" in page
        assert "Parts calculées sur 2 suffrages exprimés ; votes blancs à part : 1." in page

    def test_hide_a_prepared_poll_from_all_but_the_desk(
        self, room: Room, client: Client, guest: Client, moderator: Client
    ) -> None:
        live.poll(room, PollState.PREPARED, title="Question encore cachée")
        for who in (client, guest):
            assert who.get(f"/direct/{room.slug}/scrutins/1").status_code == 404
            assert who.get(f"/api/v1/rooms/{room.slug}/polls/1").status_code == 404
            for address in parts(room):
                assert "encore cachée" not in who.get(address).text
        assert "encore cachée" in moderator.get(f"/direct/{room.slug}/bureau").text

    def test_give_the_results_as_a_spreadsheet_and_from_the_meeting(
        self, room: Room, client: Client
    ) -> None:
        poll = live.poll(room, ballot="named", options=["Oui", "=Non"])
        live.ballot(poll, 2, by=live.guest_actor(name="Awa"))
        for to in ("closed", "published"):
            actions.POLL_ACTS[to](live.moderator(), poll)
        sheet = client.get(f"/direct/{room.slug}/scrutins/1.csv").text
        assert "'=Non,1,1.0" in sheet
        assert "Awa,Maroc,'=Non" in sheet
        assert (
            f"/direct/{room.slug}/scrutins/1" in client.get(f"/rencontres/{room.meeting.slug}").text
        )

    def test_of_text_alone_are_sent_again_after_a_ballot(self, room: Room, guest: Client) -> None:
        poll = live.poll(room)
        address = f"/direct/{room.slug}/texte"
        tag = guest.get(address).headers["ETag"]
        assert guest.get(address, headers={"If-None-Match": tag}).status_code == 304
        seq = latest(room.scope)
        live.ballot(poll, 1)
        assert latest(room.scope) == seq
        assert guest.get(address, headers={"If-None-Match": tag}).status_code == 200


class TestTheDesk:
    def test_prepares_opens_closes_and_publishes(self, room: Room, moderator: Client) -> None:
        form = {"title": "Où ?", "method": "single", "options": "Kayes\r\n\r\nGao\r\n"}
        form |= {"ballot": "secret", "voters": "everybody", "quorum": "", "key": str(uuid4())}
        answer = moderator.post(f"/direct/{room.slug}/scrutins/nouveau", data=form)
        assert answer.status_code == 303, answer.text
        poll = db.session.scalars(db.select(Poll)).one()
        assert [one.label for one in poll.options] == ["Kayes", "Gao"]
        for to in ("open", "closed", "published"):
            answer = moderator.post(f"/direct/{room.slug}/scrutins/1/etat", data={"to": to})
            assert answer.status_code == 303
        assert db.session.get_one(Poll, poll.id).state == PollState.PUBLISHED
        refused = moderator.post(f"/direct/{room.slug}/scrutins/1/etat", data={"to": "open"})
        assert refused.status_code == 409
        assert "ne se rouvre pas" in refused.text

    def test_is_told_what_to_correct_and_keeps_what_was_written(
        self, room: Room, moderator: Client
    ) -> None:
        form = {"title": "Où ?", "options": "Kayes\nkayes"}
        page = moderator.post(f"/direct/{room.slug}/scrutins/nouveau", data=form)
        assert page.status_code == 422
        assert "Deux réponses sont les mêmes." in page.text
        assert "Kayes\nkayes" in page.text

    def test_reads_nothing_of_what_another_way_of_answering_asks_for(
        self, room: Room, moderator: Client
    ) -> None:
        left = {"most_choices": "beaucoup", "low": "-3", "high": "x", "high_words": "é" * 99}
        form = {"title": "Où ?", "method": "approval", "options": "Kayes\r\nGao"} | left
        answer = moderator.post(f"/direct/{room.slug}/scrutins/nouveau", data=form)
        assert answer.status_code == 303, answer.text
        graded = left | {"title": "Combien ?", "method": "scale", "low": "1", "high": "99"}
        page = moderator.post(f"/direct/{room.slug}/scrutins/nouveau", data=graded)
        assert page.status_code == 422
        assert 'href="#high"' in page.text
        assert 'href="#most_choices"' not in page.text

    def test_is_not_for_others(self, room: Room, guest: Client, client: Client) -> None:
        live.poll(room)
        for who, status in ((client, 401), (guest, 403)):
            assert who.get(f"/direct/{room.slug}/scrutins/nouveau").status_code == status
            answer = who.post(f"/direct/{room.slug}/scrutins/1/etat", data={"to": "closed"})
            assert answer.status_code == status


class TestAProgram:
    def test_prepares_votes_and_reads_the_result(
        self, app: Flask, room: Room, moderator: Client, guest: Client
    ) -> None:
        base = f"/api/v1/rooms/{room.slug}/polls"
        made = moderator.post(base, json={"title": "Où ?", "options": ["Kayes", "Gao"]})
        assert (made.status_code, made.get_json()["number"], made.get_json()["state"]) == (
            201,
            1,
            "prepared",
        )
        assert guest.get(base).get_json() == {"polls": []}
        moderator.post(f"{base}/1/move", json={"to": "open"})
        ballot = {"key": str(uuid4()), "choices": [1]}
        for _ in range(2):
            answer = guest.post(f"{base}/1/ballots", json=ballot)
            assert (answer.status_code, answer.get_json()) == (201, {"poll": 1, "counted": True})
        other = guest.post(f"{base}/1/ballots", json=ballot | {"key": str(uuid4())})
        assert (other.status_code, other.get_json()["code"]) == (409, "already_voted")
        shown = guest.get(f"{base}/1").get_json()
        assert (shown["taking_part"], shown["results"]) == (1, None)
        for _ in range(2):
            live.ballot(db.session.scalars(db.select(Poll)).one(), 2)
        for to in ("closed", "published"):
            moderator.post(f"{base}/1/move", json={"to": to})
        results = guest.get(f"{base}/1").get_json()["results"]
        assert [one["votes"] for one in results["votes"]] == [1, 2]
        room_now: dict[str, Any] = guest.get(f"/api/v1/rooms/{room.slug}").get_json()["snapshot"]
        assert (room_now["voted"], [one["number"] for one in room_now["polls"]]) == ([1], [1])


def plain(page: str) -> str:
    """Return the text of a page with ordinary spaces, each alone."""
    text = re.sub(r"<[^>]+>", "", page)
    return re.sub(r"\s+", " ", text)
