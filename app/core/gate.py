"""The gate of the sockets: how many an address opens and holds, and who speaks without end."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask
from socketio import Server

from app.core.actors import ANONYMOUS, Unread
from app.core.allowances import CONNECT, MOST_FRAMES
from app.core.errors import TooMany
from app.core.origins import origin_of

log = logging.getLogger(__name__)

MOST_HELD = 4_000  # sockets of one address in one process: two full rooms behind one carrier
HELD_WAIT = 60  # seconds to wait where an address holds as many
PATH = "/socket.io/"

App = Callable[..., Iterable[bytes]]


class Gate:
    """Stands before Socket.IO: refuses an address that opens too many lines, in words."""

    def __init__(self, app: Flask, behind: App) -> None:
        self._app = app
        self._behind = behind
        self._held: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Let a request pass; a WebSocket's lasts as long as its connection."""
        if environ.get("PATH_INFO") != PATH:
            return self._behind(environ, start)
        origin = origin_of(environ.get("REMOTE_ADDR"), self._app.config["SECRET_KEY"])
        try:
            if "sid=" not in environ.get("QUERY_STRING", ""):
                CONNECT.spend(Unread(None, origin))
            if self._held[origin] >= MOST_HELD:
                raise TooMany(HELD_WAIT, "address")
        except TooMany as refused:
            return self._turn_away(refused, environ, start)
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return self._behind(environ, start)
        self._held[origin] += 1
        try:
            return self._behind(environ, start)
        finally:
            self._held[origin] -= 1
            if not self._held[origin]:
                del self._held[origin]

    def _turn_away(self, refused: TooMany, environ: dict[str, Any], start: Any) -> list[bytes]:
        with self._app.request_context(environ):
            body = {"code": refused.code, "message": refused.sentence, **refused.more}
        headers = [("Content-Type", "application/json"), ("Retry-After", str(refused.wait))]
        start(f"{refused.status} {HTTPStatus(refused.status).phrase}", headers)
        return [json.dumps(body, ensure_ascii=False).encode()]


def watch_frames(server: Server) -> None:
    """Cut who sends twice what is answered, and who sends what is no frame of the protocol."""
    take = server.eio.handlers["message"]

    def receive(client: str, data: Any) -> None:
        line = server.eio.sockets.get(client)
        if line is None or line.closed:
            return
        try:
            MOST_FRAMES.spend(ANONYMOUS, client=client)
            take(client, data)
        except Exception as error:
            log.info("a connection is cut: %s", type(error).__name__)
            line.close(wait=False)

    server.eio.on("message", receive)
