"""
Tells each room's clients what changed, four times a second at most.

The facts in the database are the source, not a message in memory: what another process, the
worker or the command line wrote is seen too, and nothing is lost when a process dies. Each web
process tells its own clients.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import select

from app.core.clock import now
from app.core.db import db
from app.core.facts import FactScope, latest
from app.core.presence import presence
from app.core.realtime import NAMESPACE
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


@dataclass
class Watch:
    """A room with clients here: what they were told last, and who they are."""

    room_id: int
    slug: str
    seen: int
    public_seq: int
    votes_seq: int
    clients: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    present_told: int = -1


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

    def enter(self, sid: str, room: Room, country: str | None, language: str | None) -> None:
        """Count a client in; one that was in another room leaves it."""
        self.leave(sid)
        with self._lock:
            watch = self._watches.get(room.id) or self._watch(room)
            watch.clients.add(sid)
            presence.enter(room.scope, sid, country)
            if language:
                watch.languages.add(language)
            self._rooms[sid] = room.id

    def _watch(self, room: Room) -> Watch:
        seq = latest(room.scope)
        watch = Watch(room.id, room.slug, seq, seq, latest(room.votes_scope))
        self._watches[room.id] = watch
        return watch

    def leave(self, sid: str) -> None:
        """Count a client out; a room without clients is watched no more."""
        with self._lock:
            watch = self._watches.get(self._rooms.pop(sid, -1))
            if watch is None:
                return
            watch.clients.discard(sid)
            presence.leave(f"room:{watch.room_id}", sid)
            if not watch.clients:
                del self._watches[watch.room_id]

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
            try:
                self.look(app)
            except Exception:
                log.exception("a room's changes could not be told; they will be at the next look")

    def look(self, app: Flask) -> None:
        """Read what changed, then tell it: nothing is sent while the database is read."""
        if not self._watches:
            return
        with app.test_request_context():
            frames = [
                frame for watch in list(self._watches.values()) for frame in self._changed(watch)
            ]
        for event, payload, to in frames:
            self._socketio.emit(event, payload, namespace=NAMESPACE, to=to)

    def _changed(self, watch: Watch) -> list[Frame]:
        heads = self._heads(watch.room_id)
        frames: list[Frame] = []
        touched: dict[int, int] = {}
        seq = heads.get(f"room:{watch.room_id}", 0)
        if seq > watch.seen:
            frames += self._changes(watch, seq, touched)
        voted: int = watch.votes_seq
        counts: list[tuple[int, int]] = []
        if heads.get(f"room:{watch.room_id}:votes", 0) > watch.votes_seq:
            voted, counts = cursor.vote_changes(watch.room_id, watch.votes_seq)
        present = presence.count(f"room:{watch.room_id}")
        if counts or touched or present != watch.present_told:
            watch.votes_seq, watch.present_told = voted, present
            told = sorted({**touched, **dict(counts)}.items())
            payload = {"seq": voted, "at": _instant(), "counts": told, "present": present}
            frames += [("room.counts", payload, to) for to in self._everybody(watch)]
        return frames

    def _heads(self, room_id: int) -> dict[str, int]:
        names = (f"room:{room_id}", f"room:{room_id}:votes")
        query = select(FactScope.name, FactScope.seq).where(FactScope.name.in_(names))
        return dict(db.session.execute(query).tuples().all())

    def _changes(self, watch: Watch, seq: int, touched: dict[int, int]) -> list[Frame]:
        room = db.session.get_one(Room, watch.room_id, populate_existing=True)
        found = cursor.changes(room, watch.seen, seq)
        touched.update(cursor.public_counts(found))
        public = cursor.public_items(found, room)
        stamp = {"at": _instant()}
        span = {"prev": watch.public_seq, "seq": seq} | stamp
        own_span = {"prev": watch.public_seq, "seq": watch.public_seq} | stamp
        frames: list[Frame] = []
        for author_id, items in cursor.own_items(found).items():
            # The items of one person carry every language's rendering: their clients pick theirs.
            frames.append(
                (
                    "room.changes",
                    own_span | {"changes": rendered(items, room, watch.languages)},
                    person(room.id, author_id),
                )
            )
        desk_span = {"prev": watch.seen, "seq": seq} | stamp
        frames.append(
            ("room.changes", desk_span | {"changes": cursor.desk_items(found, room)}, desk(room.id))
        )
        if public:
            frames.append(("room.changes", span | {"changes": public}, audience(room.id)))
            for language in watch.languages:
                items = rendered(public, room, {language})
                frames.append(
                    ("room.changes", span | {"changes": items}, audience(room.id, language))
                )
            watch.public_seq = seq
        watch.seen = seq
        return frames

    def _everybody(self, watch: Watch) -> list[str]:
        languages = [audience(watch.room_id, language) for language in watch.languages]
        return [audience(watch.room_id), desk(watch.room_id), *languages]


def _instant() -> str:
    return now().isoformat()
