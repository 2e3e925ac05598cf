"""
The load: thousands of clients on one epoll, in a process of its own.

`python -m bench.live.crowd` reads its orders as JSON from standard input and prints what it saw as
JSON: a first line when everybody is in the room, a second one after the window. A delivery is one
frame at one client; its age is the wall clock of this machine when the frame is read, minus the
`at` that the server wrote into it.
"""

import gc
import json
import select
import sys
import time
from array import array
from collections import Counter
from datetime import datetime
from typing import Any

from bench.live.line import Fetch, Line

AT_ONCE = 100  # handshakes under way at the same time
DRAIN = 3.0  # seconds to wait for what was sent before the window closed
COUNTS = b'42/live,["room.counts"'


class Crowd:
    """Clients that join a room, follow it and support its questions."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self.orders = orders
        self.address = ("127.0.0.1", orders["port"])
        self.poll = select.epoll()
        self.lines: dict[int, Line] = {}
        self.waiting = list(orders["tokens"])
        self.greeting: set[int] = set()
        self.joined = 0
        self.lost: Counter[str] = Counter()
        self.stamps: dict[bytes, float] = {}
        self.told: Counter[float] = Counter()
        self.ages: dict[float, array[float]] = {}
        self.asked: dict[bytes, float] = {}
        self.acks = array("d")
        self.refused: Counter[str] = Counter()
        self.fetches: dict[int, Fetch] = {}
        self.snapshots: array[float] = array("d")
        self.snapshot_bytes = 0

    def run(self) -> None:
        """Join, say so, then vote and read through the window, and print what was seen."""
        gc.disable()
        began = time.perf_counter()
        everybody = len(self.orders["tokens"])
        while self.joined + self.lost.total() < everybody or self.fetches:
            self._invite()
            self._read(0.05)
        took = time.perf_counter() - began
        self._say({"joined": self.joined, "join_seconds": took, "lost": dict(self.lost)})
        sys.stdin.readline()
        self._wait(self.orders["warm"])
        opened = time.time()
        self._window(self.orders["seconds"])
        closed = time.time()
        self._say({"window": "closed"})
        self._wait(DRAIN)
        self._say(self._seen(opened, closed))

    def _say(self, what: dict[str, Any]) -> None:
        print(json.dumps(what), flush=True)

    def _invite(self) -> None:
        while self.waiting and len(self.greeting) + self._underway() < AT_ONCE:
            line = Line(self.address, self.waiting.pop(), self.orders["room"])
            number = line.socket.fileno()
            self.lines[number] = line
            self.greeting.add(number)
            self.poll.register(number, select.EPOLLOUT)

    def _underway(self) -> int:
        here = len(self.lines) - len(self.greeting)
        return here - self.joined + self._lost_after_joining()

    def _lost_after_joining(self) -> int:
        return self.lost["after joining"]

    def _read(self, patience: float) -> None:
        for number, event in self.poll.poll(patience):
            if number in self.fetches:
                self._fetched(number, event)
                continue
            line = self.lines.get(number)
            if line is None:
                continue
            try:
                if event & select.EPOLLOUT:
                    self.poll.modify(number, select.EPOLLIN)
                    self.greeting.discard(number)
                    line.greet()
                    continue
                for frame in line.read():
                    self._take(line, frame)
            except OSError as error:
                self._lose(number, line, str(error))

    def _lose(self, number: int, line: Line, why: str) -> None:
        self.lost["after joining" if line.is_in else why] += 1
        self.greeting.discard(number)
        self.poll.unregister(number)
        line.socket.close()
        del self.lines[number]

    def _take(self, line: Line, frame: bytes) -> None:
        if frame.startswith(COUNTS):
            at = self.stamps.get(frame) or self._stamp(frame)
            self.told[at] += 1
            self.ages[at].append(time.time() - at)
            line.told.append(at)
        elif frame == b"2":
            line.send("3")
        elif not line.is_in:
            line.advance(frame, self.orders["snapshot"] == "socket")
            if line.is_in:
                self.joined += 1
                if self.orders["snapshot"] == "http":
                    self._fetch()
        elif frame.startswith(b"43/live,"):
            number, _, answer = frame[8:].partition(b"[")
            self.acks.append(time.time() - self.asked.pop(number))
            if not answer.startswith(b'{"ok"'):
                self.refused[answer[:60].decode(errors="replace")] += 1

    def _stamp(self, frame: bytes) -> float:
        place = frame.index(b'"at":"') + 6
        text = frame[place : frame.index(b'"', place)].decode()
        at = self.stamps[frame] = datetime.fromisoformat(text).timestamp()
        self.ages.setdefault(at, array("d"))
        return at

    def _fetch(self) -> None:
        fetch = Fetch(self.address, self.orders["room"])
        self.fetches[fetch.socket.fileno()] = fetch
        self.poll.register(fetch.socket.fileno(), select.EPOLLOUT)

    def _fetched(self, number: int, event: int) -> None:
        fetch = self.fetches[number]
        if event & select.EPOLLOUT:
            self.poll.modify(number, select.EPOLLIN)
            fetch.greet()
        elif fetch.is_over():
            self.poll.unregister(number)
            fetch.socket.close()
            del self.fetches[number]
            self.snapshots.append(time.perf_counter() - fetch.began)
            self.snapshot_bytes = len(fetch.answer)
            if not fetch.answer.startswith(b"HTTP/1.1 200"):
                self.refused["snapshot " + fetch.answer[:30].decode(errors="replace")] += 1

    def _wait(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)

    def _window(self, seconds: float) -> None:
        """Vote on an absolute schedule, by everybody in turn, and read all the while."""
        rate, ids = self.orders["votes"], self.orders["questions"]
        voters, began, sent = list(self.lines.values()), time.perf_counter(), 0
        while (now := time.perf_counter() - began) < seconds:
            due = int(now * rate)
            while sent < due:
                turn, who = divmod(sent, len(voters))
                question = ids[turn % len(ids)]
                sent += 1
                vote = ["question.vote", {"question": question, "on": turn // len(ids) % 2 == 0}]
                self.asked[str(sent).encode()] = time.time()
                voters[who].send(f"42/live,{sent}" + json.dumps(vote, separators=(",", ":")))
                if sent % 20 == 0:
                    self._read(0)
            self._read(max(0.0, min((sent + 1) / rate - now, 0.05)) if rate else 0.05)
        self.sent = sent

    def _missing(self, within: set[float]) -> int:
        """Return the deliveries that are missing; a room may be told in parts, at other times."""
        return _missed([frozenset(within.intersection(one.told)) for one in self.lines.values()])

    def _seen(self, opened: float, closed: float) -> dict[str, Any]:
        within = [at for at in self.told if opened <= at <= closed]
        ages = sorted(age for at in within for age in self.ages[at])
        acks = sorted(self.acks)
        delivered = sum(self.told[at] for at in within)
        missing = self._missing(set(within))
        return {
            "connected": len(self.lines),
            "broadcasts": len(within),
            "deliveries": delivered,
            "complete": bool(within) and not missing,
            "missing": missing,
            "fanout_ms": spread(ages),
            "votes_sent": self.sent,
            "votes_acknowledged": len(acks),
            "votes_refused": dict(self.refused),
            "ack_ms": spread(acks),
            "snapshot_ms": spread(sorted(self.snapshots)),
            "snapshot_bytes": self.snapshot_bytes,
            "lost": dict(self.lost),
        }


def _missed(heard: list[frozenset[float]]) -> int:
    """Return how many frames some did not hear of those that were told to them and others alike."""
    most: dict[float, frozenset[float]] = {}
    for times in sorted(set(heard), key=len):
        most |= dict.fromkeys(times, times)
    return sum(len(most[next(iter(times))] - times) if times else 1 for times in heard)


def spread(ordered: list[float]) -> dict[str, float]:
    """Return the median, the 99th of a hundred and the largest of ordered seconds, in ms."""
    if not ordered:
        return {}
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    last = len(ordered) - 1
    return {name: round(1000 * ordered[int(share * last)], 1) for name, share in at.items()}


if __name__ == "__main__":
    Crowd(json.loads(sys.stdin.readline())).run()
