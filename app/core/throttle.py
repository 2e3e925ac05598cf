"""Throttles: how often one person, address or room may do one thing, counted across doors."""

import logging
import threading
import time
from collections import deque
from functools import cache

import redis
from flask import has_app_context
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from app.core.db import db
from app.core.errors import TooMany

log = logging.getLogger(__name__)


Claim = tuple[str, ...]


class Unspent(Exception):
    """
    An allowance to take before the transaction.

    Counting may wait for Redis. A green thread that waits with SQLite's lock held stops the whole
    process for the others' time-out.
    """

    def __init__(self, claim: Claim) -> None:
        super().__init__(*claim)
        self.claim = claim


class Recent:
    """
    What was spent lately, in memory.

    The memory of `limits` starts a thread at each allowance, waits for it, and lets it look at
    everybody's: two thousand people who vote would be looked at a hundred times a second.
    """

    SWEEP_EVERY = 60.0  # seconds between two looks for what nobody asks about any more

    def __init__(self) -> None:
        self._moments: dict[Claim, deque[float]] = {}
        self._lock = threading.Lock()
        self._sweep_at = time.monotonic() + self.SWEEP_EVERY

    def hit(self, item: RateLimitItem, *who: str) -> bool:
        """Take one of `item` for `who`; False when nothing is left."""
        at, claim = time.monotonic(), (str(item), *who)
        lasts = float(item.get_expiry())
        with self._lock:
            if at > self._sweep_at:
                self._sweep(at)
            moments = self._moments.setdefault(claim, deque())
            while moments and moments[0] <= at:
                moments.popleft()
            if len(moments) >= item.amount:
                return False
            moments.append(at + lasts)
            return True

    def _sweep(self, at: float) -> None:
        self._moments = {
            claim: kept for claim, kept in self._moments.items() if kept and kept[-1] > at
        }
        self._sweep_at = at + self.SWEEP_EVERY


class Throttle:
    """Counts spent allowances in memory, or in Redis where several processes share them."""

    def __init__(self) -> None:
        self.setup("memory://")

    def setup(self, url: str) -> None:
        """Count in the storage at `url`."""
        self._window: Recent | MovingWindowRateLimiter = Recent()
        if not url.startswith("memory:"):
            self._window = MovingWindowRateLimiter(storage_from_string(url))

    def spend(self, allowance: str, *who: object) -> None:
        """
        Take one from the `allowance` ("5 per minute") of `who`.

        :raises TooMany: when nothing is left
        :raises Unspent: inside an act, which then takes it and begins again
        """
        claim = (allowance, *(str(part) for part in who))
        if not (has_app_context() and db.session.info.get("acting")):
            self.take(claim)
        elif claim not in db.session.info["spent"]:
            raise Unspent(claim)

    def take(self, claim: Claim) -> None:
        """
        Take one allowance, now.

        :raises TooMany: when nothing is left
        """
        allowance, *who = claim
        try:
            allowed = self._window.hit(_parsed(allowance), *who)
        except redis.RedisError:
            log.warning("the throttles' storage is away: %s is not counted", allowance)
            return
        if not allowed:
            raise TooMany()


@cache
def _parsed(allowance: str) -> RateLimitItem:
    return parse(allowance)


throttle = Throttle()
