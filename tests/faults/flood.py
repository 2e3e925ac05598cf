"""Clients that send without end and read nothing, in a process beside the honest ones."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

from websocket import ABNF, WebSocketException

from tests.live.sockets.clients import RawClient

AT_ONCE = 100  # frames written to the network together
Frames = Callable[[int], str]


def sent_as(name: str, payload: Any) -> Frames:
    """Return the frames of one event, each asking for an acknowledgement of its own."""
    return lambda number: f"42/live,{number}" + json.dumps([name, payload])


def masked(texts: Iterator[str]) -> bytes:
    """Return the text frames of a client, one after the other."""
    return b"".join(ABNF.create_frame(text, ABNF.OPCODE_TEXT).format() for text in texts)


class Flood:
    """One client that floods, and comes back whenever it is cut."""

    def __init__(self, url: str, token: str | None, room: str, frames: Frames | None) -> None:
        self._url, self._token, self._room = url, token, room
        self._chunk = masked(map(frames, range(1, AT_ONCE + 1))) if frames else b""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.counts = {"sent": 0, "cut": 0, "turned away": 0}

    def start(self) -> "Flood":
        """Begin."""
        self._thread.start()
        return self

    def _run(self) -> None:
        while True:
            try:
                client = RawClient(self._url, self._token)
            except (OSError, WebSocketException, AssertionError):
                self.counts["turned away"] += 1
                continue
            with suppress(OSError, WebSocketException):
                self._pour(client)
            client.close()

    def _pour(self, client: RawClient) -> None:
        if not self._chunk:  # it is the connections themselves that are too many
            self.counts["sent"] += 1
            return
        client.call("room.join", {"room": self._room, "snapshot": False})
        try:
            while True:
                client.socket.sock.sendall(self._chunk)
                self.counts["sent"] += 1
        except OSError:
            self.counts["cut"] += 1


def ways(room: str, question: int) -> dict[str, Frames | None]:
    """Return what each way to flood a room sends."""
    return {
        "votes": sent_as("question.vote", {"question": question}),
        "joins": sent_as("room.join", {"room": room}),
        "questions": sent_as("question.ask", {"key": str(uuid4()), "body": "Encore ?"}),
        "broken": lambda _number: "42/live,1[",
        "unknown": lambda _number: "9",
        "heavy": sent_as("question.ask", {"body": "x" * 2000}),
        "connections": None,
    }


class Floods:
    """The process of all that flood."""

    def __init__(self, url: str, tokens: dict[str, str], room: str, question: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.flood"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say({"url": url, "tokens": tokens, "room": room, "question": question})

    def _say(self, orders: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how often each sent, was cut, and was turned away at the door."""
        self._say("counts")
        assert self._process.stdout
        return dict(json.loads(self._process.stdout.readline()))

    def stop(self) -> None:
        """End them all."""
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Flood as the first line says; answer each line that follows with the counts."""
    os.nice(19)  # who floods has a machine of their own
    orders = json.loads(sys.stdin.readline())
    sent = ways(orders["room"], orders["question"])
    running = {
        name: Flood(orders["url"], token, orders["room"], sent[name]).start()
        for name, token in orders["tokens"].items()
    }
    for _line in sys.stdin:
        print(json.dumps({name: one.counts for name, one in running.items()}), flush=True)


if __name__ == "__main__":
    main()
