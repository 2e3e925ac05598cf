"""Who leaves while they are being seated is not counted in for ever."""

import queue

import pytest
from flask import Flask, request

from app.core.actors import Unread
from app.core.errors import NotFound
from app.core.forms import parse
from app.core.lane import NAMESPACE
from app.core.presence import presence
from app.core.realtime import connections, socketio
from app.core.together import Act, Then
from app.live.models import Room
from app.live.schemas import JoinRoom
from app.live.sockets import arrivals, broadcaster, disconnect


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
