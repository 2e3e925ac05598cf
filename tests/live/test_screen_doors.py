"""The doors of the screen: the desk sees first, then sends, and nothing odd comes in."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.live import actions
from app.live.models import HandState, PollState, QuestionState, Room, ScreenScene
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

SignIn = Callable[..., Client]
SCENES: list[dict[str, Any]] = [
    *({"shows": shows} for shows in ("automatic", "on_air", "next", "history", "timer", "join")),
    *({"shows": "blank"}, {"shows": "question", "question": 1}, {"shows": "poll", "poll": 1}),
    {"shows": "message", "words": "La séance reprend\nà 15 h ?", "language": "fr"},
    {"shows": "message", "words": "نعود في الثالثة", "language": "ar"},
]
ODD: list[dict[str, Any]] = [
    {},
    {"shows": ""},
    {"shows": "television"},
    {"shows": "question"},
    {"shows": "question", "question": "0"},
    {"shows": "question", "question": "sept"},
    {"shows": "question", "question": "3"},  # received, then one of another room
    {"shows": "question", "question": "4"},
    {"shows": "poll", "poll": ""},
    {"shows": "poll", "poll": "2"},  # prepared
    {"shows": "poll", "poll": "3"},
    {"shows": "message"},
    {"shows": "message", "words": "   "},
    {"shows": "message", "words": "mot " * 61},
    {"shows": "message", "words": "à \u202egauche"},
    {"shows": "message", "words": "Une pause", "language": "klingon"},
]


@pytest.fixture
def room(app: Flask) -> Room:
    """A room with two public questions, one that waits, an open poll and one that is prepared."""
    made = live.room()
    live.question(made, QuestionState.ON_AIR, body="Le guichet rouvrira-t-il ?")
    live.question(made, QuestionState.ANSWERED, body="Et le passeport ?")
    live.question(made, QuestionState.RECEIVED, body="Pas encore lue")
    live.hand(made, HandState.CALLED)
    live.poll(made)
    live.poll(made, PollState.PREPARED)
    other = live.room()
    for _ in range(5):
        live.question(other)
    for _ in range(3):
        live.poll(other, PollState.PUBLISHED)
    return made


@pytest.fixture
def desk(app: Flask, room: Room, sign_in: SignIn) -> Client:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id, name="Aïcha Keïta")
    return sign_in(app.test_client(), person, second_factor=True)


def scenes() -> list[ScreenScene]:
    db.session.rollback()
    return list(db.session.scalars(db.select(ScreenScene)))


def frame(page: str) -> str:
    """Return what stands in the last frame of a page, without what is named once in a page."""
    last = re.split(r'class="frame"[^>]*>', page)[-1]
    inside = re.split(r"</section>\s*<aside|</div>\s*<div class=\"screen-side\"", last)[0]
    return re.sub(r'\s+|id="on-screen"|data-at="[^"]*"', "", inside)


def test_the_preview_is_what_the_hall_will_see(room: Room, desk: Client, client: Client) -> None:
    path = f"/direct/{room.slug}"
    for sent in SCENES:
        before = client.get(f"{path}/ecran").text
        if "words" in sent:
            preview = desk.post(f"{path}/bureau/ecran/apercu", data=sent).text
        else:
            preview = desk.get(f"{path}/bureau/ecran", query_string=sent).text
        assert "pas encore envoyé" in preview
        assert frame(client.get(f"{path}/ecran").text) == frame(before)
        form = preview.split('id="screen-send"')[1].split("</form>")[0]
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        answer = desk.post(f"{path}/bureau/ecran", data=fields)
        assert (answer.status_code, answer.location) == (303, f"{path}/bureau#desk-screen")
        assert frame(client.get(f"{path}/ecran").text) == frame(preview), sent
    assert len(scenes()) == len(SCENES)


def test_what_is_odd_is_refused_in_words_and_nothing_changes(room: Room, desk: Client) -> None:
    path = f"/direct/{room.slug}/bureau/ecran"
    for sent in ODD:
        answers = [desk.post(f"{path}/apercu", data=sent), desk.post(path, data=sent)]
        answers += [desk.get(path, query_string=sent)] if sent else []
        for answer in answers:
            assert answer.status_code == 422, sent
            assert "Rien n’a changé." in answer.text
            assert "Pas encore lue" not in answer.text
    assert scenes() == []


def test_is_for_the_desk_alone(app: Flask, room: Room, client: Client, sign_in: SignIn) -> None:
    path = f"/direct/{room.slug}/bureau/ecran"
    elsewhere = people.staff(Role.MODERATOR, meeting_id=live.room().meeting_id)
    guest = sign_in(app.test_client(), people.guest())
    other = sign_in(app.test_client(), elsewhere, second_factor=True)
    for reader, status in ((client, 401), (guest, 403), (other, 403)):
        sent = {"shows": "blank"}
        assert reader.get(path).status_code == status
        assert reader.post(f"{path}/apercu", data=sent).status_code == status
        assert reader.post(path, data=sent).status_code == status
        assert reader.post(f"/api/v1/rooms/{room.slug}/screen", json=sent).status_code == status
    assert scenes() == []


def test_has_its_twin_for_programs(app: Flask, room: Room) -> None:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    bearer = {"Authorization": f"Bearer {people.device_token(person, second_factor=True)}"}
    path, browser = f"/api/v1/rooms/{room.slug}/screen", app.test_client()
    sent = {"shows": "message", "words": "Une pause", "key": str(uuid4())}
    for _ in range(2):
        told: Any = browser.post(path, json=sent, headers=bearer)
        assert told.status_code == 201
        assert told.json["words"] == "Une pause"
        assert told.json["language"] == "fr"
    assert len(scenes()) == 1
    odd: Any = browser.post(path, json={"shows": "poll", "poll": 2}, headers=bearer)
    assert odd.status_code == 422
    assert list(odd.json["fields"]) == ["poll"]


def test_results_wait_for_their_publication(room: Room, desk: Client, client: Client) -> None:
    moderator = live.moderator(room)
    poll = actions.prepare_poll(
        moderator, live.room(meeting=room.meeting), title="Oui ou non", options=["Oui", "Non"]
    )
    actions.open_poll(moderator, poll)
    actions.close_poll(moderator, poll)
    path = f"/direct/{poll.room.slug}"
    desk.post(f"{path}/bureau/ecran", data={"shows": "poll", "poll": poll.number})
    preview = desk.get(f"{path}/bureau/ecran").text
    for page in (client.get(f"{path}/ecran").text, preview):
        assert "Le bureau publiera le résultat." in page
        assert "bar-table" not in page
    actions.publish_poll(moderator, poll)
    assert "Le bureau publiera le résultat." not in client.get(f"{path}/ecran").text


def test_words_are_shown_as_words(room: Room, desk: Client, client: Client) -> None:
    path = f"/direct/{room.slug}"
    desk.post(f"{path}/bureau/ecran", data={"shows": "message", "words": "<img src=x> & fin"})
    for page in (client.get(f"{path}/ecran").text, desk.get(f"{path}/bureau").text):
        assert "&lt;img src=x&gt; &amp; fin" in page
        assert "<img src=x" not in page


def test_the_desk_says_what_is_shown_and_its_log_who_put_it_there(room: Room, desk: Client) -> None:
    path = f"/direct/{room.slug}/bureau"
    assert "Revenir à ce qui se passe en salle" not in desk.get(path).text
    desk.post(f"{path}/ecran", data={"shows": "question", "question": "2"})
    page = desk.get(path).text
    assert "la question n°\u00a02" in page
    assert "Revenir à ce qui se passe en salle" in page
    assert re.search(r"Écran\u202f: la n°\u00a02, <b>Aïcha Keïta", desk.get(f"{path}/journal").text)
    desk.post(f"{path}/ecran", data={"shows": "automatic"})
    assert "Revenir à ce qui se passe en salle" not in desk.get(path).text
