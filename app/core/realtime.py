"""The Socket.IO door: one wrapper that knows the actor, parses, acknowledges and refuses."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from flask import current_app, g, request
from flask_socketio import SocketIO

from app.core.actors import ANONYMOUS, Actor, Unread, read_actors
from app.core.errors import Refused
from app.core.forms import Schema, parse
from app.core.i18n import CODES, N_, Wish, translate
from app.core.lane import NAMESPACE, Call, Lane, once, payload_of
from app.core.origins import origin_of
from app.core.together import Act, Gathering, Then

log = logging.getLogger(__name__)

LARGEST_FRAME = 64 * 1024  # a larger one is no question and no vote

socketio = SocketIO()
lane = Lane()

Handler = Callable[[Actor, dict[str, Any]], Any]
BareHandler = Callable[[str, Unread, dict[str, Any], Then], None]
FAILED = N_("Une erreur est survenue de notre côté. Réessayez.")


class Connections:
    """Which device each connection of this process speaks for, and in which language it reads."""

    def __init__(self) -> None:
        self._clients: dict[str, tuple[Unread, Wish]] = {}
        self._gathering = Gathering(_recognise, patience=0.02)

    def open(self, token: str | None) -> bool:
        """Remember the device of the connecting client; False if its token is not valid."""
        if token is not None and self._gathering.wait_for(Act(Unread(token), (), {})) == ANONYMOUS:
            return False
        origin = origin_of(request.remote_addr, current_app.config["SECRET_KEY"])
        self._clients[sid()] = Unread(token, origin), Wish.of_request()
        return True

    def close(self) -> None:
        """Forget the client that left."""
        self._clients.pop(sid(), None)

    def is_open(self, client: str) -> bool:
        """Whether a client is still there."""
        return client in self._clients

    def language(self, client: str, actor: Actor) -> str:
        """Return the language of the sentences for the actor behind a connection."""
        return self._clients.get(client, NOBODY)[1].beside(actor.language)

    def actor(self) -> Actor:
        """Return who speaks on this connection."""
        return self.actor_of(sid())

    def speaker(self, client: str) -> Unread:
        """Return who speaks on a connection, to be looked up together with others."""
        return self._clients.get(client, NOBODY)[0]

    def actor_of(self, client: str) -> Actor:
        """Return who speaks on a connection, read anew so that a revoked device is nobody."""
        speaker = self.speaker(client)
        return replace(read_actors([speaker])[0], origin=speaker.origin)


def _recognise(acts: list[Act]) -> None:
    """Look up at once those who connect at the same time."""
    for act, actor in zip(acts, read_actors([act.speaker for act in acts]), strict=True):
        act.result = actor


NOBODY = Unread(None), Wish(None, CODES[0])
connections = Connections()


def sid() -> str:
    """Return the number of the connection that this event came through."""
    return str(request.sid)  # type: ignore[attr-defined]


def handles(event: str, schema: type[Schema]) -> Callable[[Handler], Handler]:
    """Answer `event` with `{"ok": result}`, or `{"error": ...}` where the handler refuses."""

    def register(handler: Handler) -> Handler:
        @socketio.on(event, namespace=NAMESPACE)
        def receive(payload: Any = None, *_rest: Any) -> dict[str, Any]:
            def perform() -> Any:
                g.actor = connections.actor()
                return handler(g.actor, parse(schema, payload))

            return _answered(event, perform)

        return handler

    handled[event] = schema
    return register


@dataclass(frozen=True)
class Crowded:
    """An event that a whole room sends at once, and what is said to each who sent it."""

    event: str
    schema: type[Schema]
    view: Callable[[Any], Any]
    handler: BareHandler

    @cached_property
    def read(self) -> Callable[[str], dict[str, Any]]:
        """How a message becomes the schema's values; nobody may change them."""
        return once(lambda text: parse(self.schema, payload_of(text)))

    def receive(self, call: Call) -> None:
        """Read what came and leave it to be taken; what cannot be is refused at once."""
        try:
            data, speaker = self.read(call.text), connections.speaker(call.client)
            self.handler(call.client, speaker, data, Then(call.app, partial(self._answer, call)))
        except Exception as error:
            self._refuse(call, partial(_again, self.schema, call.payload, error))

    def _answer(self, call: Call, act: Act) -> None:
        if act.error is None:
            call.answer({"ok": self.view(act.result)})
        else:
            self._refuse(call, act.answer)

    def _refuse(self, call: Call, perform: Callable[[], Any]) -> None:
        socketio.start_background_task(self._say_why, call, perform)

    def _say_why(self, call: Call, perform: Callable[[], Any]) -> None:
        """Refuse in the language of the reader, who may have left meanwhile."""
        environ = socketio.server.get_environ(call.client, NAMESPACE)
        if environ is None:
            return
        with environ["flask.app"].request_context(environ):
            g.actor = connections.actor_of(call.client)
            call.answer(_answered(self.event, perform))


def handles_many(
    event: str, schema: type[Schema], view: Callable[[Any], Any]
) -> Callable[[BareHandler], BareHandler]:
    """
    Answer an event as `handles` does, without a request or a task for each: see `app.core.lane`.

    The handler is given the connection's number, who speaks there, not looked up yet, the values,
    and what is to be told of the act once it is settled; `view` shows its result. Only a refusal,
    whose sentence needs the reader's language, makes a request.
    """

    def register(handler: BareHandler) -> BareHandler:
        lane.receive(event, Crowded(event, schema, view, handler).receive)
        return handler

    handled[event] = schema
    return register


def _again(schema: type[Schema], payload: Any, error: Exception) -> None:
    parse(schema, payload)  # where this is what failed, its sentences are now the reader's
    raise error


def _answered(event: str, perform: Callable[[], Any]) -> dict[str, Any]:
    try:
        return {"ok": perform()}
    except Refused as refused:
        return {"error": refusal(refused)}
    except Exception:
        log.exception("event %s failed", event)
        return {"error": {"code": "failure", "message": translate(FAILED), "fields": {}}}


handled: dict[str, type[Schema]] = {}


def refusal(refused: Refused) -> dict[str, Any]:
    """Present a refusal as an acknowledgement."""
    return {
        "code": refused.code,
        "message": refused.sentence,
        "fields": {name: list(texts) for name, texts in refused.fields.items()},
        **refused.more,
    }
