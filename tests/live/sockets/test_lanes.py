"""Who is told what and in which words: screens, joining crowds, authors who read English."""

from collections.abc import Callable
from datetime import datetime

import pytest
import requests

from app.live import actions
from app.live.models import Question, QuestionState, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower, question
from tests.live.sockets.conftest import Served

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]


def test_a_screen_is_told_what_the_public_is_and_no_more(
    room: Room, guest: str, moderator: str, connect: Connect
) -> None:
    screen, author, desk = connect(), connect(guest), connect(moderator)
    screen.join(room.slug, screen=True)
    author.join(room.slug)
    desk.join(room.slug, desk=True)
    number = author.ok("question.ask", question())["id"]
    desk.wait_for_item(id=number)
    desk.ok("question.moderate", {"question": number, "to": "taken"})
    screen.wait_for_item(id=number, state="taken")
    desk.ok("question.vote", {"question": number})
    screen.wait_for_count(number, 1)
    assert {item["state"] for item in screen.items()} == {"taken"}
    assert all("own" not in item and "html" not in item for item in screen.items())


def test_a_joining_crowd_is_told_the_number_and_reads_the_room_over_http(
    served: Served, room: Room, connect: Connect
) -> None:
    asked = live.question(room)
    actions.moderate_question(live.moderator(room), asked, to="on_air")
    entered = connect().join(room.slug, snapshot=False)
    assert datetime.fromisoformat(entered.pop("at")).tzinfo
    assert entered == {"seq": 1, "room": room.slug, "present": 1}
    found = requests.get(f"{served.url}/api/v1/rooms/{room.slug}", timeout=20)
    assert (found.status_code, found.headers["Content-Encoding"]) == (200, "gzip")
    assert found.json()["seq"] == 1
    assert found.json()["snapshot"]["questions"][0]["id"] == asked.id


def test_who_returns_is_told_what_was_missed_even_without_a_snapshot(
    room: Room, connect: Connect
) -> None:
    actions.write_feed_line(live.moderator(room), room, body="Avant")
    entered = connect().join(room.slug, snapshot=False, after=0)
    assert [item["body"] for item in entered["changes"]] == ["Avant"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_author_reads_why_in_their_language(room: Room, connect: Connect, language: str) -> None:
    person = people.guest()
    asked = live.question(room, QuestionState.RECEIVED, author=person)
    author = connect(people.device_token(person), headers={"Accept-Language": language})
    author.join(room.slug)
    refuse(room, asked)
    told = author.wait_for_item(id=asked.id, state="refused")
    assert told["reason"] == "off_topic"
    assert (told["reason_sentence"] == "elle sort du sujet de la séance") is (language == "fr")
    again = author.ok("room.sync", {"after": 0})["changes"]
    assert told["reason_sentence"] == again[-1]["reason_sentence"]


def refuse(room: Room, asked: Question) -> None:
    actions.moderate_question(live.moderator(room), asked, to="refused", reason="off_topic")


def test_one_connection_cannot_ask_for_the_room_without_end(room: Room, connect: Connect) -> None:
    follower, other = connect(), connect()
    follower.join(room.slug, snapshot=False)
    for _ in range(19):
        follower.ok("room.sync", {"after": 0})
    assert follower.error("room.sync", {"after": 0})["code"] == "too_many"
    assert follower.error("room.join", {"room": room.slug})["code"] == "too_many"
    other.join(room.slug)
