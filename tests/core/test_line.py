"""A line to a client: writes never wait and keep their order; who reads too slowly is cut."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from app.core.frames import CLOSE, PING, PONG, TEXT, framed
from app.core.line import LINE, MOST_READ, MOST_WAITING, READ_AT_ONCE, Line, Lines
from tests.services.frames import from_client

LARGEST = 65_536


class Green:
    """A socket as eventlet hands it out: `fd` never waits, its own `send` does."""

    def __init__(self, fd: socket.socket) -> None:
        fd.setblocking(False)
        self.fd = fd

    def send(self, data: bytes) -> int:
        """Send what is taken, waiting until some is."""
        while True:
            try:
                return self.fd.send(data)
            except BlockingIOError:
                time.sleep(0.001)

    def recv(self, size: int) -> bytes:
        """Return what arrived, waiting for some."""
        while True:
            try:
                return self.fd.recv(size)
            except BlockingIOError:
                time.sleep(0.001)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a connection whose buffers are small."""
    here, there = socket.socketpair()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    there.settimeout(20)
    yield here, there
    here.close()
    there.close()


def beside(task: Any) -> None:
    threading.Thread(target=task, daemon=True).start()


def read(end: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        piece = end.recv(65_536)
        if not piece:
            break
        found += piece
    return found


def line_to(end: socket.socket, spawn: Any = beside, pause: Any = lambda: None) -> Line:
    return Line(Green(end), LARGEST, spawn, pause)


def test_everything_arrives_once_and_in_its_order(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = line_to(ends[0])
    sent = b"".join(bytes([65 + number % 26]) * 997 for number in range(120))
    for place in range(0, len(sent), 997):
        line.push(sent[place : place + 997])
    assert read(ends[1], len(sent)) == sent
    assert not line.is_cut


def test_a_client_that_reads_nothing_is_cut_and_holds_up_nobody(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    tasks: list[Any] = []
    line, frame = line_to(ends[0], tasks.append), b"x" * 10_000
    for _ in range(MOST_WAITING // len(frame) + 10):
        line.push(frame)
    assert line.is_cut
    assert len(tasks) == 1
    with pytest.raises(BrokenPipeError):
        line.send("an acknowledgement")
    assert len(read(ends[1], MOST_WAITING)) < MOST_WAITING  # then the end of the connection


def test_one_large_message_is_not_a_reason_to_cut(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line, snapshot = line_to(ends[0]), b"y" * (3 * MOST_WAITING)
    line.push(snapshot)
    assert read(ends[1], len(snapshot)) == snapshot
    assert not line.is_cut


def test_a_client_that_went_is_cut_without_a_word(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = line_to(ends[0])
    ends[1].close()
    line.push(b"x")
    line.push(b"x")
    assert line.is_cut


def test_messages_are_read_in_their_order_and_a_ping_is_answered_between(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = line_to(ends[0])
    ends[1].sendall(from_client("un") + from_client(b"?", PING) + from_client(b"\x02"))
    assert [line.wait(), line.wait()] == ["un", b"\x02"]
    assert read(ends[1], 3) == framed(b"?", PONG)


def test_who_sent_much_at_once_lets_the_others_run_between_two_pieces(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    pauses: list[int] = []
    line = line_to(ends[0], pause=lambda: pauses.append(1))
    message = "x" * 1000
    sent = from_client(message) * (2 * READ_AT_ONCE // 1000)
    beside(lambda: ends[1].sendall(sent))
    for _ in range(2 * READ_AT_ONCE // 1000):
        assert line.wait() == message
    ends[1].sendall(from_client("seul"))
    said = len(pauses)
    assert line.wait() == "seul"
    assert said <= 2
    assert len(pauses) <= said + 1


def test_who_sends_without_end_is_cut(ends: tuple[socket.socket, socket.socket]) -> None:
    line, count = line_to(ends[0]), 0
    ends[1].sendall(from_client("3"))
    while line.wait():
        count += 1
        ends[1].sendall(from_client("3"))
        assert count < MOST_READ, "it is read for ever"
    assert line.sent_too_much
    assert line.is_cut


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"\x81\x02ab", 1002, id="without a mask"),
        pytest.param(from_client("é".encode("latin-1"), TEXT), 1007, id="no text"),
        pytest.param(
            b"\x81\xff" + (LARGEST + 1).to_bytes(8, "big") + b"abcd", 1009, id="too large"
        ),
    ],
)
def test_what_is_no_message_ends_the_line_with_its_reason(
    ends: tuple[socket.socket, socket.socket], sent: bytes, status: int
) -> None:
    line = line_to(ends[0])
    ends[1].sendall(sent)
    assert line.wait() is None
    assert read(ends[1], 4) == framed(status.to_bytes(2, "big"), CLOSE)
    assert line.is_cut


def test_a_goodbye_is_answered_and_nothing_is_read_after_it(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = line_to(ends[0])
    ends[1].sendall(from_client(b"\x03\xe9", CLOSE) + from_client("encore"))
    assert line.wait() is None
    assert line.wait() is None
    assert read(ends[1], 4) == framed((1000).to_bytes(2, "big"), CLOSE)


class Engine:
    """What Engine.IO is to a line."""

    max_http_buffer_size = LARGEST

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.handlers = {"message": lambda client, text: self.heard.append((client, text))}


class Client:
    """The socket of Engine.IO for one client."""

    sid = "a client"

    def __init__(self, talk: Any) -> None:
        self._talk = talk

    def handle(self, line: Line) -> None:
        """Talk through a line."""
        self.line = line
        self._talk(line)


def listened(green: Green) -> Green:
    green.leave = lambda: None  # type: ignore[attr-defined]
    return green


class Input:
    """What eventlet's server hands out with a request."""

    def __init__(self, end: socket.socket) -> None:
        self.get_socket = lambda: Green(end)


def asked(end: socket.socket, **headers: str) -> dict[str, Any]:
    return {
        "eventlet.input": Input(end),
        "eventlet.set_idle": lambda: None,
        "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
        "HTTP_SEC_WEBSOCKET_VERSION": "13",
        **headers,
    }


def test_a_websocket_is_opened_as_the_protocol_wants(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    answered: list[int] = []
    lines = Lines(listened, beside, lambda: None, lambda: answered.append(1))
    environ = asked(ends[0])
    client = Client(lambda line: line.send("bonjour"))
    assert lines(client.handle, Engine())(environ, None) == []
    assert environ[LINE] is client.line
    told = read(ends[1], 4096)
    # The key and its answer are the example of RFC 6455, section 1.3.
    assert told.startswith(b"HTTP/1.1 101 ")
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" in told
    assert told.endswith(framed("bonjour") + framed((1000).to_bytes(2, "big"), CLOSE))
    assert answered == [1]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_WEBSOCKET_KEY": ""},
        {"HTTP_SEC_WEBSOCKET_KEY": "court"},
        {"HTTP_SEC_WEBSOCKET_VERSION": "8"},
    ],
)
def test_what_is_no_wish_for_a_websocket_is_refused(
    ends: tuple[socket.socket, socket.socket], headers: dict[str, str]
) -> None:
    said: list[str] = []
    lines = Lines(listened, beside, lambda: None, lambda: None)
    serve = lines(Client(lambda _line: None).handle, Engine())
    environ = asked(ends[0], **headers)
    assert list(serve(environ, lambda status, _headers: said.append(status))) == [b""]
    assert said == ["400 Bad Request"]
    assert LINE not in environ


def test_what_a_crowd_sends_is_heard_at_once_and_the_rest_is_waited_for(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    engine, found = Engine(), list[Any]()
    lines = Lines(
        listened, beside, lambda: None, lambda: None,
        lambda client, message: client == "a client" and message == "4vote",
    )  # fmt: skip
    ends[1].sendall(from_client("4vote") + from_client("4ask") + from_client("4vote"))
    ends[1].shutdown(socket.SHUT_WR)

    def talk(line: Line) -> None:
        while message := line.wait():
            found.append((message, len(engine.heard)))

    lines(Client(talk).handle, engine)(asked(ends[0]), None)
    assert found == [("4ask", 1)]
    assert engine.heard == [("a client", "vote")] * 2
