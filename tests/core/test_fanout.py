"""A line to a client: writes never wait and keep their order; who reads too slowly is cut."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.fanout import (
    LINE,
    MOST_READ,
    MOST_WAITING,
    Line,
    framed,
    unmasked,
    with_lines,
    without_deflate,
)
from config import Settings


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


def test_everything_arrives_once_and_in_its_order(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = Line(Green(ends[0]), beside)
    sent = b"".join(bytes([65 + number % 26]) * 997 for number in range(120))
    for place in range(0, len(sent), 997):
        (line.push if place % 2 else line.sendall)(sent[place : place + 997])
    assert read(ends[1], len(sent)) == sent
    assert not line.is_cut


def test_a_client_that_reads_nothing_is_cut_and_holds_up_nobody(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    tasks: list[Any] = []
    line, frame = Line(Green(ends[0]), tasks.append), b"x" * 10_000
    for _ in range(MOST_WAITING // len(frame) + 10):
        line.push(frame)
    assert line.is_cut
    assert len(tasks) == 1
    with pytest.raises(BrokenPipeError):
        line.sendall(b"an acknowledgement")
    assert len(read(ends[1], MOST_WAITING)) < MOST_WAITING  # then the end of the connection


def test_what_came_at_once_is_read_by_the_piece_and_the_others_run_between(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    pauses: list[int] = []
    line = Line(Green(ends[0]), beside, lambda: pauses.append(1))
    sent = b"".join(bytes([65 + number % 26]) * 100 for number in range(30))
    ends[1].sendall(sent)
    found = b"".join(line.recv(size) for size in (2, 4, 994, 1000, 1000))
    assert found == sent
    assert pauses == [1]


def test_who_sends_without_end_is_cut(ends: tuple[socket.socket, socket.socket]) -> None:
    line, frames = Line(Green(ends[0]), beside), 0
    ends[1].sendall(b"0123456")
    while line.recv(7):
        frames += 1
        ends[1].sendall(b"0123456")
        assert frames < MOST_READ, "it is read for ever"
    assert line.sent_too_much
    assert line.is_cut


def test_one_large_message_is_not_a_reason_to_cut(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line, snapshot = Line(Green(ends[0]), beside), b"y" * (3 * MOST_WAITING)
    line.push(snapshot)
    assert read(ends[1], len(snapshot)) == snapshot
    assert not line.is_cut


def test_what_arrived_is_read_in_the_parts_that_are_asked_for(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line, sent = Line(Green(ends[0]), beside), bytes(range(256)) * 100
    threading.Thread(target=lambda: (ends[1].sendall(sent), ends[1].close())).start()
    sizes, found = itertools.cycle((2, 4, 60, 1, 20_000)), b""
    while piece := line.recv(size := next(sizes)):
        assert len(piece) <= size
        found += piece
    assert found == sent


@given(
    data=st.binary(max_size=300), mask=st.binary(min_size=4, max_size=4), offset=st.integers(0, 9)
)
def test_a_mask_is_taken_off_as_the_protocol_wants(data: bytes, mask: bytes, offset: int) -> None:
    expected = bytes(byte ^ mask[(offset + place) % 4] for place, byte in enumerate(data))
    assert unmasked(data, tuple(mask), offset=offset) == expected
    assert (
        unmasked(data, tuple(mask), length=len(data) // 2, offset=offset)
        == (expected[: len(data) // 2])
    )


def test_a_client_that_went_is_cut_without_a_word(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    line = Line(Green(ends[0]), beside)
    ends[1].close()
    line.push(b"x")
    line.push(b"x")
    assert line.is_cut


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_says_its_length_as_the_protocol_wants(size: int) -> None:
    text = "é" * (size // 2) + "x" * (size % 2)
    frame = framed(text)
    content = text.encode()
    head = len(frame) - len(content)
    assert frame[head:] == content
    length = int.from_bytes(frame[2:head], "big") if head > 2 else frame[1]
    assert (frame[0], length, head) == (
        0x81,
        size,
        2 if size < 126 else 4 if size < 65_536 else 10,
    )


def test_only_websockets_are_given_a_line(ends: tuple[socket.socket, socket.socket]) -> None:
    class Input:
        rest = "kept"

        def get_socket(self) -> Green:
            return Green(ends[0])

    served = with_lines(lambda environ, _start: environ, beside)
    page = {"eventlet.input": Input()}
    assert served(page, None) == page
    web = served({"eventlet.input": Input(), "HTTP_UPGRADE": "WebSocket"}, None)
    assert web["eventlet.input"].get_socket() is web[LINE]
    assert web["eventlet.input"].rest == "kept"


def test_no_compression_is_offered() -> None:
    served = without_deflate(lambda environ, _start: environ)
    assert served({"HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate", "A": 1}, None) == {"A": 1}


def test_eventlet_alone_writes_directly() -> None:
    assert Settings(ASYNC_MODE="eventlet").writes_directly
    assert not Settings(ASYNC_MODE="eventlet", FANOUT="stock").writes_directly
    assert not Settings(ASYNC_MODE="threading").writes_directly
    with pytest.raises(ValueError, match="FANOUT"):
        Settings(FANOUT="fast").check()
