"""A full room is told in parts, each in its turn; everybody is told once."""

from collections import Counter

import pytest
from flask import Flask

from app.core.lane import NAMESPACE
from app.core.presence import presence
from app.core.realtime import socketio
from app.live import actions, queries
from app.live.models import Room
from app.live.sockets.broadcaster import TURNS, Broadcaster
from app.live.sockets.seats import Seat
from tests.factories import live

pytestmark = pytest.mark.live


class Phone:
    """A client of the served namespace, and the number under which it sits."""

    def __init__(self, app: Flask) -> None:
        self.client = socketio.test_client(app, namespace=NAMESPACE)
        manager = socketio.server.manager
        self.sid = manager.sid_from_eio_sid(self.client.eio_sid, NAMESPACE)

    def told(self) -> list[str]:
        """Return the events that came since the last time."""
        return [one["name"] for one in self.client.get_received(NAMESPACE)]


def test_a_room_beyond_a_part_is_told_whole_and_once(app: Flask, room: Room) -> None:
    broadcaster, place = Broadcaster(socketio, most_in_part=2), queries.place(room.slug)
    phones = [Phone(app) for _ in range(5)]
    for phone in phones:
        broadcaster.enter(phone.sid, place, Seat(None), "FR")
    desk = Phone(app)
    broadcaster.enter(desk.sid, place, Seat(None, at_desk=True), "ML")
    actions.write_feed_line(live.moderator(room), room, body="La séance reprend.")
    heard = Counter[int]()
    for turn in range(TURNS):
        broadcaster.look(app, turn)
        heard += Counter({len([p for p in phones if "room.changes" in p.told()]): 1})
    assert heard == {0: TURNS - 3, 2: 2, 1: 1}  # the parts, one after the other
    assert desk.told().count("room.changes") == 1
    assert presence.count(f"room:{room.id}") == 6
    for turn in range(TURNS):
        broadcaster.look(app, turn)
    assert [phone.told() for phone in (*phones, desk)] == [[]] * 6
    for phone in (*phones, desk):
        broadcaster.leave(phone.sid)
        phone.client.disconnect(NAMESPACE)


def test_a_place_that_is_free_again_is_taken_first(app: Flask, room: Room) -> None:
    broadcaster, place = Broadcaster(socketio, most_in_part=1), queries.place(room.slug)
    first, second, third = (Phone(app) for _ in range(3))
    for phone in (first, second):
        broadcaster.enter(phone.sid, place, Seat(None), "FR")
    broadcaster.leave(first.sid)
    broadcaster.enter(third.sid, place, Seat(None), "FR")
    manager = socketio.server.manager
    seated = [
        {sid for sid, _ in manager.get_participants(NAMESPACE, f"audience:{room.id}.{number}")}
        for number in range(2)
    ]
    assert seated == [{third.sid}, {second.sid}]
    for phone in (second, third):
        broadcaster.leave(phone.sid)
    for phone in (first, second, third):
        phone.client.disconnect(NAMESPACE)
