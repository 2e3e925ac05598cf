"""
The short way of the events that a whole room sends at once.

Socket.IO starts a task for each event and wakes another one for its acknowledgement. What a crowd
sends is read here where its frame arrives, waits with the others without a task of its own, and is
acknowledged by the task that took them all. Every other frame goes the usual way.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import Flask

from app.core.fanout import LINE, framed

NAMESPACE = "/live"
HEAD = re.compile(rf'2{NAMESPACE},(\d*)\["([a-z.]+)"')

Answer = Callable[[dict[str, Any]], None]
Receive = Callable[[Flask, str, Any, Answer], None]
_written = json.JSONEncoder(separators=(",", ":")).encode


class Lane:
    """The events that are read where they arrive, and how each is received."""

    def __init__(self) -> None:
        self._receivers: dict[str, Receive] = {}
        self._server: Any = None
        self._usual: Callable[[str, Any], None] = lambda _client, _text: None

    def open(self, server: Any) -> None:
        """Stand before the Socket.IO server."""
        self._server, self._usual = server, server.eio.handlers["message"]
        server.eio.on("message", self._hear)

    def receive(self, event: str, receiver: Receive) -> None:
        """Give the event to the receiver: the application, the client, the payload, its answer."""
        self._receivers[event] = receiver

    def _hear(self, connection: str, text: Any) -> None:
        head = HEAD.match(text) if isinstance(text, str) else None
        receiver = self._receivers.get(head[2]) if head else None
        message = _read(text[head.start(2) - 2 :]) if head and receiver else None
        if head is None or receiver is None or message is None:
            return self._usual(connection, text)
        server = self._server
        client = server.manager.sid_from_eio_sid(connection, NAMESPACE)
        if server.manager.is_connected(client, NAMESPACE):
            app = server.environ[connection]["flask.app"]
            payload = message[1] if len(message) > 1 else None
            receiver(app, client, payload, self._answer(connection, head[1]))

    def _answer(self, connection: str, number: str) -> Answer:
        """Return what acknowledges the event of that number, straight to the client's line."""

        def answer(content: dict[str, Any]) -> None:
            environ = self._server.environ.get(connection)
            if environ is None or not number:
                return  # the client left, or asked for no answer
            text = f"3{NAMESPACE},{number}[{_written(content)}]"
            if LINE in environ:
                environ[LINE].push(framed("4" + text))
            else:
                self._server.eio.send(connection, text)

        return answer


def _read(text: str) -> list[Any] | None:
    """Return the message, or nothing where it is not for us to say what is wrong with it."""
    try:
        return list(json.loads(text))
    except (ValueError, RecursionError):
        return None
