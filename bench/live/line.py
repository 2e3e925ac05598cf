"""One client of the load: Engine.IO and Socket.IO written by hand over a non-blocking socket."""

import base64
import json
import os
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import count

GREETING = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: {key}\r\nX-Forwarded-For: {origin}\r\n\r\n"
)
PIECE = 65_536  # bytes: memory for many more is asked of the system anew at each reading
ORIGINS = count(0x0A000001)  # an address for each: from one, so many would not be let in


class Line:
    """A connection to the server under test, from its greeting to the room."""

    def __init__(self, address: tuple[str, int], token: str, room: str) -> None:
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect_ex(address)
        self.token, self.room = token, room
        self.is_in = False
        self.told: list[float] = []  # when the server wrote each frame of counts
        self._greeted = False
        self._rest = b""

    def greet(self) -> None:
        """Ask for the WebSocket, as soon as the connection stands."""
        key = base64.b64encode(os.urandom(16)).decode()
        origin = ip_address(next(ORIGINS))
        self.socket.send(GREETING.format(key=key, origin=origin).encode())

    def read(self) -> Iterator[bytes]:
        """
        Yield the frames that arrived whole.

        :raises ConnectionError: if the server closed
        """
        data = self.socket.recv(PIECE)
        if not data:
            raise ConnectionError("the server closed")
        data = self._rest + data
        place = 0 if self._greeted else self._after_greeting(data)
        while len(data) - place >= 2:
            start, end = _bounds(data, place)
            if len(data) < end:
                break
            if data[place] & 0x0F == 8:
                raise ConnectionError("the server said goodbye")
            yield data[start:end]
            place = end
        self._rest = data[place:]

    def _after_greeting(self, data: bytes) -> int:
        place = data.find(b"\r\n\r\n") + 4
        if place == 3:
            return len(data)  # it always comes in one piece over loopback
        if not data.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(data[:80].decode(errors="replace"))
        self._greeted = True
        return place

    def send(self, text: str) -> None:
        """Send a text frame; a mask of zeros leaves it as it is."""
        data = text.encode()
        size = len(data)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self.socket.send(head + b"\0\0\0\0" + data)

    def advance(self, frame: bytes, snapshot: bool) -> None:
        """Go one step further towards the room: greeted, known, in."""
        if frame.startswith(b"0{"):
            self.send("40/live," + json.dumps({"token": self.token}))
        elif frame.startswith(b"40/live,"):
            wanted = {"room": self.room} | ({} if snapshot else {"snapshot": False})
            self.send("42/live,0" + json.dumps(["room.join", wanted]))
        elif frame.startswith(b'43/live,0[{"ok"'):
            self.is_in = True
        elif frame[:1] == b"4" and not frame.startswith(b"42"):
            raise ConnectionError(frame[:200].decode(errors="replace"))


class Fetch:
    """One reading of the room over HTTP, as a joining client does it."""

    def __init__(self, address: tuple[str, int], room: str) -> None:
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(address)
        self.began = time.perf_counter()
        self.answer = b""
        self._room = room

    def greet(self) -> None:
        """Ask for the room, as soon as the connection stands."""
        self.socket.send(
            f"GET /api/v1/rooms/{self._room} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
        )

    def is_over(self) -> bool:
        """Read what arrived; return whether it was the last of it."""
        piece = self.socket.recv(PIECE)
        self.answer += piece
        return not piece


def _bounds(data: bytes, place: int) -> tuple[int, int]:
    """Return where the content of the frame at `place` starts and ends."""
    length, start = data[place + 1], place + 2
    if length == 126:
        length, start = int.from_bytes(data[place + 2 : place + 4], "big"), place + 4
    elif length == 127:
        length, start = int.from_bytes(data[place + 2 : place + 10], "big"), place + 10
    return start, start + length
