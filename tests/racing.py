"""Acts that begin in the same instant."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from app.core.db import db


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
