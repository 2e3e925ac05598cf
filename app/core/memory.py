"""What a process remembers of its database: it may be lost at any moment, and is never wrong."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from app.core.db import db

Key = TypeVar("Key")
Thing = TypeVar("Thing")

_memories: list["Memory[Any, Any]"] = []


class Memory(Generic[Key, Thing]):
    """
    Things of the database in use, each under its key; the least used is forgotten at the limit.

    Whoever keeps a thing keeps beside it what tells that it still holds: the number of a sequence.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[tuple[str, Key], Thing] = OrderedDict()
        self._lock = threading.Lock()
        _memories.append(self)

    def get(self, key: Key) -> Thing | None:
        """Return what is remembered under a key, if it still is."""
        place = (str(db.engine.url), key)
        with self._lock:
            if place in self._things:
                self._things.move_to_end(place)
            return self._things.get(place)

    def keep(self, key: Key, thing: Thing) -> Thing:
        """Remember a thing, in the place of what was under its key."""
        with self._lock:
            return self._put((str(db.engine.url), key), thing)

    def get_or_make(self, key: Key, make: Callable[[], Thing]) -> Thing:
        """Return what is remembered under a key, made if it was not; one for everybody."""
        place = (str(db.engine.url), key)
        with self._lock:
            return self._put(place, self._things.get(place) or make())

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()

    def _put(self, place: tuple[str, Key], thing: Thing) -> Thing:
        self._things[place] = thing
        self._things.move_to_end(place)
        while len(self._things) > self._most:
            self._things.popitem(last=False)
        return thing


def collect_again() -> None:
    """Let the collector work, but not walk what start-up made for every broadcast."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def forget_all() -> None:
    """Forget everything that this process remembers, as when it stops."""
    for memory in _memories:
        memory.forget()
