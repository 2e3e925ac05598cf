"""Clients of the protocol: one on python-socketio, one that reads every frame as it came."""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import socketio
import websocket

PATIENCE = 20  # seconds before a frame that never comes fails the test
Frame = dict[str, Any]


class Follower:
    """A python-socketio client that keeps what it was told and waits for what it expects."""

    def __init__(
        self, url: str, token: Any = None, *, origin: str | None = None, **options: Any
    ) -> None:
        extra = {"origin": origin} if origin else None
        self.client = socketio.Client(reconnection=False, websocket_extra_options=extra)
        self.told: list[tuple[str, Frame]] = []
        self._news = threading.Condition()
        self.closed = threading.Event()
        self.client.on("*", self._keep, namespace="/live")
        self.client.on("disconnect", lambda *_: self.closed.set(), namespace="/live")
        self.client.connect(
            url,
            namespaces=["/live"],
            auth=None if token is None else {"token": token},
            wait_timeout=PATIENCE,
            **({"transports": ["websocket"]} | options),
        )

    def _keep(self, event: str, payload: Frame) -> None:
        with self._news:
            self.told.append((event, payload))
            self._news.notify_all()

    def call(self, event: str, payload: Any = None) -> Any:
        """Send an event and return its acknowledgement."""
        return self.client.call(event, payload, namespace="/live", timeout=PATIENCE)

    def ok(self, event: str, payload: Any = None) -> Any:
        """Send an event that is expected to be taken, and return what it was answered."""
        answer = self.call(event, payload)
        assert set(answer) == {"ok"}, answer
        return answer["ok"]

    def error(self, event: str, payload: Any = None) -> Any:
        """Send an event that is expected to be refused, and return the refusal."""
        answer = self.call(event, payload)
        assert set(answer) == {"error"}, answer
        assert set(answer["error"]) - {"retry_after"} == {"code", "message", "fields"}
        assert answer["error"]["message"]
        return answer["error"]

    def join(self, room: str, **options: Any) -> Any:
        """Enter a room."""
        return self.ok("room.join", {"room": room} | options)

    def wait(self, is_it: Callable[[str, Frame], bool]) -> Frame:
        """Return the first frame, past or to come, that `is_it` accepts."""

        def find() -> Frame | None:
            return next((payload for event, payload in self.told if is_it(event, payload)), None)

        with self._news:
            assert self._news.wait_for(lambda: find() is not None, PATIENCE), self.told
            found = find()
        assert found is not None
        return found

    def wait_for_item(self, **fields: Any) -> Frame:
        """Wait for a change that has these fields, and return the item."""

        def matches(item: Frame) -> bool:
            return all(item.get(name) == value for name, value in fields.items())

        frame = self.wait(
            lambda event, payload: event == "room.changes" and any(map(matches, payload["changes"]))
        )
        return next(item for item in frame["changes"] if matches(item))

    def wait_for_count(self, question: int, votes: int) -> Frame:
        """Wait until the question is told to have so many votes."""
        return self.wait(
            lambda event, payload: event == "room.counts" and [question, votes] in payload["counts"]
        )

    def changes(self) -> list[Frame]:
        """Return the frames of changes so far."""
        return [payload for event, payload in list(self.told) if event == "room.changes"]

    def items(self) -> list[Frame]:
        """Return every item of every frame of changes so far."""
        return [item for frame in self.changes() for item in frame["changes"]]

    def close(self) -> None:
        """Leave, without waiting for the server to say goodbye."""
        line = getattr(self.client.eio, "ws", None)
        if line and line.sock:
            with suppress(OSError):  # it may have gone already
                line.sock.shutdown(socket.SHUT_RDWR)
        elif not line:
            self.client.disconnect()


class RawClient:
    """A client that speaks Engine.IO and Socket.IO by hand and keeps every frame as it came."""

    def __init__(self, url: str, token: Any = None, **options: Any) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(address, timeout=PATIENCE, **options)
        self.frames: list[str] = []
        self._next = 0
        assert self.read().startswith("0{")
        self.socket.send("40/live," + ("" if token is None else json.dumps({"token": token})))
        self.greeting = self.read()

    def read(self) -> str:
        """
        Return the next frame, and answer the server's pings.

        :raises ConnectionError: once the server closed the connection
        """
        while True:
            try:
                frame = self.socket.recv()
            except websocket.WebSocketConnectionClosedException as error:
                raise ConnectionError("the server closed") from error
            if not self.socket.connected or frame == "":
                raise ConnectionError("the server closed")
            self.frames.append(str(frame))
            if frame != "2":
                return str(frame)
            self.socket.send("3")

    def call(self, event: str, payload: Any) -> Any:
        """Send an event and read until it is acknowledged."""
        self._next += 1
        self.socket.send(f"42/live,{self._next}" + json.dumps([event, payload]))
        return self.read_ack(self._next)

    def read_ack(self, number: int) -> Any:
        """Read until the acknowledgement of that number."""
        head = f"43/live,{number}["
        frame = self.read_until(lambda frame: frame.startswith(head))
        return json.loads(frame[len(head) - 1 :])[0]

    def read_until(self, is_it: Callable[[str], bool]) -> str:
        """Read until a frame that `is_it` accepts."""
        while True:
            frame = self.read()
            if is_it(frame):
                return frame

    def close(self) -> None:
        """Leave at once."""
        if self.socket.sock:
            self.socket.shutdown()


def question(**values: Any) -> dict[str, Any]:
    """Return what asks a question."""
    return {"key": str(uuid4()), "body": "Quand ?"} | values
