"""
A line to a client: a WebSocket whose writes never wait, and which costs little.

It stands where Engine.IO has eventlet's WebSocket, which asks the system for each part of a frame,
takes a mask off byte by byte and makes five objects a message. What is told to many is framed once
and pushed to each line; acknowledgements and pings go through the same one, so that frames never
mix.
"""

import base64
import binascii
import errno
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from app.core.frames import (
    BINARY,
    CLOSE,
    GOODBYE,
    PING,
    PONG,
    TEXT,
    Message,
    Messages,
    Unreadable,
    framed,
)

MOST_WAITING = 256 * 1024  # bytes for one client that are not sent yet
MOST_READ = 256 * 1024  # bytes of one client in a minute: four largest messages, or 700 small ones
MESSAGE_COSTS = 300  # bytes that each message counts for, beside its own
PIECE = 65_536
READ_AT_ONCE = 8192  # bytes, about a hundred of a phone's messages
LINE = "toukanblon.line"

WouldWait = (errno.EAGAIN, errno.EWOULDBLOCK)
App = Callable[..., Iterable[bytes]]

ACCEPTED = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: {}\r\n\r\n"
)
SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3


class Line:
    """
    A client's WebSocket: what the network does not take at once is kept and sent beside.

    What the client sends is read by the piece, `pause` lets the others run between two pieces that
    came at once, and who sends without end is cut.
    """

    __slots__ = (
        "_green",
        "_hear",
        "_heard",
        "_kept",
        "_messages",
        "_pause",
        "_raw",
        "_read",
        "_read_full",
        "_read_until",
        "_spawn",
        "is_cut",
        "sent_too_much",
    )

    def __init__(
        self,
        green: Any,
        largest: int,
        spawn: Callable[[Callable[[], None]], Any],
        pause: Callable[[], Any] = lambda: None,
        hear: Callable[[str | bytes], bool] = lambda _message: False,
    ) -> None:
        self._green = green  # waits by letting others run
        self._raw = green.fd  # never waits
        self._spawn = spawn
        self._pause = pause
        self._hear = hear
        self._kept = bytearray()
        self._messages = Messages(largest)
        self._heard: Iterator[Message] = iter(())
        self._read, self._read_until = 0, 0.0
        self._read_full = False
        self.is_cut = False
        self.sent_too_much = False

    def wait(self) -> str | bytes | None:
        """Return the next message that was not heard at once; none once the line ended."""
        while not self.is_cut:
            try:
                for kind, content in self._heard:
                    self._count(len(content) + MESSAGE_COSTS)
                    if kind not in (TEXT, BINARY):
                        self._obey(kind, content)
                    elif self.is_cut or not self._hear(content):
                        return None if self.is_cut else content
            except Unreadable as unreadable:
                self.close(unreadable.status)
                break
            piece = self._next_piece()
            if not piece:
                break
            self._heard = self._messages.read(piece)
        return None

    def _obey(self, kind: int, content: str | bytes) -> None:
        if kind == PING:
            self.push(framed(content, PONG))
        elif kind == CLOSE:
            self.close()

    def _next_piece(self) -> bytes:
        try:
            if self._read_full:
                self._pause()  # more is there already: the others first
            piece = bytes(self._green.recv(READ_AT_ONCE))
        except OSError:
            return b""
        self._read_full = len(piece) == READ_AT_ONCE
        return piece

    def _count(self, cost: int) -> None:
        at = time.monotonic()
        if at > self._read_until:
            self._read, self._read_until = 0, at + 60
        self._read += cost
        if self._read > MOST_READ:
            self.sent_too_much = True
            self.cut()

    def send(self, message: str | bytes) -> None:
        """
        Send a message after all that waits.

        :raises BrokenPipeError: if the client was cut
        """
        if self.is_cut:
            raise BrokenPipeError(errno.EPIPE, "the client was cut")
        self.push(framed(message))

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

    def close(self, status: int = GOODBYE) -> None:
        """Say goodbye and end."""
        self.push(framed(status.to_bytes(2, "big"), CLOSE))
        self.cut()

    def cut(self) -> None:
        """End at once; whoever waits for a message is told that none comes."""
        if self.is_cut:
            return
        self.is_cut = True
        self._kept.clear()
        with suppress(OSError):
            self._raw.shutdown(2)


class Lines:
    """
    What Engine.IO opens WebSockets with under eventlet: it hands each client a `Line`.

    `listen` makes a green socket one that is listened to, `spawn` runs a task beside, `pause` lets
    the others run, `answered` tells the server that the request was answered past it. What
    `is_short` of a client is handed to Socket.IO without the packets of Engine.IO.
    """

    def __init__(
        self,
        listen: Callable[[Any], Any],
        spawn: Callable[[Callable[[], None]], Any],
        pause: Callable[[], Any],
        answered: Callable[[], None],
        is_short: Callable[[str, str | bytes], bool] = lambda _client, _message: False,
    ) -> None:
        self._listen, self._spawn, self._pause = listen, spawn, pause
        self._answered, self._is_short = answered, is_short

    def __call__(self, handler: Callable[[Line], Any], server: Any) -> App:
        """Return the application that answers one client's wish for a WebSocket."""

        def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            accepted = _accepted(environ)
            if accepted is None:
                start("400 Bad Request", [("Connection", "close")])
                return [b""]
            green = self._listen(environ["eventlet.input"].get_socket())
            largest, hear = int(server.max_http_buffer_size), self._ear(handler, server)
            line = environ[LINE] = Line(green, largest, self._spawn, self._pause, hear)
            line.push(ACCEPTED.format(accepted).encode())
            environ["eventlet.set_idle"]()
            try:
                handler(line)
            finally:
                line.close()
                green.leave()
            self._answered()
            return []

        return serve

    def _ear(self, handler: Any, server: Any) -> Callable[[str | bytes], bool]:
        """Return what hears the client whose socket of Engine.IO has `handler`."""
        client = handler.__self__.sid

        def hear(message: str | bytes) -> bool:
            is_short = self._is_short(client, message)
            if is_short:
                server.handlers["message"](client, message[1:])
            return is_short

        return hear


def _accepted(environ: dict[str, Any]) -> str | None:
    """Return the answer to a client's key, where it asks as the protocol wants."""
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip()
    try:
        is_key = len(base64.b64decode(key, validate=True)) == 16
    except binascii.Error:
        is_key = False
    if not is_key or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return None
    return base64.b64encode(hashlib.sha1((key + SALT).encode()).digest()).decode()  # noqa: S324
