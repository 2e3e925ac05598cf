"""Throttles: how often one person, address or room may do one thing, counted across doors."""

import logging
from functools import cache

import redis
from flask import has_app_context
from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from app.core.db import db
from app.core.errors import TooMany

log = logging.getLogger(__name__)


Claim = tuple[str, ...]


class Unspent(Exception):
    """
    An allowance to take before the transaction.

    Counting may wait: for Redis, or for the thread by which the storage in memory forgets. A green
    thread that waits with SQLite's lock held stops the whole process for the others' time-out.
    """

    def __init__(self, claim: Claim) -> None:
        super().__init__(*claim)
        self.claim = claim


class Throttle:
    """Counts spent allowances in memory, or in Redis where several processes share them."""

    def __init__(self) -> None:
        self.setup("memory://")

    def setup(self, url: str) -> None:
        """Count in the storage at `url`."""
        self.storage: Storage = storage_from_string(url)  # type: ignore[assignment]
        self._window = MovingWindowRateLimiter(self.storage)

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
