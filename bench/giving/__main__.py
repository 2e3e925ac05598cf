"""
The page of a gift among 1,000,000 movements: `python -m bench.giving`, one JSON line.

Half of the movements belong to one lot with half a million beneficiaries, which is the page that
is asked for; the others to 1,000 gifts. `--movements` changes the number, `--database` takes a
PostgreSQL address of an empty database; a temporary SQLite file serves without one.

The rows are written by SQL past the triggers, which are put back before anything is measured:
loading a million movements through the actions would measure the actions. Server time is the time
inside the application, without a network.
"""

import argparse
import json
import statistics
import tempfile
import time
from typing import Any

from flask import Flask
from sqlalchemy import event, text

from app.core.db import db
from app.core.memory import collect_again
from bench.application import application
from bench.giving.load import load

RUNS = 40
TARGET = 50.0  # milliseconds of server time


def main() -> None:
    """Load the movements, ask for the page of the largest gift, print what it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.giving")
    parser.add_argument("--movements", type=int, default=1_000_000)
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = application(folder, chosen.database, TESTING=True)
        with app.app_context():
            began = time.perf_counter()
            load(chosen.movements)
            loaded = time.perf_counter() - began
            collect_again()
            pages = {name: measure(app, path) for name, path in PAGES.items()}
            print(json.dumps(result(chosen.movements, loaded, pages)))
            db.session.remove()
            db.engine.dispose()


PAGES = {
    "gift": "/dons/BUD-GRAND",
    "small_gift": "/dons/BUD-1",
    "ledger": "/dons/registre",
    "reversals": "/dons/registre?operation=reversal",
}


def measure(app: Flask, path: str) -> dict[str, Any]:
    """Return the milliseconds of the server for a page, and how many queries it takes."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    client, times = app.test_client(), []
    client.get(path)
    for run in range(RUNS):
        if run == 0:
            event.listen(db.engine, "before_cursor_execute", note)
        began = time.perf_counter()
        answer = client.get(path)
        times.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, (path, answer.status_code)
        if run == 0:
            event.remove(db.engine, "before_cursor_execute", note)
    queries = [each for each in seen if each.lstrip().upper().startswith("SELECT")]
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[int(RUNS * 0.95) - 1], 1),
        "queries": len(queries),
        "bytes": len(answer.data),
    }


def result(movements: int, loaded: float, pages: dict[str, Any]) -> dict[str, Any]:
    """Return the line that is printed."""
    counted = db.session.scalar(text("SELECT count(*) FROM movement"))
    return {
        "bench": "giving",
        "database": db.engine.dialect.name,
        "movements": counted,
        "asked_for": movements,
        "load_seconds": round(loaded, 1),
        "pages": pages,
        "target_ms": TARGET,
        "is_met": pages["gift"]["median_ms"] < TARGET,
    }


if __name__ == "__main__":
    main()
