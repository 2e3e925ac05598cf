"""Who leaves while they are being seated is not counted in for ever."""

import queue
import time
from threading import Thread
from typing import Any

import pytest
from flask import Flask, request

from app.core.actors import Unread
from app.core.errors import NotFound
from app.core.forms import parse
from app.core.lane import NAMESPACE
from app.core.presence import presence
from app.core.realtime import connections, socketio
from app.core.together import Act, Then
from app.live import actions, queries
from app.live.models import Room
from app.live.schemas import JoinRoom
from app.live.sockets import arrivals, broadcaster, disconnect
from app.live.sockets.broadcaster import TURNS, Broadcaster
from app.live.sockets.seats import Seat
from tests.factories import live
from tests.live.test_parts import Phone


def test_between_two_steps_of_leaving_nobody_sits_down(
    app: Flask, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = socketio.server.manager.connect("a line", NAMESPACE)
    settled, leave = queue.SimpleQueue[Act](), broadcaster.leave
    wanted = parse(JoinRoom, {"room": room.slug})

    def leave_then_be_seated(sid: str) -> None:
        monkeypatch.undo()
        leave(sid)
        arrivals.bring(client, Unread(None), wanted, Then(app, settled.put))
        assert isinstance(settled.get(timeout=60).error, NotFound)

    with app.test_request_context():
        request.sid = client  # type: ignore[attr-defined]
        assert connections.open(None)
        monkeypatch.setattr(broadcaster, "leave", leave_then_be_seated)
        disconnect()
    assert presence.count(f"room:{room.id}") == 0
    socketio.server.manager.disconnect(client, NAMESPACE)


def look_around(app: Flask, told_by: Broadcaster, room: Room) -> None:
    """Let something happen in the room, and tell it."""
    actions.write_feed_line(live.moderator(room), room, body="La séance reprend.")
    for turn in range(TURNS):
        told_by.look(app, turn)


def test_who_lost_the_right_to_the_desk_is_counted_there_no_more(app: Flask, room: Room) -> None:
    told_by, phone = Broadcaster(socketio), Phone(app)
    told_by.enter(phone.sid, queries.place(room.slug), Seat(None, at_desk=True), "ML")
    assert presence.count(f"room:{room.id}:desk") == 1
    look_around(app, told_by, room)
    assert presence.count(f"room:{room.id}:desk") == 0
    assert presence.count(f"room:{room.id}") == 1
    told_by.leave(phone.sid)
    phone.client.disconnect(NAMESPACE)


def test_who_leaves_while_being_seated_elsewhere_is_seated_nowhere(
    app: Flask, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by, phone = Broadcaster(socketio), Phone(app)
    told_by.enter(phone.sid, queries.place(room.slug), Seat(None, at_desk=True), "ML")
    leaving = Thread(target=told_by.leave, args=(phone.sid,))
    rise = socketio.server.leave_room

    def rise_while_it_leaves(*seat: Any, **options: Any) -> None:
        rise(*seat, **options)
        if leaving.ident is None:
            leaving.start()
            while leaving.is_alive() and not told_by._lock.locked():
                time.sleep(0.01)

    monkeypatch.setattr(socketio.server, "leave_room", rise_while_it_leaves)
    look_around(app, told_by, room)
    leaving.join()
    assert socketio.server.rooms(phone.sid, NAMESPACE) == [phone.sid]
    phone.client.disconnect(NAMESPACE)
