"""A socket is listened to from the first wait to the end, and wakes whoever reads it."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from greenlet import greenlet

from app.core.listening import Listening


class Hub:
    """What wakes the readers, as eventlet's does, one step at a time."""

    READ = "read"

    def __init__(self) -> None:
        self.here = greenlet(lambda: None).parent
        self.watched: list[Any] = []
        self.added = 0

    def add(self, kind: str, number: int, tell: Any, end: Any, _closed: Any) -> Any:
        """Watch a socket."""
        assert kind == self.READ
        self.added += 1
        self.watched.append(SimpleNamespace(number=number, tell=tell, end=end))
        return self.watched[-1]

    def remove(self, heard: Any) -> None:
        """Watch it no more."""
        self.watched.remove(heard)

    def switch(self) -> Any:
        """Let the others run."""
        return self.here.switch()

    def step(self) -> None:
        """Tell of each watched socket once."""
        for heard in list(self.watched):
            heard.tell(heard.number)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a connection."""
    here, there = socket.socketpair()
    here.setblocking(False)
    yield here, there
    here.close()
    there.close()


@pytest.fixture
def hub() -> Hub:
    """A hub with nothing to do yet."""
    return Hub()


@pytest.fixture
def heard(ends: tuple[socket.socket, socket.socket], hub: Hub) -> Listening:
    """The first end, listened to."""
    return Listening(SimpleNamespace(fd=ends[0], send=ends[0].send), hub)


def test_is_watched_once_however_much_comes(
    ends: tuple[socket.socket, socket.socket], hub: Hub, heard: Listening
) -> None:
    found: list[bytes] = []

    def read() -> None:
        while piece := heard.recv(100):
            found.append(piece)

    greenlet(read).switch()
    for said in (b"un", b"deux", b"trois"):
        ends[1].send(said)
        hub.step()
    assert found == [b"un", b"deux", b"trois"]
    assert hub.added == 1


def test_a_reader_woken_for_nothing_waits_on(
    ends: tuple[socket.socket, socket.socket], hub: Hub, heard: Listening
) -> None:
    found: list[bytes] = []
    greenlet(lambda: found.append(heard.recv(100))).switch()
    hub.step()
    assert found == []
    ends[1].send(b"enfin")
    hub.step()
    assert found == [b"enfin"]


def test_what_comes_while_nobody_reads_is_told_when_somebody_does(
    ends: tuple[socket.socket, socket.socket], hub: Hub, heard: Listening
) -> None:
    found: list[bytes] = []

    def read() -> None:
        found.append(heard.recv(100))
        hub.switch()  # busy with something else
        found.append(heard.recv(100))

    busy = greenlet(read)
    busy.switch()
    ends[1].send(b"un")
    hub.step()
    ends[1].send(b"deux")
    hub.step()
    assert hub.watched == [], "the system is asked again and again"
    busy.switch()
    hub.step()
    assert found == [b"un", b"deux"]


def test_the_end_is_read_and_then_it_is_left(
    ends: tuple[socket.socket, socket.socket], hub: Hub, heard: Listening
) -> None:
    found: list[bytes] = []
    greenlet(lambda: found.append(heard.recv(100))).switch()
    ends[1].close()
    hub.step()
    assert found == [b""]
    heard.leave()
    heard.leave()
    assert hub.watched == []


def test_who_waits_is_told_that_the_socket_is_another_s(hub: Hub, heard: Listening) -> None:
    found: list[str] = []

    def read() -> None:
        try:
            heard.recv(100)
        except OSError as closed:
            found.append(str(closed))

    greenlet(read).switch()
    hub.watched.pop().end(OSError("gone"))
    assert found == ["gone"]
    heard.leave()
