"""
The short way of the events that a whole room sends at once.

Socket.IO starts a task for each event and wakes another one for its acknowledgement. What a crowd
sends is read here where its frame arrives, waits with the others without a task of its own, and is
acknowledged by the task that took them all. Every other frame goes the usual way.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from flask import Flask

from app.core.frames import framed
from app.core.line import LINE

NAMESPACE = "/live"
HEAD = re.compile(rf'2{NAMESPACE},(\d*)(?=\[\s*"([a-z.]+)")')

SHORT = 200  # signs of a message worth keeping: a crowd supports the same few questions

Read = TypeVar("Read")
_written = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(slots=True)  # not frozen: that would triple what each of a crowd's costs to make
class Call:
    """An event as it arrived, which its receiver answers now or later."""

    server: Any
    connection: str
    client: str
    number: str
    text: str  # the event and what came with it, as JSON

    @property
    def payload(self) -> Any:
        """What came with the event; nobody may change it, others sent the same."""
        return payload_of(self.text)

    @property
    def app(self) -> Flask:
        """The application that the client connected to."""
        app: Flask = self.server.environ[self.connection]["flask.app"]
        return app

    def answer(self, content: dict[str, Any]) -> None:
        """Acknowledge the event, straight to the client's line; one that left is told nothing."""
        environ = self.server.environ.get(self.connection)
        if environ is None or not self.number:
            return
        text = f"3{NAMESPACE},{self.number}[{_written(content)}]"
        if LINE in environ:
            environ[LINE].push(framed("4" + text))
        else:
            self.server.eio.send(self.connection, text)


Receiver = Callable[[Call], None]


class Lane:
    """The events that are read where they arrive, and who receives each."""

    def __init__(self) -> None:
        self._receivers: dict[str, Receiver] = {}
        self._server: Any = None
        self._usual: Callable[[str, Any], None] = lambda _connection, _text: None

    def open(self, server: Any) -> None:
        """Stand before a Socket.IO server."""
        self._server, self._usual = server, server.eio.handlers["message"]
        server.eio.on("message", self._hear)

    def receive(self, event: str, receiver: Receiver) -> None:
        """Give an event to its receiver."""
        self._receivers[event] = receiver

    def is_short(self, connection: str, message: str | bytes) -> bool:
        """Whether a message of Engine.IO is an event that is read where it arrives."""
        head = HEAD.match(message, 1) if isinstance(message, str) and message[:1] == "4" else None
        return bool(head and head[2] in self._receivers and self._client(connection))

    def _client(self, connection: str) -> str | None:
        """Return the number of who entered through a connection, if somebody did."""
        manager = self._server.manager
        client: str | None = manager.sid_from_eio_sid(connection, NAMESPACE)
        return client if manager.is_connected(client, NAMESPACE) else None

    def _hear(self, connection: str, text: Any) -> None:
        head = HEAD.match(text) if isinstance(text, str) else None
        receiver = self._receivers.get(head[2]) if head else None
        said = text[head.end() :] if head and receiver else ""
        if head is None or receiver is None or _message(said) is None:
            self._usual(connection, text)
            return
        client = self._client(connection)
        if client is not None:
            receiver(Call(self._server, connection, client, head[1], said))


def once(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """Read what many send alike once; what comes of it is shared, so nobody may change it."""
    kept = lru_cache(maxsize=500)(read)
    return lambda text: kept(text) if len(text) <= SHORT else read(text)


@once
def _message(text: str) -> list[Any] | None:
    """Return the message, or nothing where it is not for us to say what is wrong with it."""
    try:
        return list(json.loads(text))
    except (ValueError, RecursionError):
        return None


def payload_of(text: str) -> Any:
    """Return what came with the event of a message, if anything did."""
    message = _message(text) or []
    return message[1] if len(message) > 1 else None
