"""
The direct fan-out: a broadcast is framed once and pushed to every client's line.

Socket.IO's own manager puts each packet in a queue for each client, whose task wakes up, frames it
again and sends it: five times the work. Here what is told to many passes the queues by. A client
that reads too slowly is cut: it reconnects and catches up by its number. Long polling, and what is
told to one client, go the usual way.
"""

from collections.abc import Callable
from typing import Any

from socketio import Manager, packet

from app.core.frames import framed
from app.core.line import LINE, Line

AT_A_TIME = 500  # clients written to before others get their turn

App = Callable[..., Any]


def without_deflate(app: App) -> App:
    """Offer no compression to WebSockets: it costs each client memory and each frame its time."""

    def call(environ: dict[str, Any], start: Any) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return app(environ, start)

    return call


class DirectManager(Manager):
    """Writes what is told to many straight to their lines."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, Line] = {}

    def connect(self, sid: str, namespace: str) -> str:
        """Take the line of a client that connected."""
        sid = super().connect(sid, namespace)
        environ = self.server.environ[self.eio_sid_from_sid(sid, namespace)]
        if LINE in environ:
            self._lines[sid] = environ[LINE]
        return sid

    def disconnect(self, sid: str, namespace: str, **options: Any) -> Any:
        """Forget the line of a client that left."""
        self._lines.pop(sid, None)
        return super().disconnect(sid, namespace, **options)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        """Frame an event once and write it to everybody in `room`."""
        room = to or room
        is_plain = isinstance(room, str) and isinstance(data, dict)
        if callback or skip_sid or not is_plain or room in self._lines:
            super().emit(event, data, namespace, room, skip_sid, callback, **options)
            return
        text = self.server.packet_class(
            packet.EVENT, namespace=namespace, data=[event, data]
        ).encode()
        self._write("4" + text, namespace, room)

    def _write(self, text: str, namespace: str, room: Any) -> None:
        written, frame, lines = 0, framed(text), self._lines
        for sid, eio_sid in self.get_participants(namespace, room):
            line = lines.get(sid)
            if line is None:
                self.server.eio.send(eio_sid, text[1:])
                continue
            line.push(frame)
            written += 1
            if written % AT_A_TIME == 0:
                self.server.sleep(0)
