"""The Socket.IO door: one wrapper that knows the actor, parses, acknowledges and refuses."""

import logging
from collections.abc import Callable
from typing import Any

from flask import g, request
from flask_socketio import SocketIO

from app.core.actors import ANONYMOUS, Actor
from app.core.errors import Refused
from app.core.forms import Schema, parse
from app.core.i18n import N_, translate

log = logging.getLogger(__name__)

NAMESPACE = "/live"
LARGEST_FRAME = 64 * 1024  # eventlet unmasks frames byte by byte: a large one would stall everybody

socketio = SocketIO()

Handler = Callable[[Actor, dict[str, Any]], Any]
FAILED = N_("Une erreur est survenue de notre côté. Réessayez.")


class Connections:
    """Which device each connection of this process speaks for."""

    def __init__(self) -> None:
        self._tokens: dict[str, str | None] = {}
        self.load_actor: Callable[[str], Actor | None] = lambda _token: None

    def open(self, token: str | None) -> bool:
        """Remember the device of the connecting client; False if its token is not valid."""
        if token is not None and self.load_actor(token) is None:
            return False
        self._tokens[sid()] = token
        return True

    def close(self) -> None:
        """Forget the client that left."""
        self._tokens.pop(sid(), None)

    def actor(self) -> Actor:
        """Return who speaks on this connection."""
        return self.actor_of(sid())

    def actor_of(self, client: str) -> Actor:
        """Return who speaks on a connection, read anew so that a revoked device is nobody."""
        token = self._tokens.get(client)
        return (self.load_actor(token) if token else None) or ANONYMOUS


connections = Connections()


def sid() -> str:
    """Return the number of the connection that this event came through."""
    return str(request.sid)  # type: ignore[attr-defined]


def handles(event: str, schema: type[Schema]) -> Callable[[Handler], Handler]:
    """Answer `event` with `{"ok": result}`, or `{"error": ...}` where the handler refuses."""

    def register(handler: Handler) -> Handler:
        @socketio.on(event, namespace=NAMESPACE)
        def receive(payload: Any = None, *_rest: Any) -> dict[str, Any]:
            try:
                g.actor = connections.actor()
                return {"ok": handler(g.actor, parse(schema, payload))}
            except Refused as refused:
                return {"error": refusal(refused)}
            except Exception:
                log.exception("event %s failed", event)
                return {"error": {"code": "failure", "message": translate(FAILED), "fields": {}}}

        return handler

    handled[event] = schema
    return register


handled: dict[str, type[Schema]] = {}


def refusal(refused: Refused) -> dict[str, Any]:
    """Present a refusal as an acknowledgement."""
    return {
        "code": refused.code,
        "message": refused.sentence,
        "fields": {name: list(texts) for name, texts in refused.fields.items()},
    }
