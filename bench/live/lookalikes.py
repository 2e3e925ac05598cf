"""
What asks the same among 5,000 questions: `python -m bench.live.lookalikes`, one JSON line.

Made of a few hundred subjects, asks and places, so that many questions share their words. `ours` is
the search that the desk and the asker use, with its index standing (`warm`), right after the room
moved on (`moved`), and the first time (`cold`); `difflib` is plain `SequenceMatcher.ratio` over the
same 5,000 texts, in the same run. `found` says how often each had the question that was reworded
among its first three. `--database` takes a PostgreSQL address of an empty database (trigrams there,
where the extension is); a temporary SQLite file serves without one. Milliseconds of the processor,
so that what else runs on the machine changes nothing (on PostgreSQL, of the wall: it works apart).
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import insert, select

from app.accounts.models import Person
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.db import db
from app.directory.models import Framework
from app.live import actions
from app.live.models import Question, QuestionState, Room, RoomState
from app.live.queries import lookalikes
from app.meetings.models import Meeting, MeetingKind, MeetingMode
from bench.application import application

TARGET = 50.0  # milliseconds
SUBJECTS = (
    "le passeport biométrique", "la carte consulaire", "l’acte de naissance", "la carte NINA",
    "la bourse d’études", "l’équivalence du diplôme", "l’assurance volontaire", "la retraite",
    "le transfert d’argent", "l’investissement agricole", "l’achat d’un terrain", "le logement",
    "le rapatriement d’un corps", "l’exonération de douane", "le permis de conduire", "le visa",
    "l’inscription électorale", "le mariage", "l’école des enfants", "la santé des étudiants",
)  # fmt: skip
ASKS = (
    ("Quand pourra-t-on obtenir", "Quel est le délai pour obtenir"),
    ("Combien coûte", "Quel est le prix demandé pour"),
    ("À qui s’adresser pour", "Quel service s’occupe de"),
    ("Pourquoi faut-il attendre si longtemps pour", "Pourquoi une attente si longue pour"),
    ("Quels papiers faut-il fournir pour", "Quelles pièces fournir au guichet pour"),
)
PLACES = (
    "Paris", "Lyon", "Montreuil", "Marseille", "Libreville", "Abidjan", "Bouaké", "Dakar",
    "Kaolack", "Brazzaville", "Luanda", "Madrid", "Las Palmas", "Milan", "New York", "Canton",
    "Montréal", "Fès", "Tanger", "Rabat", "La Havane", "Alger", "Tunis", "Le Caire", "Moscou",
)  # fmt: skip
ENDINGS = ("", " cette année", " avant la rentrée", " depuis le village", " pour une famille")


def main() -> None:
    """Fill a room, ask for look-alikes of reworded questions, print what it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.live.lookalikes")
    parser.add_argument("--questions", type=int, default=5_000)
    parser.add_argument("--searches", type=int, default=60)
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = application(folder, chosen.database, TESTING=True)
        with app.test_request_context():
            room, pairs = fill(chosen.questions)
            print(json.dumps(result(room, pairs, chosen.searches)))
            db.session.remove()
            db.engine.dispose()


def fill(count: int) -> tuple[Room, list[tuple[int, str, str]]]:
    """Return a room of so many public questions, and (number of a question, body, reworded)."""
    framework = Framework(slug="banc", title="Banc d’essai")
    meeting = Meeting(
        framework=framework,
        slug="banc",
        title="Banc d’essai",
        kind=MeetingKind.SESSION,
        mode=MeetingMode.REMOTE,
    )
    room = Room(meeting=meeting, slug="banc", title="Banc d’essai", state=RoomState.OPEN)
    author = Person(name="Banc d’essai", country="ML")
    db.session.add_all([room, author])
    db.session.commit()
    pairs = list(written(count))
    moment = now()
    rows = [
        {
            "room_id": room.id,
            "number": number,
            "author_id": author.id,
            "body": body,
            "language": "fr",
            "state": QuestionState.TAKEN,
            "receipt": f"BANC-{number}",
            "asked_at": moment,
            "moved_at": moment,
        }
        for number, body, _reworded in pairs
    ]
    db.session.execute(insert(Question), rows)
    db.session.commit()
    return room, pairs


def written(count: int) -> Iterable[tuple[int, str, str]]:
    """Yield numbered questions and the same in other words, always the same ones."""
    chance = random.Random(7)
    seen: set[tuple[str, ...]] = set()
    while len(seen) < count:
        subject, place, ending = map(chance.choice, (SUBJECTS, PLACES, ENDINGS))
        ask, other = chance.choice(ASKS)
        if (ask, subject, place, ending) in seen:
            continue
        seen.add((ask, subject, place, ending))
        body = f"{ask} {subject} à {place}{ending} ?"
        yield (
            len(seen),
            body,
            f"Bonjour, {other.lower()} {subject} quand on vit à {place}{ending} ?",
        )


def result(room: Room, pairs: list[tuple[int, str, str]], searches: int) -> dict[str, Any]:
    """Return what the searches took and how often they found."""
    sample = random.Random(3).sample(pairs, searches)
    bodies = [body for _number, body, _reworded in pairs]

    def ours(reworded: str) -> list[str]:
        return [one.question.body for one in lookalikes.lookalikes(room, reworded)]

    def peer(reworded: str) -> list[str]:
        scores = [(SequenceMatcher(None, reworded, body).ratio(), body) for body in bodies]
        return [body for _score, body in sorted(scores, reverse=True)[:3]]

    cold = timed(ours, sample[:1])[0][0]
    warm, found = timed(ours, sample)
    moved = [timed_after_a_move(room, ours, one) for one in sample[:20]]
    plain, found_plain = timed(peer, sample[:5])
    p99 = sorted(warm)[round(0.99 * (len(warm) - 1))]
    return {
        "bench": "lookalikes",
        "database": db.engine.dialect.name,
        "questions": len(pairs),
        "cold_ms": round(cold, 1),
        "warm_ms": {"median": round(statistics.median(warm), 1), "p99": round(p99, 1)},
        "moved_ms": {"median": round(statistics.median(moved), 1), "most": round(max(moved), 1)},
        "difflib_ms": {"median": round(statistics.median(plain), 1)},
        "times_faster": round(statistics.median(plain) / statistics.median(warm), 1),
        "found": {"ours": found / searches, "difflib": found_plain / 5},
        "target_ms": TARGET,
        "is_met": max(p99, max(moved)) < TARGET,
    }


def instant() -> float:
    """Return seconds of this process's processor, or of the wall where a server works for it."""
    shared = db.engine.dialect.name == "postgresql"
    return time.perf_counter() if shared else time.process_time()


def timed(
    search: Callable[[str], list[str]], sample: list[tuple[int, str, str]]
) -> tuple[list[float], int]:
    """Return the milliseconds of each search, and how many found the question itself."""
    took, found = [], 0
    for _number, body, reworded in sample:
        began = instant()
        answer = search(reworded)
        took.append((instant() - began) * 1000)
        found += body in answer
    return took, found


def timed_after_a_move(
    room: Room, search: Callable[[str], list[str]], one: tuple[int, str, str]
) -> float:
    """Return the milliseconds of a search once a question left the room's queue."""
    question = db.session.scalars(
        select(Question).where(Question.room_id == room.id, Question.number == one[0])
    ).one()
    actions.moderate_question(SYSTEM, question, to=QuestionState.ANSWERED, answer="Oui.")
    return timed(search, [one])[0][0]


if __name__ == "__main__":
    main()
