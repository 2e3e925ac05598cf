"""One contract, whoever writes the frames: eventlet directly, Socket.IO's manager, or threads."""

import json
from collections.abc import Callable, Iterator

import pytest
import websocket
from flask import Flask

from app.core.db import db
from app.factory import create_app
from app.live import actions
from app.live.models import Room
from config import Settings
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower, RawClient
from tests.services import Server, fresh_database, serve
from tests.services.programs import new_folder

pytestmark = pytest.mark.live

WRITERS = [("eventlet", "direct"), ("eventlet", "stock"), ("threading", "stock")]


@pytest.fixture(scope="module", params=WRITERS, ids="-".join)
def served_by(request: pytest.FixtureRequest) -> Iterator[tuple[Server, Flask]]:
    """A web process that writes its frames in one way, and an application beside it."""
    mode, manager = request.param
    url = fresh_database("sqlite")
    server = serve({"DATABASE_URL": url, "ASYNC_MODE": mode, "FANOUT": manager})
    folder = str(new_folder("beside"))
    beside = create_app(Settings(DATABASE_URL=url, VAR=folder, ASYNC_MODE="threading"))
    yield server, beside
    server.stop()


@pytest.fixture
def server(served_by: tuple[Server, Flask]) -> Iterator[Server]:
    with served_by[1].app_context():
        yield served_by[0]
        db.session.remove()


@pytest.fixture
def room(server: Server) -> Room:
    return live.room()


def joined(server: Server, room: Room, **options: bool) -> RawClient:
    """Return a client in the room, known as a guest of its own."""
    client = RawClient(server.url, people.device_token(people.guest()))
    client.call("room.join", {"room": room.slug} | options)
    return client


def test_everybody_is_told_the_same_frame_whole(server: Server, room: Room) -> None:
    clients = [joined(server, room) for _ in range(12)]
    body = " ".join(["L’état civil consulaire ouvrira-t-il le samedi ?"] * 8)
    actions.write_feed_line(live.moderator(room), room, body=body)
    frames = {
        client.read_until(lambda frame: frame.startswith('42/live,["room.changes"'))
        for client in clients
    }
    assert len(frames) == 1
    event, news = json.loads(frames.pop()[len("42/live,") :])
    assert (event, news["changes"][0]["body"]) == ("room.changes", body)
    for client in clients:
        client.close()


def test_votes_are_acknowledged_and_counted_among_the_broadcasts(
    server: Server, room: Room
) -> None:
    questions = [live.question(room) for _ in range(15)]
    numbers = [asked.id for asked in questions]
    voter, reader = joined(server, room), joined(server, room)
    for place, number in enumerate(numbers, 1):
        vote = json.dumps(["question.vote", {"question": number}])
        voter.socket.send(f"42/live,{1000 + place}{vote}")
    acks = [voter.read_until(lambda frame: frame.startswith("43/live,10")) for _ in numbers]
    answers = sorted(json.loads(ack[len("43/live,1001") :])[0]["ok"]["question"] for ack in acks)
    assert answers == numbers
    told: dict[int, int] = {}
    while set(told) != set(numbers):
        frame = reader.read_until(lambda frame: frame.startswith('42/live,["room.counts"'))
        told |= dict(json.loads(frame[len("42/live,") :])[1]["counts"])
    assert set(told.values()) == {1}
    for client in (voter, reader):
        client.close()


def test_who_was_away_catches_up_by_number(server: Server, room: Room) -> None:
    stays, leaves = joined(server, room), joined(server, room)
    leaves.close()
    for turn in range(3):
        actions.write_feed_line(live.moderator(room), room, body=f"Ligne {turn}")
    seen: list[str] = []
    while len(seen) < 3:
        frame = stays.read_until(lambda frame: frame.startswith('42/live,["room.changes"'))
        seen += [item["body"] for item in json.loads(frame[len("42/live,") :])[1]["changes"]]
    back = RawClient(server.url)
    answer = back.call("room.join", {"room": room.slug, "after": 0})["ok"]
    assert [item["body"] for item in answer["changes"]] == seen == ["Ligne 0", "Ligne 1", "Ligne 2"]
    for client in (stays, back):
        client.close()


def test_long_polling_is_told_too(server: Server, room: Room) -> None:
    follower = Follower(server.url, transports=["polling"])
    follower.join(room.slug)
    actions.write_feed_line(live.moderator(room), room, body="Par le chemin lent")
    follower.wait_for_item(body="Par le chemin lent")
    follower.close()


def test_no_client_is_compressed_for(server: Server) -> None:
    address = server.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    offer = ["Sec-WebSocket-Extensions: permessage-deflate"]
    line = websocket.create_connection(address, header=offer, timeout=20)
    assert "sec-websocket-extensions" not in line.headers
    line.close()


def test_a_client_that_leaves_is_counted_out(server: Server, room: Room) -> None:
    stays, leaves = joined(server, room), joined(server, room)

    def tells(present: int) -> Callable[[str], bool]:
        def is_it(frame: str) -> bool:
            is_count = frame.startswith('42/live,["room.counts"')
            return is_count and json.loads(frame[len("42/live,") :])[1]["present"] == present

        return is_it

    # One who came and left between two looks was never counted, and nothing is told of it.
    stays.read_until(tells(2))
    leaves.close()
    stays.read_until(tells(1))
    stays.close()
