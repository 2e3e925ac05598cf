"""Who is present: counts by country, over all web processes where Redis joins them."""

import json
import time
import uuid
from collections import Counter, defaultdict
from typing import Any

import redis

SAID_EVERY = 2.0  # seconds between two words of one process
SILENT_AFTER = 10.0  # seconds after which a process that says nothing is taken for dead

# Says one process's counts and returns what all said, with the hour: that of Redis, since those of
# the machines may differ, and be set.
EXCHANGE = """
local at = redis.call('TIME')[1]
redis.call('HSET', KEYS[1], ARGV[1], at .. ' ' .. ARGV[2])
redis.call('EXPIRE', KEYS[1], 60)
return {at, redis.call('HGETALL', KEYS[1])}
"""


class Presence:
    """Clients of this process by topic; other processes' counts are read from Redis."""

    def __init__(self) -> None:
        self._clients: dict[str, dict[str, str]] = defaultdict(dict)
        self._others: dict[str, tuple[float, Counter[str]]] = {}
        self._said: dict[str, float] = {}
        self.setup("")

    def setup(self, redis_url: str) -> None:
        """Share the counts through Redis where several processes run."""
        self._redis: Any = redis.Redis.from_url(redis_url) if redis_url else None
        self._say: Any = self._redis and self._redis.register_script(EXCHANGE)
        self._process = uuid.uuid4().hex  # anew: who was forked is another process

    def enter(self, topic: str, client: str, country: str | None) -> None:
        """Count a client in."""
        self._clients[topic][client] = country or ""
        self._said.pop(topic, None)

    def leave(self, topic: str, client: str) -> None:
        """Count a client out."""
        self._clients[topic].pop(client, None)
        self._said.pop(topic, None)

    def by_country(self, topic: str) -> Counter[str]:
        """Return how many clients are present by country, "" where it is not known."""
        here = Counter(self._clients[topic].values())
        return here + self._elsewhere(topic) if self._redis else here

    def count(self, topic: str) -> int:
        """Return how many clients are present."""
        elsewhere = self._elsewhere(topic).total() if self._redis else 0
        return len(self._clients[topic]) + elsewhere

    def _elsewhere(self, topic: str) -> Counter[str]:
        """Say this process's counts and read the others', every two seconds at most."""
        now = time.monotonic()
        known = self._others.get(topic)
        if known and now - known[0] < SAID_EVERY and topic in self._said:
            return known[1]
        try:
            found = self._exchange(topic)
        except redis.RedisError:
            found = known[1] if known else Counter()
        self._said[topic] = now
        self._others[topic] = (now, found)
        return found

    def _exchange(self, topic: str) -> Counter[str]:
        counts = json.dumps(Counter(self._clients[topic].values()))
        now, words = self._say(keys=[f"present:{topic}"], args=[self._process, counts])
        total: Counter[str] = Counter()
        for process, word in zip(words[::2], words[1::2], strict=True):
            said_at, counts = word.split(b" ", 1)
            if process.decode() != self._process and int(now) - int(said_at) < SILENT_AFTER:
                total.update(json.loads(counts))
        return total


presence = Presence()
