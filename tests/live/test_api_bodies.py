"""What programs send wrongly: a problem that names the field, and nothing written."""

from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Role
from app.live.models import QuestionState, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.live.program import Program, question

NO_NUMBERS: list[Any] = ["x", True, 1.5, 0, -1, [], 2**60]
NO_REASONS: list[Any] = ["because", 3, [], {}]
NO_WORDS: list[Any] = ["x" * 401, "", 3]


@pytest.fixture
def database_kind() -> str:
    """One kind of database: these never reach it."""
    return "sqlite"


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


class TestAWrongBody:
    @pytest.mark.parametrize(
        ("sent", "fields"),
        [
            ({}, ["body", "key"]),
            ({"body": "", "key": "x"}, ["body", "key"]),
            (question(body="x" * 401), ["body"]),
            (question(body="x" * 10_000), ["body"]),
            (question(body="a\x00b"), ["body"]),
            (question(body="a\u202eb"), ["body"]),
            (question(body="\ud800"), ["body"]),
            (question(body=3), ["body"]),
            (question(body=["x"]), ["body"]),
            (question(body={"x": 1}), ["body"]),
            (question(body=None), ["body"]),
            (question(body=True), ["body"]),
            (question(key=3), ["key"]),
            (question(language="xx"), ["language"]),
            (question(language=["fr"]), ["language"]),
            (question(theme="nulle-part"), ["theme"]),
            (question(theme={"a": 1}), ["theme"]),
            (question(anonymous="peut-être"), ["anonymous"]),
            (question(anonymous=[]), ["anonymous"]),
            (question(author=3), ["author"]),
            (question(number=3, state="taken"), ["number", "state"]),
            ([question()], [""]),
            ("x", [""]),
            (3, [""]),
            (None, ["body", "key"]),
        ],
    )
    def test_to_ask_is_422_and_writes_nothing(
        self, room: Room, guest: Program, sent: Any, fields: list[str]
    ) -> None:
        before = everything()
        status, problem = guest.post(f"/rooms/{room.slug}/questions", sent)
        assert (status, problem["code"], sorted(problem["fields"])) == (422, "invalid", fields)
        assert all(sentence for texts in problem["fields"].values() for sentence in texts)
        assert everything() == before

    def test_that_cannot_be_read_is_422(self, room: Room, guest: Program) -> None:
        before = everything()
        for data in (b"", b"{", b"\xff\xfe", b'{"body": NaN}', b"[" * 50_000):
            status, _ = guest.post(f"/rooms/{room.slug}/questions", data=data)
            assert status == 422
        status, problem = guest.post(f"/rooms/{room.slug}/questions", data=b" " * 300_000)
        assert (status, problem["title"]) == (413, "Message trop lourd")
        assert everything() == before

    @pytest.mark.parametrize("on", ["peut-être", [], {}, None, 3, 0.5])
    def test_to_vote_is_422(self, room: Room, guest: Program, on: Any) -> None:
        asked = live.question(room)
        status, problem = guest.post(f"/questions/{asked.id}/vote", {"on": on})
        assert (status, list(problem["fields"])) == (422, ["on"])

    @pytest.mark.parametrize(
        "sent",
        [
            *({}, {"to": "seen"}, {"to": "withdrawn"}, {"to": 3}, {"to": ["taken"]}, {"x": 1}),
            *({"to": "follow_up", "due": due} for due in ("demain", "2026-13-01", 3, [])),
            *({"to": "answered", "minute": at} for at in ("25:00", "9:5", "x", 3)),
            *({"to": "merged", "into": into} for into in NO_NUMBERS),
            *({"to": "refused", "reason": reason} for reason in NO_REASONS),
            *({"to": "refused", "reason": "other", "words": words} for words in NO_WORDS),
        ],
    )
    def test_to_moderate_is_422_and_writes_nothing(
        self, room: Room, moderator: Program, sent: Any
    ) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        before = everything()
        assert moderator.post(f"/questions/{asked.id}/moderate", sent)[0] == 422
        assert everything() == before
