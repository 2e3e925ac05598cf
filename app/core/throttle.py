"""Throttles: how often one person, address or room may do one thing, counted across doors."""

import logging
from functools import cache

import redis
from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from app.core.errors import TooMany

log = logging.getLogger(__name__)


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
        """
        try:
            allowed = self._window.hit(_parsed(allowance), *(str(part) for part in who))
        except redis.RedisError:
            log.warning("the throttles' storage is away: %s is not counted", allowance)
            return
        if not allowed:
            raise TooMany()


@cache
def _parsed(allowance: str) -> RateLimitItem:
    return parse(allowance)


throttle = Throttle()
