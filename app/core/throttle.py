"""Throttles: how often one person, address or room may do one thing, counted across doors."""

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import redis
from flask import g, has_app_context, has_request_context
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from app.core.db import db
from app.core.errors import TooMany

log = logging.getLogger(__name__)


class Claim(NamedTuple):
    """One of an allowance ("5 per minute"), for `who`: a person's, an address's or a room's."""

    allowance: str
    who: tuple[str, ...]
    whose: str = "person"


class Unspent(Exception):
    """
    Allowances to take before the transaction.

    Counting may wait for Redis. A green thread that waits with SQLite's lock held stops the whole
    process for the others' time-out.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        super().__init__(*claims)
        self.claims = claims


class Recent:
    """
    What was spent lately, in memory.

    The memory of `limits` starts a thread at each allowance, waits for it, and lets it look at
    everybody's: two thousand people who vote would be looked at a hundred times a second.
    """

    SWEEP_EVERY = 60.0  # seconds between two looks for what nobody asks about any more

    def __init__(self) -> None:
        self._moments: dict[tuple[str, tuple[str, ...]], deque[float]] = {}
        self._lock = threading.Lock()
        self._sweep_at = time.monotonic() + self.SWEEP_EVERY

    def hit(self, claim: Claim, times: int = 1) -> float:
        """Take what is claimed so many times; return 0, or the seconds until one is left again."""
        amount, lasts = _measure(claim.allowance)
        at = time.monotonic()
        with self._lock:
            if at > self._sweep_at:
                self._sweep(at)
            moments = self._moments.get(claim[:2])
            if moments is None:
                moments = self._moments[claim[:2]] = deque()
            while moments and moments[0] <= at:
                moments.popleft()
            if len(moments) + times > amount:
                return moments[0] - at if moments else lasts
            moments.extend([at + lasts] * times)
            return 0.0

    def _sweep(self, at: float) -> None:
        self._moments = {
            claim: kept for claim, kept in self._moments.items() if kept and kept[-1] > at
        }
        self._sweep_at = at + self.SWEEP_EVERY


class Shared:
    """What was spent lately, in a storage that several processes share."""

    def __init__(self, url: str) -> None:
        self._window = MovingWindowRateLimiter(storage_from_string(url))

    def hit(self, claim: Claim, times: int = 1) -> float:
        """Take what is claimed so many times; return 0, or the seconds until one is left again."""
        item = _parsed(claim.allowance)
        if self._window.hit(item, *claim.who, cost=times):
            return 0.0
        return max(1.0, self._window.get_window_stats(item, *claim.who).reset_time - time.time())


class Throttle:
    """Counts spent allowances in memory, or in Redis where several processes share them."""

    def __init__(self) -> None:
        self.setup("memory://")

    def setup(self, url: str) -> None:
        """Count in the storage at `url`."""
        self._window = Recent() if url.startswith("memory:") else Shared(url)

    def spend(self, allowance: str, *who: object) -> None:
        """
        Take one from the `allowance` ("5 per minute") of `who`.

        :raises TooMany: when nothing is left
        :raises Unspent: inside an act, which then takes it and begins again
        """
        self.spend_each([Claim(allowance, tuple(map(str, who)))])

    def spend_each(self, claims: Sequence[Claim]) -> None:
        """
        Take one for each claim, in their order: after one that is refused nothing is taken.

        :raises TooMany: when nothing is left for one of them
        :raises Unspent: inside an act, which then takes them and begins again
        """
        if not (has_app_context() and db.session.info.get("acting")):
            self.take(claims)
        elif not db.session.info["spent"].issuperset(claims):
            raise Unspent(claims)

    def take(self, claims: Sequence[Claim], times: int = 1) -> None:
        """
        Take one for each claim, or several `times` one, now.

        :raises TooMany: when nothing is left for one of them
        """
        for claim in claims:
            try:
                wait = self._window.hit(claim, times)
            except redis.RedisError:
                log.warning("the throttles' storage is away: %s is not counted", claim.allowance)
                return
            if wait:
                raise _refusal(wait, claim.whose)


def _refusal(wait: float, whose: str) -> TooMany:
    refused = TooMany(wait, whose)
    if has_request_context():
        g.retry_after = refused.wait  # a form shows the refusal on its page, whose header says it
    return refused


@cache
def _parsed(allowance: str) -> RateLimitItem:
    return parse(allowance)


@cache
def _measure(allowance: str) -> tuple[int, float]:
    """Return how many an allowance gives, and for how many seconds."""
    item = _parsed(allowance)
    return item.amount, float(item.get_expiry())


throttle = Throttle()
here = Throttle()  # always in memory: what protects this process, and must not cost a round trip
