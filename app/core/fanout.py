"""
The direct fan-out: a broadcast is framed once and written straight to every client's socket.

Socket.IO's own manager puts each packet in a queue for each client, whose task wakes up, frames it
again and sends it: five times the work. Here eventlet's WebSocket is handed a `Line`, a socket
that never waits, and what is told to many passes the queues by. Acknowledgements and pings go
through the same `Line`, so that frames never mix. A client that reads too slowly is cut: it
reconnects and catches up by its number. Long polling, and what is told to one client, go the
usual way.
"""

import errno
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from socketio import Manager, packet

MOST_WAITING = 256 * 1024  # bytes for one client that are not sent yet
MOST_READ = 256 * 1024  # bytes of one client in a minute: four largest frames, or 700 small ones
PART_COSTS = 100  # bytes: eventlet asks for three parts of each frame, one by one
AT_A_TIME = 500  # clients written to before others get their turn
PIECE = 65_536
READ_AT_ONCE = 8192  # bytes, about a hundred of a phone's frames
LINE = "toukanblon.line"

WouldWait = (errno.EAGAIN, errno.EWOULDBLOCK)
App = Callable[..., Any]


class Line:
    """
    A client's socket whose writes never wait: what the network does not take is kept.

    What the client sends is read by the piece, `pause` lets the others run between two pieces that
    came at once, and who sends without end is cut.
    """

    def __init__(
        self,
        green: Any,
        spawn: Callable[[Callable[[], None]], Any],
        pause: Callable[[], Any] = lambda: None,
    ) -> None:
        self._green = green  # waits by letting others run
        self._raw = green.fd  # never waits
        self._spawn = spawn
        self._pause = pause
        self._kept = bytearray()
        self._come = b""
        self._read, self._read_until = 0, 0.0
        self.is_cut = False
        self.sent_too_much = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._green, name)

    def recv(self, size: int, _flags: int = 0) -> bytes:
        """Return at most `size` bytes of what the client sent; none once the connection ended."""
        if not self._come:
            self._come = self._next_piece()
        found, self._come = self._come[:size], self._come[size:]
        self._count(len(found) + PART_COSTS)
        return b"" if self.sent_too_much else found

    def _next_piece(self) -> bytes:
        try:
            piece = bytes(self._raw.recv(READ_AT_ONCE))
        except OSError as error:
            if error.errno not in WouldWait:
                return b""
            piece = bytes(self._green.recv(READ_AT_ONCE))
        else:
            self._pause()  # more was there already: the others first
        return piece

    def _count(self, cost: int) -> None:
        at = time.monotonic()
        if at > self._read_until:
            self._read, self._read_until = 0, at + 60
        self._read += cost
        if self._read > MOST_READ:
            self.sent_too_much = True
            self.cut()

    def sendall(self, data: bytes, _flags: int = 0) -> None:
        """
        Send `data` after all that waits.

        :raises BrokenPipeError: if the client was cut
        """
        if self.is_cut:
            raise BrokenPipeError(errno.EPIPE, "the client was cut")
        self.push(data)

    def push(self, data: bytes) -> None:
        """Send `data`, or keep what the network does not take now; cut who lets too much wait."""
        if self.is_cut:
            return
        if len(self._kept) > MOST_WAITING:
            self.cut()
        elif self._kept:
            self._kept += data
        elif (sent := self._try(data)) < len(data) and not self.is_cut:
            self._kept += data[sent:]
            self._spawn(self._send_kept)

    def _try(self, data: bytes) -> int:
        try:
            return int(self._raw.send(data))
        except OSError as error:
            if error.errno not in WouldWait:
                self.cut()
            return 0

    def _send_kept(self) -> None:
        try:
            while self._kept and not self.is_cut:
                sent = self._green.send(bytes(self._kept[:PIECE]))
                del self._kept[:sent]
        except OSError:
            self.cut()

    def cut(self) -> None:
        """Close at once; whoever reads from the socket is told that it ended."""
        self.is_cut = True
        self._kept.clear()
        with suppress(OSError):
            self._raw.shutdown(2)


class _Input:
    """What eventlet's server hands to its WebSocket, with a `Line` in the place of the socket."""

    def __init__(self, given: Any, line: Line) -> None:
        self._given = given
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._given, name)

    def get_socket(self) -> Line:
        """Return the client's line."""
        return self._line


def without_deflate(app: App) -> App:
    """Offer no compression to WebSockets: it costs each client memory and each frame its time."""

    def call(environ: dict[str, Any], start: Any) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return app(environ, start)

    return call


def with_lines(
    app: App,
    spawn: Callable[[Callable[[], None]], Any],
    pause: Callable[[], Any] = lambda: None,
) -> App:
    """
    Hand every WebSocket that eventlet serves a `Line`.

    `spawn` runs a task beside, `pause` lets the others run.
    """

    def call(environ: dict[str, Any], start: Any) -> Any:
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            given = environ["eventlet.input"]
            line = environ[LINE] = Line(given.get_socket(), spawn, pause)
            environ["eventlet.input"] = _Input(given, line)
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


def unmasked(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """Return what a client sent under a mask, as eventlet does byte by byte."""
    size = len(data) if length is None else length
    turned = bytes(mask[(offset + place) % 4] for place in range(4))
    key = turned * (size // 4 + 1)
    number = int.from_bytes(data[:size], "big") ^ int.from_bytes(key[:size], "big")
    return number.to_bytes(size, "big")


def framed(text: str) -> bytes:
    """Return a WebSocket text frame of a server."""
    content = text.encode()
    size = len(content)
    if size < 126:
        return bytes((0x81, size)) + content
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + content
    return b"\x81\x7f" + size.to_bytes(8, "big") + content
