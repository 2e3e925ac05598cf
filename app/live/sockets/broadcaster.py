"""
Tells each room's clients what changed, four times a second at most.

The facts in the database are the source, not a message in memory: what another process, the
worker or the command line wrote is seen too, and nothing is lost when a process dies. Each web
process tells its own clients.
"""

import logging
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import select

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import FactScope, latest
from app.core.presence import presence
from app.core.realtime import NAMESPACE, connections
from app.live import rules
from app.live.models import Room
from app.live.queries import cursor
from app.live.sockets.rendering import rendered

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two looks at the facts

Frame = tuple[str, dict[str, Any], str]


def audience(room_id: int, language: str | None = None) -> str:
    """Return the Socket.IO room of a room's public; browsers get items rendered in `language`."""
    return f"audience:{room_id}:{language}" if language else f"audience:{room_id}"


def desk(room_id: int) -> str:
    """Return the Socket.IO room of a room's moderators."""
    return f"desk:{room_id}"


def person(room_id: int, person_id: int | None) -> str:
    """Return the Socket.IO room of one person's connections to a room."""
    return f"person:{room_id}:{person_id}"


def _names(room_id: int, seat: "Seat") -> list[str]:
    """Return the Socket.IO rooms of a seat."""
    place = desk(room_id) if seat.at_desk else audience(room_id, seat.language)
    return [place] if seat.person_id is None else [place, person(room_id, seat.person_id)]


@dataclass(frozen=True)
class Seat:
    """Who sits behind a connection, and where: the desk, or the audience read in `language`."""

    person_id: int | None
    at_desk: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Told:
    """How far a room's clients were told: its facts, the public ones, the votes, who is there."""

    seq: int
    public_seq: int
    votes_seq: int
    present: int = -1


@dataclass
class Watch:
    """A room with clients here: what they were told last, and who they are."""

    room_id: int
    slug: str
    told: Told
    clients: dict[str, Seat] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """The languages that items are rendered in for this room."""
        return sorted({seat.language for seat in list(self.clients.values()) if seat.language})


class Broadcaster:
    """Watches the rooms that have clients in this process and tells them what changed."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio
        self._watches: dict[int, Watch] = {}
        self._rooms: dict[str, int] = {}
        self._started = False
        self._lock = threading.Lock()

    def start(self, app: Flask) -> None:
        """Start looking at the facts, once."""
        with self._lock:
            if self._started:
                return
            self._started = True
        self._socketio.start_background_task(self._run, app)

    def enter(
        self, sid: str, room: Room, actor: Actor, *, at_desk: bool, language: str | None
    ) -> None:
        """Seat a client; one that was in another room, or elsewhere in this one, leaves it."""
        self.leave(sid)
        seat = Seat(actor.id, at_desk, None if at_desk else language)
        self._sit(sid, room.id, seat)
        # What is read from here on is at least as new as anything the room was told before.
        db.session.rollback()
        with self._lock:
            watch = self._watches.get(room.id) or self._watch(room)
            watch.clients[sid] = seat
            presence.enter(room.scope, sid, actor.country)
            if at_desk:
                presence.enter(room.desk_topic, sid, str(actor.id or ""))
            self._rooms[sid] = room.id

    def _watch(self, room: Room) -> Watch:
        seq = latest(room.scope)
        watch = Watch(room.id, room.slug, Told(seq, seq, latest(room.votes_scope)))
        self._watches[room.id] = watch
        return watch

    def leave(self, sid: str) -> None:
        """Count a client out; a room without clients is watched no more."""
        with self._lock:
            watch = self._watches.get(self._rooms.pop(sid, -1))
            if watch is None:
                return
            self._rise(sid, watch.room_id, watch.clients.pop(sid))
            presence.leave(f"room:{watch.room_id}", sid)
            presence.leave(f"room:{watch.room_id}:desk", sid)
            if not watch.clients:
                del self._watches[watch.room_id]

    def _sit(self, sid: str, room_id: int, seat: Seat) -> None:
        for name in _names(room_id, seat):
            self._socketio.server.enter_room(sid, name, namespace=NAMESPACE)

    def _rise(self, sid: str, room_id: int, seat: Seat) -> None:
        for name in _names(room_id, seat):
            self._socketio.server.leave_room(sid, name, namespace=NAMESPACE)

    def room_of(self, sid: str) -> str | None:
        """Return the slug of the room a client entered."""
        watch = self._watches.get(self._rooms.get(sid, -1))
        return watch.slug if watch else None

    def _run(self, app: Flask) -> None:
        """Look at the facts on an absolute schedule: a slow look does not delay the next."""
        due = time.monotonic()
        while True:
            due = max(due + EVERY, time.monotonic())
            self._socketio.sleep(max(0.0, due - time.monotonic()))
            self.look(app)

    def look(self, app: Flask) -> None:
        """Read what changed in each room, then tell it; a room that fails holds up no other."""
        for watch in list(self._watches.values()):
            try:
                with app.test_request_context():
                    frames, told = self._changed(watch)
                # Nothing is sent while the database is read.
                for event, payload, to in frames:
                    self._socketio.emit(event, payload, namespace=NAMESPACE, to=to)
                watch.told = told
            except Exception:
                log.exception("changes of %s wait for the next look", watch.slug)

    def _changed(self, watch: Watch) -> tuple[list[Frame], Told]:
        heads = self._heads(watch.room_id)
        told, frames = watch.told, list[Frame]()
        touched: dict[int, int] = {}
        seq = heads.get(f"room:{watch.room_id}", 0)
        if seq > told.seq:
            frames, told = self._changes(watch, seq, touched)
        counts: list[tuple[int, int]] = []
        if heads.get(f"room:{watch.room_id}:votes", 0) > told.votes_seq:
            voted, counts = cursor.vote_changes(watch.room_id, told.votes_seq)
            told = replace(told, votes_seq=voted)
        present = presence.count(f"room:{watch.room_id}")
        if counts or touched or present != told.present:
            told = replace(told, present=present)
            votes = sorted({**touched, **dict(counts)}.items())
            payload = {"seq": told.votes_seq, "at": _instant(), "counts": votes, "present": present}
            frames += [("room.counts", payload, to) for to in self._everybody(watch)]
        return frames, told

    def _heads(self, room_id: int) -> dict[str, int]:
        names = (f"room:{room_id}", f"room:{room_id}:votes")
        query = select(FactScope.name, FactScope.seq).where(FactScope.name.in_(names))
        return dict(db.session.execute(query).all())

    def _changes(self, watch: Watch, seq: int, touched: dict[int, int]) -> tuple[list[Frame], Told]:
        room = db.session.get_one(Room, watch.room_id, populate_existing=True)
        seen = cursor.changes(room, watch.told.seq, seq)
        touched.update(seen.counts)
        here = {seat.person_id for seat in list(watch.clients.values())}
        own = {who: items for who, items in seen.own.items() if who in here}
        self._check_seats(watch, room, set(own))
        at, languages, public_seq = {"at": _instant()}, watch.languages, watch.told.public_seq
        frames: list[Frame] = []
        for author_id, items in own.items():
            # The items of one person carry every language's rendering: their clients pick theirs.
            news: dict[str, Any] = {"prev": public_seq, "seq": public_seq} | at
            news["changes"] = rendered(items, room, languages)
            frames.append(("room.changes", news, person(room.id, author_id)))
        news = {"prev": watch.told.seq, "seq": seq} | at
        news["changes"] = seen.desk
        frames.append(("room.changes", news, desk(room.id)))
        if seen.public:
            for language in (None, *languages):
                items = rendered(seen.public, room, {language}) if language else seen.public
                news = {"prev": public_seq, "seq": seq} | at | {"changes": items}
                frames.append(("room.changes", news, audience(room.id, language)))
            public_seq = seq
        return frames, replace(watch.told, seq=seq, public_seq=public_seq)

    def _check_seats(self, watch: Watch, room: Room, authors: set[int]) -> None:
        """Seat anew who lost the right to what the desk or an author is about to be told."""
        for sid, seat in list(watch.clients.items()):
            if not seat.at_desk and seat.person_id not in authors:
                continue
            who = connections.actor_of(sid)
            at_desk = seat.at_desk and rules.may_moderate(who, room)
            same = seat.person_id if who.id == seat.person_id else None
            kept = Seat(same, at_desk, seat.language)
            if kept != seat and watch.clients.get(sid) == seat:
                self._rise(sid, room.id, seat)
                self._sit(sid, room.id, kept)
                watch.clients[sid] = kept

    def _everybody(self, watch: Watch) -> list[str]:
        languages = [audience(watch.room_id, language) for language in watch.languages]
        return [audience(watch.room_id), desk(watch.room_id), *languages]


def _instant() -> str:
    return now().isoformat()
