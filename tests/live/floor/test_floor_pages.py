"""The floor on the pages: in the room, at the desk, on the screen, as text; scripts or not."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.live.models import Floor, Hand, HandState, Room
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

SignIn = Callable[..., Client]
HIDDEN = "Kadidia Sidibé"


@pytest.fixture
def guest(app: Flask, sign_in: SignIn) -> Client:
    return sign_in(app.test_client(), people.guest(name="Awa"))


def last_hand() -> Hand:
    db.session.expire_all()
    return db.session.scalars(db.select(Hand).order_by(Hand.id.desc())).first()  # type: ignore[return-value]


class TestInTheRoom:
    def test_a_hand_is_raised_and_lowered(self, room: Room, guest: Client) -> None:
        path = f"/direct/{room.slug}"
        assert "Lever la main" in guest.get(path).text
        sent = {"key": str(uuid4()), "subject": "Les visas", "turn": "reply", "anonymous": "true"}
        for _ in range(2):
            answer = guest.post(f"{path}/parole", data=sent)
            assert (answer.status_code, answer.location) == (303, f"{path}#floor")
        hand = last_hand()
        assert (hand.number, hand.subject, hand.turn, hand.is_anonymous) == (
            1,
            "Les visas",
            "reply",
            True,
        )
        page = guest.get(path).text
        assert "Main levée, n° 1." in page
        assert "Vous êtes en tête" in page
        assert guest.post(f"{path}/mains/{hand.id}/retrait").status_code == 303
        assert last_hand().state == HandState.WITHDRAWN

    def test_says_ones_own_place_and_shows_no_other_hand(self, room: Room, guest: Client) -> None:
        for _ in range(2):
            live.hand(room, person=people.guest(name=HIDDEN), subject="Un sujet")
        guest.post(f"/direct/{room.slug}/parole", data={"key": str(uuid4())})
        page = guest.get(f"/direct/{room.slug}").text
        assert "Vous êtes 3ᵉ." in page
        assert "3 mains levées" in page
        assert HIDDEN not in page
        assert "Un sujet" not in page

    def test_a_refusal_is_said_beside_the_form(self, room: Room, guest: Client) -> None:
        path = f"/direct/{room.slug}/parole"
        for key in (uuid4(), uuid4()):
            answer = guest.post(path, data={"key": str(key), "subject": "Les visas"})
        assert answer.status_code == 409
        assert "Votre main est déjà levée." in answer.text
        assert 'value="Les visas"' in answer.text
        assert guest.post(path, data={"subject": "x" * 121}).status_code == 422

    def test_who_is_not_known_is_asked_for_a_name_first(self, room: Room, client: Client) -> None:
        path = f"/direct/{room.slug}"
        assert 'id="raise-form"' not in client.get(path).text
        assert 'name="name"' in client.get(f"{path}/parole").text
        before = everything()
        client.post(f"{path}/parole", data={"key": str(uuid4())})
        assert everything() == before

    def test_nobody_lowers_anothers_hand(self, room: Room, guest: Client) -> None:
        hand = live.hand(room)
        assert guest.post(f"/direct/{room.slug}/mains/{hand.id}/retrait").status_code == 404


@pytest.mark.parametrize("part", ["", "/texte", "/ecran"])
def test_every_page_says_who_speaks_and_until_when(room: Room, client: Client, part: str) -> None:
    hand = live.hand(room, HandState.SPEAKING, people.guest(name="Awa", country="CI"))
    live.hand(room, HandState.CALLED, people.guest(name=HIDDEN), is_anonymous=True)
    page = client.get(f"/direct/{room.slug}{part}").text
    assert "Awa" in page
    assert "Côte d’Ivoire" in page
    assert "jusqu’à" in page
    assert HIDDEN not in page
    if part != "/texte":
        assert f'data-ends-at="{hand.ends_at.isoformat()}"' in page  # type: ignore[union-attr]
        assert 'data-at="' in page


def test_the_screen_keeps_the_question_on_air_beside_who_speaks(room: Room, client: Client) -> None:
    from app.live.models import QuestionState

    live.hand(room, HandState.SPEAKING, people.guest(name="Awa"))
    asked = live.question(room, QuestionState.ON_AIR)
    page = client.get(f"/direct/{room.slug}/ecran").text
    frame, side = page.split('id="side"')
    assert asked.body[:20] in frame
    assert "Awa" in side


class TestAtTheDesk:
    def test_every_hand_is_shown_and_no_hidden_name(self, room: Room, desk: Client) -> None:
        live.hand(room, person=people.guest(name="Binta"), subject="Les visas")
        live.hand(room, person=people.guest(name=HIDDEN), is_anonymous=True, number=77)
        live.hand(room, HandState.PASSED, people.guest(name="Chata"))
        page = desk.get(f"/direct/{room.slug}/bureau").text
        for words in ("Binta", "Les visas", "Main n° 77", "Chata", "1 tour passé"):
            assert words in page
        assert HIDDEN not in page

    def test_a_hand_is_called_heard_and_ended(self, room: Room, desk: Client) -> None:
        hand = live.hand(room)
        path = f"/direct/{room.slug}/bureau/mains/{hand.id}"
        for to in ("called", "speaking", "paused", "speaking", "done"):
            answer = desk.post(path, data={"to": to})
            assert answer.status_code == 303
            assert last_hand().state == to
            page = desk.get(answer.location).text
            assert page.count("data-countdown") == (to in ("speaking", "paused"))
        answer = desk.post(path, data={"to": "called"})
        assert (answer.status_code, "n’en est plus là" in answer.text) == (409, True)
        assert desk.post(path, data={"to": "nowhere"}).status_code == 422

    def test_a_hand_is_arranged_and_the_hall_entered(self, room: Room, desk: Client) -> None:
        live.hand(room)
        path = f"/direct/{room.slug}/bureau"
        sent = {"key": str(uuid4()), "name": "Le consul", "country": "CI", "turn": "speech"}
        for _ in range(2):
            assert desk.post(f"{path}/mains", data=sent).status_code == 303
        hand = last_hand()
        assert (hand.name, hand.country) == ("Le consul", "CI")
        sent = {"place": "first", "seconds": "60", "turn": ""}
        assert desk.post(f"{path}/mains/{hand.id}/ordre", data=sent).status_code == 303
        assert (last_hand().weight, last_hand().allotted) == (1, 60)
        assert desk.post(f"{path}/mains/{hand.id}/retrait").status_code == 303
        assert last_hand().state == HandState.WITHDRAWN

    def test_the_time_is_set(self, room: Room, desk: Client) -> None:
        path = f"/direct/{room.slug}/bureau/parole"
        sent = {"speech_seconds": "120", "country_seconds": "600", "takes_hands": "true"}
        assert desk.post(path, data=sent).status_code == 303
        assert (
            desk.post(path, data={"speech_seconds": "60", "country_seconds": ""}).status_code == 303
        )
        kept = db.session.scalars(db.select(Floor)).one()
        assert (kept.speech_seconds, kept.country_seconds, kept.takes_hands) == (60, None, False)
        assert desk.post(path, data={"speech_seconds": "5"}).status_code == 422

    def test_is_closed_to_who_may_not(
        self, app: Flask, room: Room, guest: Client, client: Client, sign_in: SignIn
    ) -> None:
        hand, path = live.hand(room), f"/direct/{room.slug}/bureau"
        other = people.staff(Role.MODERATOR, meeting_id=live.room().meeting_id)
        stranger = sign_in(app.test_client(), other, second_factor=True)
        before = everything()
        for browser, status in ((client, 401), (guest, 403), (stranger, 403)):
            for address in (f"/mains/{hand.id}", f"/mains/{hand.id}/ordre", "/mains", "/parole"):
                sent = {"to": "called", "speech_seconds": "60", "name": "x"}
                assert browser.post(path + address, data=sent).status_code == status
            assert browser.post(f"{path}/mains/{hand.id}/retrait").status_code == status
        assert everything() == before

    def test_moves_no_hand_of_another_room(self, room: Room, desk: Client) -> None:
        hand = live.hand(live.room())
        path = f"/direct/{room.slug}/bureau/mains/{hand.id}"
        assert desk.post(path, data={"to": "called"}).status_code == 404
