"""
The dashboard of follow-up under load: `python -m bench.followup [--recommendations 10000]`.

Seeds a SQLite database of its own with recommendations, commitments and reports, then asks for
the dashboard as a visitor does. Prints one JSON line: for each address the milliseconds of server
time (median and slowest of the runs, and those that the processor worked) and the SQL queries.
It ends with 1 where the limit is passed.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, insert

from app.accounts.models import Person
from app.core.db import db
from app.directory.models import Framework, Organisation, Taxonomy, Term
from app.factory import create_app
from app.followup.models import (
    Commitment,
    Decision,
    Execution,
    Instrument,
    InstrumentKind,
    ProgressReport,
    Recommendation,
    ReportState,
    Validation,
)
from config import Settings

LIMIT = 150  # milliseconds of server time
RUNS = 15
ADDRESSES = (
    "/suivi",
    "/suivi?page=200",
    "/suivi?timeliness=late&closure=standing",
    "/suivi?verified=none&sort=state",
    "/suivi?body=organisme-7",
    "/suivi?axis=AX2&sort=due",
    "/suivi?country=MA&sort=recent",
)
NOW = datetime.now(UTC)


def main() -> int:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recommendations", type=int, default=10_000)
    parser.add_argument("--reports", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(VAR=folder, ASYNC_MODE="threading", LOG_LEVEL="ERROR")
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            began = time.perf_counter()
            seed(asked.recommendations, asked.reports)
            seeded = time.perf_counter() - began
        measured = {address: measure(app, address) for address in ADDRESSES}
    slowest = max(found["median_ms"] for found in measured.values())
    line = {
        "bench": "followup",
        "database": "sqlite",
        "recommendations": asked.recommendations,
        "reports": asked.reports,
        "seed_s": round(seeded, 1),
        "limit_ms": LIMIT,
        "slowest_median_ms": slowest,
        "within": slowest < LIMIT,
        "addresses": measured,
    }
    print(json.dumps(line))
    return 0 if slowest < LIMIT else 1


def measure(app: Flask, address: str) -> dict[str, Any]:
    """Return the milliseconds and the queries of one address."""
    queries: list[str] = []
    with app.app_context():
        engine = db.engine

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        queries.append(statement)

    client = app.test_client()
    times: list[float] = []
    spent: list[float] = []
    client.get(address)
    event.listen(engine, "before_cursor_execute", count)
    for _run in range(RUNS):
        queries.clear()
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - began))
        spent.append(1000 * (time.process_time() - worked))
        assert answer.status_code == 200, (address, answer.status_code)
    event.remove(engine, "before_cursor_execute", count)
    return {
        "median_ms": round(statistics.median(times), 1),
        "slowest_ms": round(max(times), 1),
        "cpu_ms": round(statistics.median(spent), 1),
        "queries": len(queries),
    }


def seed(recommendations: int, reports: int) -> None:
    """Fill the database; nothing of it is about anybody."""
    chance = random.Random(1960)  # the same figures at every run
    person = Person(name="Mesure", country="ML")
    checker = Person(name="Contrôle", country="ML")
    bodies = [
        Organisation(
            slug=f"organisme-{n}", name=f"Organisme {n}", kind="agency", sort_name=f"{n:03}",
            search_text=str(n),
        )
        for n in range(60)
    ]  # fmt: skip
    taxonomy = Taxonomy(code="ponam", title="Politique", declared_count=8)
    terms = [Term(taxonomy=taxonomy, code=f"AX{n}", title=f"Axe {n}", position=n) for n in range(6)]
    instruments = [
        Instrument(code=f"ACCORD-{n}", kind=InstrumentKind.AGREEMENT, title=f"Accord {n}")
        for n in range(40)
    ]
    framework = Framework(slug="mesure", title="Mesure")
    db.session.add_all([person, checker, framework, *bodies, *terms, *instruments])
    db.session.flush()
    today = NOW.date()
    rows = [
        recommendation(number, chance, instruments, terms, bodies, today)
        for number in range(1, recommendations + 1)
    ]
    db.session.execute(insert(Recommendation), rows)
    promises = [
        commitment(number, chance, bodies, today) for number in range(1, recommendations + 1)
    ]
    db.session.execute(insert(Commitment), promises)
    each = max(1, reports // recommendations)
    texts = [
        report(n, turn, each, person.id)
        for n in range(1, recommendations + 1)
        for turn in range(1, each + 1)
    ]
    db.session.execute(insert(ProgressReport), texts)
    checks = [
        {"report_id": n * each - 1, "is_confirmed": True, "execution": promise["verified"],
         "percent": 40, "words": "Vu.", "person_id": checker.id, "at": NOW}
        for n, promise in enumerate(promises, 1) if promise["verified"] and each > 1
    ]  # fmt: skip
    if checks:
        db.session.execute(insert(Validation), checks)
    db.session.commit()


def recommendation(
    number: int, chance: random.Random, instruments: Any, terms: Any, bodies: Any, today: date
) -> dict[str, Any]:
    """Return a row of a recommendation."""
    origin = instruments[number % len(instruments)]
    return {
        "id": number, "ref": f"{origin.code}/R-{number:05}", "instrument_id": origin.id,
        "number": number, "nature": "recommendation", "text": f"Recommandation {number}",
        "title": f"Recommandation {number}", "term_id": chance.choice(terms).id,
        "country": chance.choice(["ML", "MA", "FR", None]),
        "addressed_to_id": chance.choice(bodies).id,
        "issued_on": today - timedelta(days=chance.randrange(1000)),
        "decision": chance.choice(list(Decision)), "closure": "open",
        "entered_by_id": 1, "entered_at": NOW, "is_demonstration": False, "revision": 0,
        "search_text": "",
    }  # fmt: skip


def commitment(number: int, chance: random.Random, bodies: Any, today: date) -> dict[str, Any]:
    """Return a row of a commitment; one in five says nothing yet."""
    said = chance.random() > 0.2
    verified = chance.choice(list(Execution)) if said and chance.random() > 0.3 else None
    final = verified in (Execution.DONE, Execution.ABANDONED)
    due = today + timedelta(days=chance.randrange(-300, 300)) if chance.random() > 0.1 else None
    heard = today - timedelta(days=chance.randrange(300))
    return {
        "id": number, "recommendation_id": number, "number": 1, "deliverable": f"Livrable {number}",
        "lead_id": chance.choice(bodies).id, "made_on": today - timedelta(days=400),
        "original_due_on": due, "due_on": due, "missed_on": None,
        "rescheduled": chance.choice([0, 0, 1]), "blocked_because": None, "blocked_on": None,
        "weight": 1, "declared": chance.choice(list(Execution)) if said else None,
        "declared_on": heard if said else None, "verified": verified,
        "verified_on": heard if verified else None, "heard_on": heard if verified else None,
        "settled_on": heard if final else None, "reported": 10 if said else 0, "revision": 0,
        "entered_by_id": 1, "entered_at": NOW,
    }  # fmt: skip


def report(number: int, turn: int, each: int, author: int) -> dict[str, Any]:
    """Return a row of a report; the last but one of each commitment is the one validated."""
    validated = turn == each - 1
    return {
        "id": (number - 1) * each + turn, "commitment_id": number, "number": turn,
        "state": ReportState.VALIDATED if validated else ReportState.SUBMITTED,
        "execution": Execution.IN_PROGRESS, "percent": 50, "words": "Un rapport.",
        "author_id": author, "author_role": "officer", "on_behalf_of_id": None,
        "created_at": NOW, "submitted_at": NOW,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
