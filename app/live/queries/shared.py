"""
The room as nobody in particular sees it, kept until it changes: a joining crowd reads it once.

It is the same for everybody, so it is built and compressed once for each pair of numbers that the
room's two sequences stand at. What belongs to one person is asked for apart. Those who ask at the
same time have the numbers read once, after the last of them asked.
"""

import gzip
import json
import time
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from app.core.actors import ANONYMOUS
from app.core.memory import Memory
from app.core.together import Act, Gathering
from app.live import queries
from app.live.queries import cursor

FRESH_FOR = 10.0  # seconds; a name that changed moves no number of the room


@dataclass(frozen=True)
class Shared:
    """A snapshot for everybody, at the numbers of its room and of the votes there."""

    seq: int
    votes_seq: int
    content: dict[str, Any]
    made_at: float

    @cached_property
    def text(self) -> bytes:
        """The snapshot as JSON."""
        return json.dumps(self.content, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def compressed(self) -> bytes:
        """The JSON, compressed once."""
        return gzip.compress(self.text, 5, mtime=0)

    @cached_property
    def etag(self) -> str:
        """What tells this snapshot from the next one."""
        return f"{self.seq}-{self.votes_seq}-{int(1000 * self.made_at):x}"


_snapshots: Memory[int, Shared] = Memory(most=64)


def shared(slug: str) -> Shared:
    """
    Return the room named `slug` as everybody may see it now.

    :raises NotFound: if there is none
    """
    now = _asking.wait_for(Act(ANONYMOUS, (slug,), {}))
    kept = _snapshots.get(now.id)
    is_same = kept is not None and (kept.seq, kept.votes_seq) == (now.seq, now.votes_seq)
    if kept and is_same and time.time() - kept.made_at < FRESH_FOR:
        return kept
    content = cursor.snapshot(ANONYMOUS, queries.room(ANONYMOUS, slug))
    return _snapshots.keep(now.id, Shared(now.seq, now.votes_seq, content, time.time()))


def _place_each(acts: list[Act]) -> None:
    """Read once where each of the rooms stands."""
    place = cache(queries.place)
    for act in acts:
        act.settle(lambda _actor, slug: place(slug))


_asking = Gathering(_place_each, patience=0.01)
