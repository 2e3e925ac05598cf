"""
The dashboard of follow-up under load: `python -m bench.followup [--recommendations 10000]`.

Seeds a SQLite database of its own with recommendations, commitments and reports, then asks for
the dashboard as a visitor does. Prints one JSON line: for each address the milliseconds of server
time (median and slowest of the runs, and those that the processor worked) and the SQL queries, as
visitors meet it (`read`) and right after something happened to a recommendation, when nothing that
was read before holds (`anew`). It says which of the two stay within the limit, and ends with 1
where what visitors meet does not.
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
from sqlalchemy import event, insert, update

from app.accounts.models import Person
from app.core.db import db
from app.core.facts import FactScope
from app.core.memory import collect_again
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
            db.create_all()  # not migrated: the guards refuse rows that begin where they end
            began = time.perf_counter()
            seed(asked.recommendations, asked.reports)
            seeded = time.perf_counter() - began
        collect_again()
        measured = {address: measure(app, address) for address in ADDRESSES}
    slowest = {
        when: max(found[when]["median_ms"] for found in measured.values())
        for when in ("read", "anew")
    }
    line = {
        "bench": "followup",
        "database": "sqlite",
        "recommendations": asked.recommendations,
        "reports": asked.reports,
        "seed_s": round(seeded, 1),
        "limit_ms": LIMIT,
        "slowest_median_ms": slowest,
        "within": {when: median < LIMIT for when, median in slowest.items()},
        "addresses": measured,
    }
    print(json.dumps(line))
    return 0 if slowest["read"] < LIMIT else 1


def measure(app: Flask, address: str) -> dict[str, Any]:
    """Return the milliseconds and the queries of one address, read again and read anew."""
    read_page(app, address)
    return {
        "read": summary([read_page(app, address) for _run in range(RUNS)]),
        "anew": summary([read_page(app, address, anew=True) for _run in range(RUNS)]),
    }


def read_page(app: Flask, address: str, *, anew: bool = False) -> tuple[float, float, int]:
    """Return the milliseconds that a page took, those of the processor, and its queries."""
    queries: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        queries.append(statement)

    with app.app_context():
        engine = db.engine
        if anew:
            let_something_happen()
    event.listen(engine, "before_cursor_execute", count)
    began, worked = time.perf_counter(), time.process_time()
    answer = app.test_client().get(address)
    took, spent = time.perf_counter() - began, time.process_time() - worked
    event.remove(engine, "before_cursor_execute", count)
    assert answer.status_code == 200, (address, answer.status_code)
    return 1000 * took, 1000 * spent, len(queries)


def let_something_happen() -> None:
    """Move the sequence of one recommendation, as any act upon it does."""
    first = FactScope.name == "recommendation:1"
    db.session.execute(update(FactScope).where(first).values(seq=FactScope.seq + 1))
    db.session.commit()


def summary(runs: list[tuple[float, float, int]]) -> dict[str, Any]:
    """Return the medians and the slowest of several runs."""
    times, spent, queries = zip(*runs, strict=True)
    return {
        "median_ms": round(statistics.median(times), 1),
        "slowest_ms": round(max(times), 1),
        "cpu_ms": round(statistics.median(spent), 1),
        "queries": max(queries),
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
    scopes = [{"name": f"recommendation:{n}", "seq": 2} for n in range(1, recommendations + 1)]
    db.session.execute(insert(FactScope), scopes)
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
