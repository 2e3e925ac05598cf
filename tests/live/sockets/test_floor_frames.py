"""The floor over the socket: what each connection is told, and every raw frame searched."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from app.live import actions
from app.live.models import Room
from tests.factories import live
from tests.live.sockets.clients import Follower, RawClient
from tests.live.sockets.conftest import Served, join_as_guest
from tests.live.sockets.test_privacy import json_text

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]
WAITS, HIDDEN, SPEAKS = "Binta Coulibaly", "Kadidia Sidibé", "Chata Diarra"
SUBJECT = "sujet écrit pour la modération"
END = "Repère de la fin"


def raised(**values: object) -> dict[str, object]:
    return {"key": str(uuid4()), "subject": SUBJECT} | values


def test_no_frame_of_a_guest_holds_who_waits_or_hides(
    served: Served, room: Room, moderator: str, at_desk: RawClient, listeners: list[RawClient]
) -> None:
    names = {WAITS: "MA", HIDDEN: "CI", SPEAKS: "FR"}
    tokens = {name: join_as_guest(served, name, country) for name, country in names.items()}
    hands = {}
    for name, token in tokens.items():
        person = RawClient(served.url, token)
        person.call("room.join", {"room": room.slug})
        answer = person.call("hand.raise", raised(anonymous=name == HIDDEN))
        hands[name] = answer["ok"]["id"]
        person.close()
    for name in (HIDDEN, SPEAKS):
        for to in ("called", "speaking", "done"):
            if to == "done":  # what follows within the same look would hide who speaks now
                heard_speaking(listeners, hands[name])
            assert "ok" in at_desk.call("hand.move", {"hand": hands[name], "to": to})
    actions.write_feed_line(live.moderator(room), room, body=END)
    for client in (at_desk, *listeners):
        client.read_until(lambda frame: END in json_text(frame))
    for client in listeners:
        client.call("room.sync", {"after": 0})
        client.call("room.join", {"room": room.slug})
        frames = "\n".join(map(json_text, client.frames))
        assert SPEAKS in frames
        for private in (WAITS, HIDDEN, SUBJECT, *tokens.values(), moderator):
            assert private not in frames, private
        for field in ("person_id", "subject", "place", "hands", "spoken", "in_hall"):
            assert f'"{field}":' not in frames, field
    frames = "\n".join(map(json_text, at_desk.frames))
    assert WAITS in frames
    assert SUBJECT in frames
    assert HIDDEN not in frames


def heard_speaking(listeners: list[RawClient], hand: int) -> None:
    """Read until each was told that the hand has the floor."""
    for client in listeners:
        client.read_until(
            lambda frame: any(
                item["kind"] == "floor" and (item["speaker"] or {}).get("id") == hand
                for item in changes(frame)
            )
        )


def changes(frame: str) -> list[dict[str, Any]]:
    """Return the items of a raw frame of changes."""
    head = '42/live,["room.changes",'
    return json.loads(frame[len(head) : -1])["changes"] if frame.startswith(head) else []


def test_each_is_told_their_place_and_when_they_are_called(
    served: Served, room: Room, moderator: str, connect: Connect
) -> None:
    first = connect(join_as_guest(served, "Awa", "FR"))
    second = connect(join_as_guest(served, "Binta", "FR"), headers={"Accept-Language": "fr"})
    desk = connect(moderator)
    assert "at" in first.join(room.slug)
    second.join(room.slug, html=True)
    desk.join(room.slug, desk=True)
    first.ok("hand.raise", raised())
    own = second.ok("hand.raise", raised())
    assert (own["place"], own["own"]) == (2, True)
    called = desk.ok("hand.next", {"key": str(uuid4())})
    item = second.wait_for_item(kind="hand", place=1)
    assert "en tête" in item["html"]["fr"]["parts"]["floor-own"]
    assert first.wait_for_item(kind="hand", state="called")["id"] == called["id"]
    frame = second.wait(
        lambda event, payload: (
            event == "room.changes" and any(item.get("called") for item in payload["changes"])
        )
    )
    shown = next(item for item in frame["changes"] if item.get("called"))
    assert shown["called"]["name"] == "Awa"
    assert "Awa" in shown["html"]["fr"]["parts"]["floor-now"]
    desk.ok("hand.arrange", {"hand": own["id"], "seconds": 60})
    assert second.ok("hand.withdraw", {"hand": own["id"]})["state"] == "withdrawn"
    assert second.wait_for_item(kind="hand", state="withdrawn")["place"] is None
    assert (
        first.error("hand.move", {"hand": called["id"], "to": "speaking"})["code"] == "not_allowed"
    )
    assert first.error("hand.next", {"key": str(uuid4())})["code"] == "not_allowed"
    assert second.error("hand.withdraw", {"hand": called["id"]})["code"] == "not_found"
