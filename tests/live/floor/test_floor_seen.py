"""What each audience is told of the floor: the public who speaks, each person their own place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.live import actions, schemas
from app.live.models import Hand, HandState, Room
from app.live.queries import cursor, floor
from tests.factories import accounts as people
from tests.factories import live

Raise = Callable[..., Hand]
HIDDEN = "Kadidia Sidibé"
WAITS = "Binta Coulibaly"
SUBJECT = "sujet écrit pour la modération"
HAND = {
    *("id", "number", "name", "country", "theme", "turn", "state", "allotted", "ends_at", "left"),
}
FLOOR = {
    *("kind", "speaker", "called", "raised", "takes_hands", "speech_seconds"),
    *("country_seconds", "countries"),
}
DESK_HAND = HAND | {
    *("subject", "place", "seconds", "spoken", "turns", "in_hall", "arranged", "raised_at"),
}


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the views are the same."""
    return "sqlite"


def told(actor: Actor, room: Room, after: int = 0) -> dict[str, Any]:
    """Return the last item of each kind that the actor is told."""
    changes = cursor.catch_up(actor, room, after)["changes"]
    return {item["kind"]: item for item in changes}


def everything_for(actor: Actor, room: Room) -> str:
    """Return all that an actor could receive, as text."""
    payloads = [cursor.catch_up(actor, room, after) for after in (0, None)]
    return json.dumps(payloads, ensure_ascii=False)


class TestTheViews:
    def test_have_these_fields_and_no_other(self, room: Room) -> None:
        hand = live.hand(room, HandState.SPEAKING)
        standing = floor.standing(room)
        assert set(schemas.floor_view(standing)) == FLOOR
        assert set(schemas.desk_floor_view(standing)) == FLOOR | {"hands"}
        assert set(schemas.floor_view(standing)["speaker"]) == HAND
        assert set(schemas.own_hand_view(hand, 1)) == HAND | {"kind", "own", "subject", "place"}
        assert set(schemas.desk_hand_view(standing, hand)) == DESK_HAND

    def test_say_until_when_and_what_was_left(self, room: Room, moderator: Actor) -> None:
        hand = live.hand(room, HandState.SPEAKING, spoken_ms=30_500)
        shown = schemas.floor_view(floor.standing(room))["speaker"]
        assert (shown["left"], shown["allotted"]) == (149.5, 180)
        assert shown["ends_at"] == hand.ends_at.isoformat()  # type: ignore[union-attr]
        actions.move_hand(moderator, room, hand, to="paused")
        shown = schemas.floor_view(floor.standing(room))["speaker"]
        assert (shown["ends_at"], shown["left"]) == (None, hand.left_ms / 1000)


class TestWhoWaits:
    def test_is_told_to_the_desk_and_to_themselves_alone(
        self, room: Room, moderator: Actor
    ) -> None:
        person = live.guest_actor(name=WAITS)
        actions.raise_hand(person, room, subject=SUBJECT)
        for actor in (ANONYMOUS, live.guest_actor()):
            text = everything_for(actor, room)
            assert WAITS not in text
            assert SUBJECT not in text
            assert told(actor, room)["floor"]["raised"] == 1
            assert "hand" not in told(actor, room)
        assert SUBJECT in everything_for(person, room)
        assert told(person, room)["hand"]["place"] == 1
        (row,) = told(moderator, room)["floor"]["hands"]
        assert (row["name"], row["subject"], row["place"]) == (WAITS, SUBJECT, 1)

    def test_is_told_their_place_whenever_it_moves(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        up("FR")
        person = live.guest_actor(country="FR")
        actions.raise_hand(person, room)
        assert told(person, room)["hand"]["place"] == 2
        seen = facts.latest(room.scope)
        other = up("CI")
        assert told(person, room, seen)["hand"]["place"] == 3
        seen = facts.latest(room.scope)
        actions.move_hand(moderator, room, other, to="passed")
        assert told(person, room, seen)["hand"]["place"] == 2

    def test_is_told_when_called_and_what_became_of_it(self, room: Room, moderator: Actor) -> None:
        person = live.guest_actor()
        hand = actions.raise_hand(person, room)
        for to in ("called", "speaking", "paused", "speaking", "done"):
            seen = facts.latest(room.scope)
            actions.move_hand(moderator, room, hand, to=to)
            item = told(person, room, seen)["hand"]
            assert (item["state"], item["place"], item["own"]) == (to, None, True)
        assert cursor.snapshot(person, room)["snapshot"]["hand"]["state"] == "done"
        assert cursor.snapshot(ANONYMOUS, room)["snapshot"]["hand"] is None


class TestWhoSpeaks:
    @pytest.mark.parametrize("hides", [True, False])
    def test_is_shown_by_the_name_they_chose_or_by_country_alone(
        self, room: Room, moderator: Actor, hides: bool
    ) -> None:
        person = live.guest_actor(name=HIDDEN, country="CI")
        hand = actions.raise_hand(person, room, anonymous=hides, subject=SUBJECT)
        for to in ("called", "speaking"):
            actions.move_hand(moderator, room, hand, to=to)
            part = "called" if to == "called" else "speaker"
            shown = told(ANONYMOUS, room)["floor"][part]
            assert (shown["name"], shown["country"]) == (None if hides else HIDDEN, "CI")
        for actor in (ANONYMOUS, live.guest_actor(), moderator):
            assert (HIDDEN in everything_for(actor, room)) is not hides
            assert (SUBJECT in everything_for(actor, room)) is (actor is moderator)

    def test_is_heard_by_country(self, room: Room, moderator: Actor) -> None:
        live.hand(room, HandState.DONE, people.guest(country="FR"), spoken_ms=90_900)
        live.hand(room, HandState.DONE, people.guest(country="CI"), spoken_ms=120_000)
        shown = cursor.snapshot(ANONYMOUS, room)["snapshot"]["floor"]
        assert shown["countries"] == [
            {"country": "CI", "seconds": 120, "turns": 1},
            {"country": "FR", "seconds": 90, "turns": 1},
        ]


def test_an_act_on_the_floor_tells_the_floor_and_nothing_else(room: Room, moderator: Actor) -> None:
    live.question(room)
    actions.set_floor(moderator, room, speech_seconds=60)
    changes = cursor.catch_up(ANONYMOUS, room, 0)["changes"]
    assert [item["kind"] for item in changes] == ["floor"]
    asked = live.question(room)
    seen = facts.latest(room.scope)
    actions.moderate_question(moderator, asked, to="on_air")
    assert [item["kind"] for item in cursor.catch_up(ANONYMOUS, room, seen)["changes"]] == [
        "question"
    ]
