"""The room for everybody: built and compressed once, asked for again in vain while it stands."""

import gzip
import json
from typing import Any

import pytest
from flask import Flask

from app.live import actions
from app.live.models import Question, Room
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.program import Program

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def asked(room: Room) -> Question:
    return live.question(room)


def get(client: Client, room: Room, headers: dict[str, str] | None = None) -> Any:
    return client.get(f"/api/v1/rooms/{room.slug}", headers=headers or {})


class TestARoomForEverybody:
    def test_is_the_same_compressed_and_not(
        self, client: Client, room: Room, asked: Question
    ) -> None:
        plain, packed = get(client, room), get(client, room, GZIP)
        assert (plain.content_encoding, packed.content_encoding) == (None, "gzip")
        assert json.loads(gzip.decompress(packed.data)) == plain.json
        assert plain.json["snapshot"]["questions"][0]["id"] == asked.id
        assert plain.json["snapshot"]["own"] == plain.json["snapshot"]["supported"] == []
        assert "Authorization" in plain.headers["Vary"]
        assert "Cookie" in plain.headers["Vary"]

    def test_is_not_sent_again_to_who_has_it(
        self, client: Client, room: Room, asked: Question
    ) -> None:
        first = get(client, room, GZIP)
        again = get(client, room, GZIP | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_is_another_after_each_vote_and_each_act(
        self, client: Client, room: Room, asked: Question
    ) -> None:
        tags = [get(client, room).headers["ETag"]]
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        voted = get(client, room)
        tags.append(voted.headers["ETag"])
        assert voted.json["snapshot"]["questions"][0]["votes"] == 1
        actions.moderate_question(live.moderator(room), asked, to="on_air")
        aired = get(client, room)
        tags.append(aired.headers["ETag"])
        assert aired.json["snapshot"]["questions"][0]["state"] == "on_air"
        assert len(set(tags)) == 3

    def test_holds_nothing_of_who_asked_before(
        self, app: Flask, client: Client, room: Room, asked: Question
    ) -> None:
        person = people.guest()
        program = Program(app, people.device_token(person))
        actions.vote_on_question(people.actor(person), asked, on=True)
        _, own = program.get(f"/rooms/{room.slug}")
        assert own["snapshot"]["supported"] == [asked.id]
        assert get(client, room).json["snapshot"]["supported"] == []


class TestWhatIsMine:
    def test_is_my_questions_and_my_supports(self, app: Flask, room: Room, asked: Question) -> None:
        person = people.guest()
        program = Program(app, people.device_token(person))
        mine = live.question(room, author=person)
        actions.vote_on_question(people.actor(person), asked, on=True)
        status, found = program.get(f"/rooms/{room.slug}/mine")
        assert (status, [item["id"] for item in found["own"]]) == (200, [mine.id])
        assert found["supported"] == [asked.id]

    def test_is_nobodys_where_nobody_is_known(self, app: Flask, room: Room) -> None:
        assert Program(app).get(f"/rooms/{room.slug}/mine")[0] == 401
        assert Program(app).get("/rooms/nulle-part/mine")[0] == 404

    def test_is_as_safe_to_read_as_a_page(self, client: Client, room: Room) -> None:
        page, told = client.get("/"), get(client, room)
        safety = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
        assert [told.headers[name] for name in safety] == [page.headers[name] for name in safety]

    def test_that_does_not_exist_is_refused_as_everywhere(self, client: Client) -> None:
        refused = client.get("/api/v1/rooms/nulle-part")
        assert (refused.status_code, refused.json["code"]) == (404, "not_found")
