"""What the tests of the rooms read from the database, past the session's memory."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import text

from app.core.db import db

TABLES = (
    *("room", "question", "vote", "feed_line", "feed_wording", "stream", "floor", "hand"),
    *("poll", "poll_option", "participation", "named_choice", "poll_roll"),
    *("fact_record", "fact_scope", "answered_key"),
)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row that an act in a room could have written, as the database holds it."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table: [
                tuple(map(_written, row))
                for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
            ]
            for table in TABLES
        }


def _written(value: Any) -> str:
    """Return a value as text: one driver gives bytes, the other a view of them."""
    return str(bytes(value) if isinstance(value, memoryview) else value)


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in as many threads, released together; return what each returned or raised."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[place] = act()
            except Exception as error:
                results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return results
