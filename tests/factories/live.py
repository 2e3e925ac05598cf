"""Rooms, questions, votes and lines for the tests, as rows: the facts come from the actions."""

from datetime import date
from itertools import count
from typing import Any

from app.accounts.models import Person, Role
from app.core.actors import Actor
from app.core.db import db
from app.directory.models import Framework, Taxonomy, Term
from app.live.models import (
    FeedLine,
    Question,
    QuestionState,
    RefusalReason,
    Room,
    RoomState,
    Vote,
)
from app.meetings.models import Meeting, MeetingKind, MeetingMode
from tests.factories import accounts as people

_numbers = count(1)


def meeting(**columns: Any) -> Meeting:
    """Return a meeting of a framework of its own."""
    number = next(_numbers)
    framework = Framework(slug=f"cadre-{number}", title="Cadre de test")
    columns = {
        "slug": f"rencontre-{number}",
        "title": "Rencontre de test",
        "kind": MeetingKind.SESSION,
        "mode": MeetingMode.HYBRID,
        "starts_on": date(2025, 12, 16),
    } | columns
    return _kept(Meeting(framework=framework, **columns))


def room(state: RoomState = RoomState.OPEN, **columns: Any) -> Room:
    """Return a room of a meeting of its own, open."""
    columns = {"slug": f"salle-{next(_numbers)}", "title": "Séance de test"} | columns
    columns.setdefault("meeting", meeting())
    return _kept(Room(state=state, **columns))


def question(
    place: Room,
    state: QuestionState = QuestionState.TAKEN,
    author: Person | None = None,
    **columns: Any,
) -> Question:
    """Return a question of a guest of its own, taken; a merged one names the one it is in."""
    place.asked += 1
    author = author or people.guest()
    columns = {
        "body": f"Quand la question n° {place.asked} aura-t-elle une réponse, et de qui",
        "language": "fr",
        "country": author.country,
        "receipt": f"BLON-{place.asked}-{next(_numbers):06}",
        "reason": RefusalReason.OFF_TOPIC if state == QuestionState.REFUSED else None,
    } | columns
    return _kept(
        Question(room=place, number=place.asked, author_id=author.id, state=state, **columns)
    )


def every_state(place: Room, author: Person | None = None) -> dict[QuestionState, Question]:
    """Return one question of each state; the merged one is in the taken one."""
    found: dict[QuestionState, Question] = {}
    for state in QuestionState:
        into = found[QuestionState.TAKEN].id if state == QuestionState.MERGED else None
        found[state] = question(place, state, author, merged_into_id=into)
    return found


def vote(on: Question, person: Person | None = None, **columns: Any) -> Vote:
    """Return a standing vote of a guest of its own."""
    voter = person or people.guest()
    return _kept(Vote(question_id=on.id, person_id=voter.id, **columns))


def line(place: Room, author: Person | None = None, **columns: Any) -> FeedLine:
    """Return a line of the feed by a member of its own."""
    columns.setdefault("body", "La direction présente le bilan.")
    writer = author or people.member()
    return _kept(FeedLine(room_id=place.id, author_id=writer.id, **columns))


def theme(code: str = "sante", title: str = "Santé") -> Term:
    """Return a theme that questions may carry."""
    taxonomy = db.session.scalar(db.select(Taxonomy).where(Taxonomy.code == "themes"))
    taxonomy = taxonomy or Taxonomy(code="themes", title="Thèmes")
    return _kept(Term(taxonomy=taxonomy, code=code, title=title, position=next(_numbers)))


def moderator(place: Room | None = None) -> Actor:
    """Return a moderator of the room's meeting, or of everything."""
    return people.staff_actor(Role.MODERATOR, meeting_id=place.meeting_id if place else None)


def guest_actor(**columns: Any) -> Actor:
    """Return a guest as an actor."""
    return people.actor(people.guest(**columns))


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
