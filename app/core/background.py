"""Work that leaves the hub: queued tasks for the worker, and heavy calls off the event loop."""

import logging
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from redis.exceptions import RedisError

Result = TypeVar("Result")

log = logging.getLogger(__name__)

EVERY_MINUTE = crontab()


class Background:
    """The tasks of the features; the queue itself is chosen when the application starts."""

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.huey: Huey | None = None
        self._tasks: dict[str, Callable[[], None]] = {}
        self.off_hub: Callable[..., Any] = _call

    def setup(self, app: Flask) -> None:
        """Open the queue: Redis where several processes share it, else an SQLite file."""
        self.app = app
        url = app.config["REDIS_URL"]
        immediate = bool(app.config["TESTING"])
        # What the queue holds is run when it is read: nobody else may have put it there.
        signed = SignedSerializer(secret=app.config["SECRET_KEY"])
        if url and not immediate:
            self.huey = RedisHuey("toukanblon", url=url, serializer=signed)
        else:
            path = str(app.config["VAR"] / "queue.db")
            self.huey = SqliteHuey(
                "toukanblon", filename=path, immediate=immediate, serializer=signed
            )
        queue = self.huey
        for name, (perform, schedule) in _declared.items():
            body = self._in_application(perform)
            self._tasks[name] = queue.task(name=name)(body)
            if schedule:
                queue.periodic_task(schedule, name=f"{name}.each")(body)

    def _in_application(self, perform: Callable[[], None]) -> Callable[[], None]:
        @wraps(perform)
        def run() -> None:
            if current_app:
                return perform()
            assert self.app is not None
            with self.app.app_context():
                return perform()

        return run

    def enqueue(self, name: str) -> None:
        """Ask the worker to run the task `name` soon; its schedule does where the queue is away."""
        try:
            self._tasks[name]()
        except (RedisError, sqlite3.Error):
            log.warning("the queue is away: %s waits for its schedule", name)


_declared: dict[str, tuple[Callable[[], None], Any]] = {}


def task(name: str, *, every: Any = None) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a task of the worker, run when enqueued and on the schedule `every`."""

    def declare(perform: Callable[[], None]) -> Callable[[], None]:
        _declared[name] = (perform, every)
        return perform

    return declare


def _call(perform: Callable[..., Result], *args: Any, **options: Any) -> Result:
    return perform(*args, **options)


background = Background()


def off_hub(perform: Callable[..., Result], *args: Any, **options: Any) -> Result:
    """Run a call that computes for long (a hash, a PDF) where it does not stall the event loop."""
    return background.off_hub(perform, *args, **options)
