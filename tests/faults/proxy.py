"""A network that misbehaves: a TCP proxy whose faults the tests switch on."""

import selectors
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

BUFFERED = 0.8  # seconds for which a buffering proxy keeps what the server sends
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Pair:
    """A connection through the proxy: its client, its server, and what waits to go back."""

    client: socket.socket
    server: socket.socket
    is_frozen: bool = False
    held: list[tuple[float, bytes]] = field(default_factory=list)

    def close(self) -> None:
        """Cut both sides."""
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Proxy:
    """
    Passes bytes between clients and one server.

    `buffers` keeps what the server sends for a while, as some mobile networks' proxies do;
    `refuses_websocket` answers 403 to every upgrade, as some offices' do; `freeze` lets
    connections hang half open; `cut` ends them.
    """

    def __init__(
        self, port: int, *, buffers: bool = False, refuses_websocket: bool = False
    ) -> None:
        self.target = port
        self.buffers = buffers
        self.refuses_websocket = refuses_websocket
        self.refused = 0
        self.pairs: list[Pair] = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self._ended = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address that clients call."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def freeze(self) -> int:
        """Let every connection of now hang: nothing passes, nothing is closed; return how many."""
        frozen = [pair for pair in self.pairs if not pair.is_frozen]
        for pair in frozen:
            pair.is_frozen = True
        return len(frozen)

    def close(self) -> None:
        """End the proxy and everything through it."""
        self._ended.set()
        self.listener.close()
        for pair in self.pairs:
            pair.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        first = client.recv(65536)
        if self.refuses_websocket and b"upgrade: websocket" in first.lower():
            self.refused += 1
            with suppress(OSError):
                client.sendall(REFUSAL)
            client.close()
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=10)
            server.settimeout(None)
            server.sendall(first)
        except OSError:
            client.close()
            return
        pair = Pair(client, server)
        self.pairs.append(pair)
        with suppress(OSError):
            self._pump(pair)
        if not pair.is_frozen:
            pair.close()
            self.pairs.remove(pair)

    def _pump(self, pair: Pair) -> None:
        """Pass bytes both ways until a side ends or the pair is frozen."""
        with selectors.DefaultSelector() as ready:
            ready.register(pair.client, selectors.EVENT_READ, pair.server)
            ready.register(pair.server, selectors.EVENT_READ, pair.client)
            while not self._ended.is_set():
                for key, _events in ready.select(0.05):
                    data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if pair.is_frozen:
                        return
                    if not data:
                        return
                    if key.fileobj is pair.server and self.buffers:
                        pair.held.append((time.monotonic() + BUFFERED, data))
                    else:
                        key.data.sendall(data)
                if pair.is_frozen:
                    return
                self._let_go(pair)

    def _let_go(self, pair: Pair) -> None:
        due = [data for until, data in pair.held if until <= time.monotonic()]
        if due:
            pair.held = pair.held[len(due) :]
            pair.client.sendall(b"".join(due))
