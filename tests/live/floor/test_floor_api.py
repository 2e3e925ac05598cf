"""The floor through the JSON door: every route, for who may and for who may not."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.live.models import Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.live.program import Program


@pytest.fixture
def guest(app: Flask) -> Program:
    return Program(app, people.device_token(people.guest(name="Awa", country="MA")))


@pytest.fixture
def desk(app: Flask, room: Room) -> Program:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    return Program(app, people.device_token(person, second_factor=True))


def key() -> dict[str, Any]:
    return {"key": str(uuid4())}


def test_a_hand_goes_from_raised_to_done(room: Room, guest: Program, desk: Program) -> None:
    path, sent = f"/rooms/{room.slug}/hands", key() | {"subject": "Les visas"}
    status, hand = guest.post(path, sent)
    assert (status, hand["number"], hand["place"], hand["state"]) == (201, 1, 1, "raised")
    assert guest.post(path, sent) == (status, hand)
    assert guest.post(path, key())[1]["code"] == "hand_up"
    status, called = desk.post(f"{path}/next", key())
    assert (status, called["id"], called["state"], called["allotted"]) == (
        200,
        hand["id"],
        "called",
        180,
    )
    one = f"/hands/{hand['id']}"
    assert desk.post(f"{one}/move", {"to": "speaking"})[1] == {
        "id": hand["id"],
        "state": "speaking",
    }
    assert desk.post(f"{one}/arrange", {"seconds": 240})[0] == 200
    shown = guest.get(f"/rooms/{room.slug}")[1]["snapshot"]
    assert (shown["floor"]["speaker"]["allotted"], shown["hand"]["state"]) == (240, "speaking")
    assert guest.post(f"{one}/withdraw")[1]["code"] == "turn_refused"
    assert desk.post(f"{one}/move", {"to": "done"})[0] == 200
    assert desk.post(f"{path}/next", key())[1]["code"] == "nobody_waits"


def test_a_hand_is_lowered_by_its_person(room: Room, guest: Program) -> None:
    _, hand = guest.post(f"/rooms/{room.slug}/hands", key())
    answer = guest.post(f"/hands/{hand['id']}/withdraw", key())
    assert answer == (200, {"id": hand["id"], "state": "withdrawn"})


def test_the_desk_enters_the_hall_and_sets_the_floor(room: Room, desk: Program) -> None:
    sent = key() | {"name": "Le consul", "country": "CI", "turn": "procedure"}
    status, hand = desk.post(f"/rooms/{room.slug}/hands/hall", sent)
    assert (status, hand["name"], hand["in_hall"], hand["turn"]) == (
        201,
        "Le consul",
        True,
        "procedure",
    )
    sent = {"speech_seconds": 60, "country_seconds": 600, "takes_hands": False}
    status, floor = desk.post(f"/rooms/{room.slug}/floor", sent)
    assert (status, floor["speech_seconds"], floor["takes_hands"]) == (200, 60, False)


def test_what_is_wrong_or_not_allowed_writes_nothing(
    app: Flask, room: Room, guest: Program, desk: Program
) -> None:
    hand, path, nobody = live.hand(room), f"/rooms/{room.slug}", Program(app)
    one, before = f"/hands/{hand.id}", everything()
    assert nobody.post(f"{path}/hands", key())[0] == 401
    assert guest.post(f"{path}/hands/next", key())[0] == 403
    assert guest.post(f"{path}/hands/hall", key() | {"name": "x"})[0] == 403
    assert guest.post(f"{path}/floor", {"speech_seconds": 60})[0] == 403
    for act, sent in (
        ("move", {"to": "called"}),
        ("arrange", {"place": "first"}),
        ("withdraw", {}),
    ):
        assert guest.post(f"{one}/{act}", sent)[0] == 404
        assert nobody.post(f"{one}/{act}", sent)[0] == 404
    assert desk.post(f"{one}/withdraw")[0] == 403
    for address, wrong, field in (
        (f"{path}/hands", {}, "key"),
        (f"{path}/hands", key() | {"turn": "sing"}, "turn"),
        (f"{path}/hands", key() | {"subject": "x" * 121}, "subject"),
        (f"{path}/hands/next", {}, "key"),
        (f"{path}/hands/hall", key(), "name"),
        (f"{path}/hands/hall", key() | {"name": "x", "country": "??"}, "country"),
        (f"{path}/floor", {"speech_seconds": 14}, "speech_seconds"),
        (f"{path}/floor", {"speech_seconds": 60, "country_seconds": 0}, "country_seconds"),
        (f"{one}/move", {"to": "withdrawn"}, "to"),
        (f"{one}/move", {}, "to"),
        (f"{one}/arrange", {"place": "middle"}, "place"),
        (f"{one}/arrange", {"seconds": 3601}, "seconds"),
    ):
        status, problem = desk.post(address, wrong)
        assert (status, list(problem["fields"])) == (422, [field]), (address, wrong)
    assert everything() == before
