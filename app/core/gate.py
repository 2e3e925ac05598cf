"""
The gate of the sockets: how many lines an address opens and holds, and who speaks without end.

Whoever sends more than is answered is told so at the price of a sentence, not of an event; whoever
goes on is cut, and so is who sends what is no frame of the protocol. A cut costs the address
many of its openings: coming back at once is no way around it. Lines that are open stay open, and
a browser whose session says who it is still opens one, for it is not who was cut.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask
from socketio import Server

from app.core.actors import ANONYMOUS, Unread
from app.core.allowances import CONNECT, FRAMES, MOST_REFUSED, RETURN, Allowance
from app.core.errors import TooMany
from app.core.line import LINE
from app.core.origins import origin_of

log = logging.getLogger(__name__)

MOST_HELD = 4_000  # lines of one address in one process: two full rooms behind one carrier
HELD_WAIT = 60  # seconds to wait where an address holds as many
CUT_COSTS = 600  # openings: an address whose lines are cut ten times in a minute opens no more
PATH = "/socket.io/"
KNOWN = " known"  # beside an address: its lines that a session opened once it had used up its own
VISIT = "toukanblon.visit"
NUMBER = re.compile(r"2(/[a-z]+),(\d+)\[")  # an event that asks for an acknowledgement

App = Callable[..., Iterable[bytes]]


@dataclass
class Visit:
    """One line while it is open: where it comes from, and whether it was cut for its flood."""

    origin: str
    counted_as: str
    is_cut: bool = False


class Gate:
    """Stands before Socket.IO, first at the door, then at each frame."""

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
            visit = environ[VISIT] = self._let_in(environ, origin)
        except TooMany as refused:
            return self._turn_away(refused, environ, start)
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return self._behind(environ, start)
        self._held[visit.counted_as] += 1
        try:
            return self._behind(environ, start)
        finally:
            self._leave(visit, environ)

    def _let_in(self, environ: dict[str, Any], origin: str) -> Visit:
        """
        Count a line for its address, or for who opens it where the address has no more.

        :raises TooMany: where neither has one left
        """
        is_new = "sid=" not in environ.get("QUERY_STRING", "")
        try:
            if is_new:
                CONNECT.spend(Unread(None, origin))
            return self._seated(origin, origin)
        except TooMany:
            token = self._token(environ)
            if not token:
                raise
            if is_new:
                RETURN.spend(Unread(None, origin), line=token)
            return self._seated(origin, origin + KNOWN)

    def _seated(self, origin: str, counted_as: str) -> Visit:
        if self._held[counted_as] >= MOST_HELD:
            raise TooMany(HELD_WAIT, "address")
        return Visit(origin, counted_as)

    def _token(self, environ: dict[str, Any]) -> str:
        """Return the token that the browser's session carries, signed by us; empty without one."""
        request = self._app.request_class(environ)
        session = self._app.session_interface.open_session(self._app, request)
        return str(session.get("_user_id", "")) if session else ""

    def _leave(self, visit: Visit, environ: dict[str, Any]) -> None:
        self._held[visit.counted_as] -= 1
        if not self._held[visit.counted_as]:
            del self._held[visit.counted_as]
        line = environ.get(LINE)
        if visit.is_cut or (line is not None and line.sent_too_much):
            log.info("a connection that flooded was cut")
            _fine(CONNECT, Unread(None, visit.origin))
            _fine(RETURN, Unread(None), line=self._token(environ))

    def _turn_away(self, refused: TooMany, environ: dict[str, Any], start: Any) -> list[bytes]:
        body = {"code": refused.code, "message": self._said(refused, environ), **refused.more}
        headers = [("Content-Type", "application/json"), ("Retry-After", str(refused.wait))]
        start(f"{refused.status} {HTTPStatus(refused.status).phrase}", headers)
        return [json.dumps(body, ensure_ascii=False).encode()]

    def _said(self, refused: TooMany, environ: dict[str, Any]) -> str:
        """Return the sentence in the language of the browser; who speaks is not looked up."""
        with self._app.request_context(environ):
            return refused.sentence

    def watch(self, server: Server) -> None:
        """Read every frame before Socket.IO does."""
        take = server.eio.handlers["message"]

        def receive(client: str, frame: Any) -> None:
            line = server.eio.sockets.get(client)
            if line is None or line.closed:
                return
            environ = server.environ[client]
            try:
                self._answered(server, client, frame, environ) or take(client, frame)
            except Exception:
                environ[VISIT].is_cut = True
                line.close(wait=False)

        server.eio.on("message", receive)

    def _answered(self, server: Server, client: str, frame: Any, environ: dict[str, Any]) -> bool:
        """
        Refuse a frame above what is answered; False for the others.

        :raises TooMany: where the client went on in spite of so many refusals
        """
        try:
            FRAMES.spend(ANONYMOUS, line=client)
        except TooMany as refused:
            MOST_REFUSED.spend(ANONYMOUS, line=client)
            found = NUMBER.match(frame) if isinstance(frame, str) else None
            if found:
                said = {"code": refused.code, "message": self._said(refused, environ), "fields": {}}
                answer = json.dumps([{"error": said | dict(refused.more)}], ensure_ascii=False)
                server.eio.send(client, f"3{found[1]},{found[2]}{answer}")
            return True
        return False


def _fine(allowance: Allowance, who: Unread, *, line: str | None = None) -> None:
    """Take from who flooded what a cut costs, or all they have."""
    try:
        allowance.spend(who, line=line, times=CUT_COSTS)
    except TooMany:
        with suppress(TooMany):
            while True:
                allowance.spend(who, line=line)
