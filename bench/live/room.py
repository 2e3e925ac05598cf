"""A room with questions in it and people who may vote, written past the doors' limits."""

import secrets
from datetime import date

from sqlalchemy import insert

from app.accounts.models import Device, Person
from app.accounts.queries import hash_token
from app.core.clock import now
from app.core.db import db
from app.directory.models import Framework
from app.live.models import Question, QuestionState, Room, RoomState
from app.meetings.models import Meeting, MeetingKind, MeetingMode

ROOM = "mesure"
COUNTRIES = ("FR", "CI", "SN", "MA", "US", "GA", "ES", "CN")
BODY = "Quand le guichet unique des projets ouvrira-t-il, et qui répondra aux dossiers déposés ?"


def prepare(people: int, questions: int) -> tuple[list[str], list[int]]:
    """Write an open room; return the tokens of so many guests and the ids of its questions."""
    tokens = [secrets.token_urlsafe(32) for _ in range(people)]
    persons = [
        {"name": f"Invité {n}", "country": COUNTRIES[n % len(COUNTRIES)], "created_at": now()}
        for n in range(people)
    ]
    ids = list(db.session.scalars(insert(Person).returning(Person.id), persons))
    devices = [
        {"person_id": person, "token_hash": hash_token(token), "label": ""}
        for person, token in zip(ids, tokens, strict=True)
    ]
    db.session.execute(insert(Device), devices)
    room = Room(slug=ROOM, title="Mesure", state=RoomState.OPEN, meeting=_meeting())
    db.session.add(room)
    for number in range(1, questions + 1):
        room.asked = number
        db.session.add(_question(room, number, ids[number % len(ids)]))
    db.session.commit()
    asked = db.select(Question.id).where(Question.room_id == room.id).order_by(Question.id)
    return tokens, list(db.session.scalars(asked))


def _meeting() -> Meeting:
    return Meeting(
        framework=Framework(slug="mesure", title="Mesure"),
        slug="mesure",
        title="Mesure",
        kind=MeetingKind.SESSION,
        mode=MeetingMode.HYBRID,
        starts_on=date(2026, 1, 1),
    )


def _question(room: Room, number: int, author: int) -> Question:
    return Question(
        room=room,
        number=number,
        author_id=author,
        body=BODY,
        language="fr",
        country=COUNTRIES[number % len(COUNTRIES)],
        receipt=f"BLON-{number}-MESURE",
        state=QuestionState.TAKEN,
    )
