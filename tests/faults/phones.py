"""Clients that follow docs/live-protocol.md through every fault, each on a thread of its own."""

import queue
import random
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import socketio
from socketio.exceptions import SocketIOError

NAMESPACE = "/live"
PATIENCE = 15  # seconds before an unanswered message is sent again
LONGEST = 200  # seconds before a test whose message is never answered fails
DRAWN = {"html", "kind"}
WORDS = ("Quand la bourse arrive-t-elle", "Où déposer un projet", "Qui transcrit un acte")

Item = dict[str, Any]


class Line:
    """A connection that comes back by itself and calls again until it is answered."""

    def __init__(self, url: str, token: str, room: str, **headers: str) -> None:
        self.client = socketio.Client(reconnection=False)
        self.url, self.token, self.room, self.headers = url, token, room, headers
        self.patience = PATIENCE
        self.pause = 1.0  # seconds between two acts, about
        self.is_in = False
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._live, daemon=True)
        self.failure: BaseException | None = None
        self.client.on("disconnect", self._left, namespace=NAMESPACE)

    def start(self) -> None:
        """Connect, then act until `end`."""
        self.thread.start()

    def end(self) -> None:
        """
        Act no more, but stay connected.

        :raises BaseException: what ended the thread, if it was not this
        """
        self.ended.set()
        self.thread.join(LONGEST)
        assert not self.thread.is_alive()
        if self.failure:
            raise self.failure

    def close(self) -> None:
        """Leave for good."""
        self.ended.set()
        with suppress(Exception):
            self.client.shutdown()

    def cut(self) -> None:
        """Lose the network without a goodbye."""
        line = getattr(self.client.eio, "ws", None)
        if line and line.sock:
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)

    def call(self, event: str, payload: Item) -> Any | None:
        """Send a message, and return its answer, or None where none came."""
        answers: queue.Queue[Any] = queue.Queue()
        try:
            self.client.emit(event, payload, namespace=NAMESPACE, callback=answers.put)
        except (SocketIOError, ConnectionError, ValueError):
            return None
        deadline = time.monotonic() + self.patience
        while self.client.connected and time.monotonic() < deadline:
            with suppress(queue.Empty):
                return answers.get(timeout=0.2)
        self.cut()
        return None

    def until_answered(self, event: str, payload: Item) -> Any:
        """Send the very same message until it is answered, entering the room anew where needed."""
        answer = None
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            if not self.enter():
                time.sleep(0.25)
                continue
            answer = self.call(event, payload)
            code = (answer or {}).get("error", {}).get("code")
            if answer is not None and code not in {"failure", "not_in_room"}:
                return answer
        raise AssertionError(f"{event} was never answered, but {answer}")

    def enter(self) -> bool:
        """Be in the room; whether it is so."""
        if self.is_in and self.client.connected:
            return True
        if not self.client.connected:
            self._connect()
        answer = self.call("room.join", self.entering())
        if answer and "ok" in answer:
            self.entered(answer["ok"])
            self.is_in = True
        return self.is_in

    def _connect(self) -> None:
        # A line that hangs before it is greeted is cut: to close it the library awaits its ping.
        hanging = threading.Timer(0.8 * self.patience, self.cut)
        hanging.start()
        with suppress(SocketIOError, ConnectionError, ValueError, OSError):
            self.client.connect(
                self.url,
                headers=dict(self.headers),
                auth={"token": self.token},
                transports=["websocket"],
                namespaces=[NAMESPACE],
                wait_timeout=self.patience,
            )
        hanging.cancel()

    def _left(self, *_reason: Any) -> None:
        self.is_in = False

    def _live(self) -> None:
        try:
            while not self.ended.is_set():
                if self.enter():
                    self.act()
                self.ended.wait(random.uniform(0.4, 1.6) * self.pause)
        except BaseException as error:
            self.failure = error

    def entering(self) -> Item:
        """Return what this client says when it enters."""
        return {"room": self.room}

    def entered(self, answer: Item) -> None:
        """Take what the room answered."""

    def act(self) -> None:
        """Do one thing."""


class Phone(Line):
    """A guest who asks and supports, and keeps what the room told."""

    def __init__(self, *line: Any, **headers: str) -> None:
        super().__init__(*line, **headers)
        self.seq: int | None = None
        self.items: dict[int, Item] = {}
        self.own: dict[int, Item] = {}
        self.counts: dict[int, int] = {}
        self.asked: dict[str, int] = {}
        self.supported: set[int] = set()
        self.turn = random.Random(self.token)
        self._view = threading.RLock()
        self.client.on("room.changes", self._changes, namespace=NAMESPACE)
        self.client.on("room.counts", self._counts, namespace=NAMESPACE)

    def entering(self) -> Item:
        return {"room": self.room, "after": self.seq}

    def entered(self, answer: Item) -> None:
        with self._view:
            if "snapshot" in answer:
                self.items, self.own, self.counts = {}, {}, {}
                shown = answer["snapshot"]
                self._take([*shown["questions"], *shown["own"]])
                self.seq = answer["seq"]
            else:
                self._take(answer["changes"])
                self._count(answer["counts"])
                self.seq = max(self.seq or 0, answer["seq"])

    def _changes(self, frame: Item) -> None:
        with self._view:
            if self.seq is None or frame["prev"] > self.seq:
                self.is_in = False  # frames were missed: enter again with the number we have
                return
            self._take(frame["changes"])
            self.seq = max(self.seq, frame["seq"])

    def _counts(self, frame: Item) -> None:
        with self._view:
            self._count(frame["counts"])

    def _take(self, items: Iterable[Item]) -> None:
        for item in items:
            if item["kind"] != "question":
                continue
            held = self.own if item.get("own") else self.items
            if item.get("gone"):
                held.pop(item["id"], None)
                continue
            held[item["id"]] = {name: item[name] for name in item if name not in DRAWN}
            if not item.get("own"):
                self.counts[item["id"]] = item["votes"]

    def _count(self, counts: Iterable[tuple[int, int]]) -> None:
        self.counts.update(dict(counts))

    def act(self) -> None:
        """Ask a question, or support one that is shown."""
        waiting = [one for one in self.items.values() if one["id"] not in self.supported]
        if waiting and self.turn.random() < 0.5:
            self.support(self.turn.choice(waiting)["id"])
        elif len(self.asked) < 20:
            self.ask()

    def ask(self) -> None:
        """Ask with one key until the answer comes."""
        key = str(uuid4())
        answer = self.until_answered("question.ask", {"key": key, "body": self.turn.choice(WORDS)})
        if "ok" in answer:
            self.asked[key] = answer["ok"]["number"]
        else:
            assert answer["error"]["code"] in {"too_many_waiting", "too_many"}, answer

    def support(self, question: int) -> None:
        """Support a question until the answer comes."""
        answer = self.until_answered("question.vote", {"question": question})
        if "ok" in answer:
            self.supported.add(question)
        else:
            assert answer["error"]["code"] in {"votes_closed", "not_found", "too_many"}, answer

    def settle(self) -> None:
        """Catch up once more."""
        self.is_in = False
        self.until_answered("room.sync", {"after": self.seq or 0})

    def view(self) -> dict[str, Any]:
        """Return what this phone shows."""
        with self._view:
            shown = {
                number: item | {"votes": self.counts[number]} for number, item in self.items.items()
            }
            own = {number: _uncounted(item) for number, item in self.own.items()}
            return {"questions": shown, "own": own}


def snapshot_view(answer: Item) -> dict[str, Any]:
    """Return what a phone that enters just now would show."""
    shown = answer["snapshot"]

    def held(items: Iterable[Item]) -> dict[int, Item]:
        return {
            item["id"]: {name: item[name] for name in item if name not in DRAWN} for item in items
        }

    own = {number: _uncounted(item) for number, item in held(shown["own"]).items()}
    return {"questions": held(shown["questions"]), "own": own}


def _uncounted(item: Item) -> Item:
    # The counts of the public list are absolute and come by themselves; those of one's own items
    # come with the item.
    return {name: item[name] for name in item if name != "votes"}


class Moderator(Line):
    """Takes what waits, so that there is something to support and nobody waits for long."""

    def act(self) -> None:
        """Take the first question that waits."""
        answer = self.call("room.join", {"room": self.room, "desk": True})
        if not answer or "ok" not in answer:
            return
        waiting = [
            item for item in answer["ok"]["snapshot"]["questions"] if item["state"] == "received"
        ]
        for item in waiting[:10]:
            self.until_answered("question.moderate", {"question": item["id"], "to": "taken"})


def together(lines: Iterable[Line], act: Callable[[Line], Any]) -> list[Any]:
    """Let every line do something at once; return what each returned, in order."""
    results: dict[int, Any] = {}
    found = list(lines)

    def run(place: int) -> None:
        try:
            results[place] = act(found[place])
        except BaseException as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(found))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results.values():
        if isinstance(result, BaseException):
            raise result
    return [results[place] for place in range(len(found))]
