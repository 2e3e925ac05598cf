"""
Tells each room's clients what changed, four times a second at most.

A full room is told in parts, one after the other within the quarter of a second: nobody waits until
eight thousand others are told, and what they ask meanwhile is answered.

The facts in the database are the source, not a message in memory: what another process, the
worker or the command line wrote is seen too, and nothing is lost when a process dies. Each web
process tells its own clients.
"""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, cycle
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from app.core.clock import now
from app.core.db import db
from app.core.facts import heads
from app.core.lane import NAMESPACE
from app.core.presence import presence
from app.core.realtime import connections
from app.live import rules
from app.live.models import Room
from app.live.queries import Place, cursor
from app.live.sockets.rendering import rendered, said_in
from app.live.sockets.seats import Seat, audience, desk, in_front, person, screens

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two looks at the facts for one part of a room
TURNS = 8  # in which the parts of the rooms are told
MOST_IN_PART = 1000  # clients: they are told within a turn, and leave half of it to the others

Frame = tuple[str, dict[str, Any], str]


@dataclass(frozen=True)
class Told:
    """How far a room's clients were told: its facts, the public ones, the votes, who is there."""

    seq: int
    public_seq: int
    votes_seq: int
    present: int = -1


@dataclass
class Watch:
    """A part of a room with clients here: what they were told last, and who they are."""

    room_id: int
    number: int
    slug: str
    told: Told
    clients: dict[str, Seat] = field(default_factory=dict)

    @classmethod
    def of(cls, place: Place, number: int) -> "Watch":
        """Return a part of a room that nobody there was told of yet."""
        return cls(place.id, number, place.slug, Told(place.seq, place.seq, place.votes_seq))

    @property
    def part(self) -> str:
        """What its Socket.IO rooms are named after."""
        return f"{self.room_id}.{self.number}"

    @property
    def turn(self) -> int:
        """When it is looked at: the parts of a room one after the other, and so the rooms."""
        return (self.room_id + self.number) % TURNS

    @property
    def languages(self) -> list[str]:
        """The languages that items are drawn in for this room."""
        return sorted({seat.drawn_in for seat in list(self.clients.values()) if seat.drawn_in})


class Broadcaster:
    """Watches the rooms that have clients in this process and tells them what changed."""

    def __init__(self, socketio: SocketIO, most_in_part: int = MOST_IN_PART) -> None:
        self._socketio = socketio
        self._most_in_part = most_in_part
        self._watches: dict[tuple[int, int], Watch] = {}
        self._seated: dict[str, tuple[int, int]] = {}  # the room and the part of each client
        self._started = False
        self._lock = threading.Lock()

    def start(self, app: Flask) -> None:
        """Start looking at the facts, once."""
        with self._lock:
            if self._started:
                return
            self._started = True
        self._socketio.start_background_task(self._run, app)

    def enter(self, sid: str, place: Place, seat: Seat, country: str | None) -> None:
        """Seat a client; one that was in another room, or elsewhere in this one, leaves it."""
        self.leave(sid)
        with self._lock:
            number = self._part_with_a_seat(place.id, seat)
        watch = Watch.of(place, number)
        self._sit(sid, watch.part, seat)
        with self._lock:
            watch = self._watches.setdefault((place.id, number), watch)
            watch.clients[sid] = seat
            presence.enter(f"room:{place.id}", sid, country)
            self._seated[sid] = place.id, number
            if seat.at_desk:
                presence.enter(f"room:{place.id}:desk", sid, str(seat.person_id or ""))

    def _part_with_a_seat(self, room_id: int, seat: Seat) -> int:
        """Return the first part that is not full; the desk and the screens are all in the first."""

        def has_a_seat(number: int) -> bool:
            watch = self._watches.get((room_id, number))
            return watch is None or seat.is_in_front or len(watch.clients) < self._most_in_part

        return next(filter(has_a_seat, count()))

    def leave(self, sid: str) -> None:
        """Count a client out; a part without clients is watched no more."""
        with self._lock:
            where = self._seated.pop(sid, None)
            if where is None:
                return
            watch = self._watches[where]
            self._rise(sid, watch.part, watch.clients.pop(sid))
            presence.leave(f"room:{watch.room_id}", sid)
            presence.leave(f"room:{watch.room_id}:desk", sid)
            if not watch.clients:
                del self._watches[where]

    def _sit(self, sid: str, part: str, seat: Seat) -> None:
        for name in seat.names(part):
            self._socketio.server.enter_room(sid, name, namespace=NAMESPACE)

    def _rise(self, sid: str, part: str, seat: Seat) -> None:
        for name in seat.names(part):
            self._socketio.server.leave_room(sid, name, namespace=NAMESPACE)

    def room_of(self, sid: str) -> str | None:
        """Return the slug of the room a client entered."""
        where = self._seated.get(sid)
        watch = self._watches.get(where) if where else None
        return watch.slug if watch else None

    def room_id_of(self, sid: str) -> int | None:
        """Return the number of the room a client entered."""
        where = self._seated.get(sid)
        return where[0] if where else None

    def _run(self, app: Flask) -> None:
        """Look at the facts on an absolute schedule: a slow look does not delay the next."""
        due = time.monotonic()
        for turn in cycle(range(TURNS)):
            # Who is late looks at once, and forgets what is more than a whole round ago.
            due = max(due + EVERY / TURNS, time.monotonic() - EVERY)
            self._socketio.sleep(max(0.0, due - time.monotonic()))
            self.look(app, turn)

    def look(self, app: Flask, turn: int) -> None:
        """Read what changed in each part whose turn it is, then tell it; none holds up another."""
        for watch in [watch for watch in list(self._watches.values()) if watch.turn == turn]:
            try:
                with app.test_request_context():
                    frames, told = self._changed(watch)
                # Nothing is sent while the database is read. The desk and the screens come first.
                front = in_front(watch.part)
                for event, payload, to in sorted(frames, key=lambda frame: frame[2] not in front):
                    self._socketio.emit(event, payload, namespace=NAMESPACE, to=to)
                watch.told = told
            except Exception:
                log.exception("changes of %s wait for the next look", watch.slug)

    def _changed(self, watch: Watch) -> tuple[list[Frame], Told]:
        scope = f"room:{watch.room_id}"
        seq, votes_seq = heads(scope, f"{scope}:votes")
        told, frames = watch.told, list[Frame]()
        touched: dict[int, int] = {}
        if seq > told.seq:
            frames, told = self._changes(watch, seq, touched)
        counts: list[tuple[int, int]] = []
        if votes_seq > told.votes_seq:
            voted, counts = cursor.vote_changes(watch.room_id, told.votes_seq)
            told = replace(told, votes_seq=voted)
        present = presence.count(scope)
        if counts or touched or present != told.present:
            told = replace(told, present=present)
            votes = sorted({**touched, **dict(counts)}.items())
            payload = {"seq": told.votes_seq, "at": _instant(), "counts": votes, "present": present}
            frames += [("room.counts", payload, to) for to in self._everybody(watch)]
        return frames, told

    def _changes(self, watch: Watch, seq: int, touched: dict[int, int]) -> tuple[list[Frame], Told]:
        room = db.session.get_one(Room, watch.room_id, populate_existing=True)
        seen = cursor.changes(room, watch.told.seq, seq)
        touched.update(seen.counts)
        here = {seat.person_id for seat in list(watch.clients.values())}
        own = {who: items for who, items in seen.own.items() if who in here}
        self._check_seats(watch, room, set(own))
        public_seq, at = watch.told.public_seq, {"at": _instant()}
        moves, stays = {"prev": watch.told.seq, "seq": seq} | at, {"prev": public_seq} | at
        frames: list[Frame] = [
            ("room.changes", stays | {"seq": public_seq, "changes": items}, to)
            for author_id, items_of in own.items()
            for items, to in self._own_frames(watch, room, author_id, items_of)
        ]
        frames.append(("room.changes", moves | {"changes": seen.desk}, desk(watch.part)))
        if seen.public:
            news = stays | {"seq": seq}
            drawn: list[tuple[list[dict[str, Any]], str]] = [
                (seen.public, screens(watch.part)),
                (seen.public, audience(watch.part)),
                *(
                    (rendered(seen.public, room, {language}), audience(watch.part, language))
                    for language in watch.languages
                ),
            ]
            frames += [("room.changes", news | {"changes": items}, to) for items, to in drawn]
            public_seq = seq
        return frames, replace(watch.told, seq=seq, public_seq=public_seq)

    def _own_frames(
        self, watch: Watch, room: Room, author_id: int, items: list[dict[str, Any]]
    ) -> Iterator[tuple[list[dict[str, Any]], str]]:
        """Yield a person's own items in each language that their connections read."""
        seats = [seat for seat in list(watch.clients.values()) if seat.person_id == author_id]
        for language in sorted({seat.speaks for seat in seats}):
            drawn = {language} if any(seat.drawn_in == language for seat in seats) else set()
            to = person(watch.part, author_id, language)
            yield rendered(said_in(language, items), room, drawn), to

    def _check_seats(self, watch: Watch, room: Room, authors: set[int]) -> None:
        """Seat anew who lost the right to what the desk or an author is about to be told."""
        for sid, seat in list(watch.clients.items()):
            if not seat.at_desk and seat.person_id not in authors:
                continue
            who = connections.actor_of(sid)
            at_desk = seat.at_desk and rules.may_moderate(who, room)
            same = seat.person_id if who.id == seat.person_id else None
            kept = replace(seat, person_id=same, at_desk=at_desk)
            if kept != seat:
                self._seat_anew(watch, sid, seat, kept)

    def _seat_anew(self, watch: Watch, sid: str, seat: Seat, kept: Seat) -> None:
        """Put a client that is still in its seat into another, and count it where it then is."""
        with self._lock:
            if watch.clients.get(sid) != seat:
                return
            self._rise(sid, watch.part, seat)
            self._sit(sid, watch.part, kept)
            watch.clients[sid] = kept
            if not kept.at_desk:
                presence.leave(f"room:{watch.room_id}:desk", sid)

    def _everybody(self, watch: Watch) -> list[str]:
        languages = [audience(watch.part, language) for language in watch.languages]
        return [*in_front(watch.part), audience(watch.part), *languages]


def _instant() -> str:
    return now().isoformat()
