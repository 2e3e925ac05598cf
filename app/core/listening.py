"""
A socket that is listened to for as long as it is open.

Eventlet has the system watch a socket each time somebody waits for it, and watch it no more once
something came: four calls for each thing a client says. Here it is watched from the first wait to
the end.
"""

from typing import Any

from greenlet import getcurrent


class Listening:
    """
    A green socket, whose reader the hub wakes for what comes, again and again.

    Who does not read when something comes, for it does something else, is told when it waits again.
    """

    __slots__ = ("_heard", "_hub", "_waiting", "fd", "send")

    def __init__(self, green: Any, hub: Any) -> None:
        self.fd = green.fd  # never waits
        self.send = green.send  # waits by letting others run
        self._hub = hub
        self._heard: Any = None  # what the hub knows of it
        self._waiting: Any = None  # the task that reads

    def recv(self, size: int) -> bytes:
        """Return what arrived, letting the others run until something does."""
        while True:
            self._wait()
            try:
                return bytes(self.fd.recv(size))
            except BlockingIOError:
                continue

    def leave(self) -> None:
        """Listen no more; it must come before the socket is closed, whose number another gets."""
        if self._heard is not None:
            self._hub.remove(self._heard)
            self._heard = None

    def _wait(self) -> None:
        if self._heard is None:
            number = self.fd.fileno()
            self._heard = self._hub.add(self._hub.READ, number, self._tell, self._end, None)
        self._waiting = getcurrent()
        try:
            self._hub.switch()
        finally:
            self._waiting = None

    def _tell(self, _number: int) -> None:
        """Wake who waits; where nobody does, the system would repeat itself without end."""
        if self._waiting is None:
            self.leave()
        else:
            self._waiting.switch()

    def _end(self, closed: Exception) -> None:
        """Tell who waits that the socket's number is another's now."""
        self._heard = None
        if self._waiting is not None:
            self._waiting.throw(closed)
