"""Rooms, questions, votes and lines for the tests, as rows: the facts come from the actions."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from app.accounts.models import Person, Role
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.directory.models import Framework, Taxonomy, Term
from app.live import actions
from app.live.models import (
    AnswerMode,
    FeedLine,
    Hand,
    HandState,
    IdentityOpening,
    Poll,
    PollState,
    Question,
    QuestionState,
    RefusalReason,
    Room,
    RoomState,
    Vote,
)
from app.meetings.models import (
    Delegate,
    DelegateState,
    Meeting,
    MeetingKind,
    MeetingMode,
    Quota,
)
from tests.factories import accounts as people
from tests.factories.directory import organisation

_numbers = count(1)
POLL_STEPS = {
    PollState.PREPARED: (),
    PollState.OPEN: ("open",),
    PollState.CLOSED: ("open", "closed"),
    PollState.PUBLISHED: ("open", "closed", "published"),
    PollState.CANCELLED: ("cancelled",),
}


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
        **_of_state(state),
    } | columns
    return _kept(
        Question(room=place, number=place.asked, author_id=author.id, state=state, **columns)
    )


def _of_state(state: QuestionState) -> dict[str, Any]:
    """Return what a question of that state must hold."""
    if state == QuestionState.REFUSED:
        return {"reason": RefusalReason.OFF_TOPIC}
    if state == QuestionState.IN_REVIEW:
        return {"claimed_by_id": people.member().id, "claimed_at": now()}
    if state == QuestionState.ANSWERED:
        return {"answered_as": AnswerMode.ORAL, "answered_at": now()}
    if state == QuestionState.FOLLOW_UP:
        return {"office_words": "Direction de test", "due_on": now().date() + timedelta(days=15)}
    return {}


def every_state(place: Room, author: Person | None = None) -> dict[QuestionState, Question]:
    """Return one question of each state; the merged one is in the taken one."""
    found: dict[QuestionState, Question] = {}
    for state in QuestionState:
        into = found[QuestionState.TAKEN].id if state == QuestionState.MERGED else None
        found[state] = question(place, state, author, merged_into_id=into)
    return found


def opening(of: Question, **columns: Any) -> IdentityOpening:
    """Return an opening of the identity of a question's author by a member of its own."""
    columns.setdefault("reason", "Une menace à signaler")
    by = people.member()
    return _kept(IdentityOpening(question_id=of.id, opened_by_id=by.id, **columns))


def vote(on: Question, person: Person | None = None, **columns: Any) -> Vote:
    """Return a standing vote of a guest of its own."""
    voter = person or people.guest()
    return _kept(Vote(question_id=on.id, person_id=voter.id, **columns))


def line(place: Room, author: Person | None = None, **columns: Any) -> FeedLine:
    """Return a line of the feed by a member of its own."""
    columns.setdefault("body", "La direction présente le bilan.")
    writer = author or people.member()
    return _kept(FeedLine(room_id=place.id, author_id=writer.id, **columns))


def hand(
    place: Room,
    state: HandState = HandState.RAISED,
    person: Person | None = None,
    **columns: Any,
) -> Hand:
    """Return the hand of a guest of its own, raised; one that speaks began a minute ago."""
    began = now() - timedelta(minutes=1)
    is_over = state in (HandState.SPEAKING, HandState.PAUSED, HandState.DONE)
    person = person or people.guest()
    columns = {
        "number": next(_numbers),
        "country": person.country,
        "allotted": 180 if is_over or state == HandState.CALLED else None,
        "started_at": began if is_over else None,
        "running_since": began if state == HandState.SPEAKING else None,
        "paused_at": now() if state == HandState.PAUSED else None,
        "spoken_ms": 60_000 if state in (HandState.PAUSED, HandState.DONE) else 0,
    } | columns
    return _kept(Hand(room_id=place.id, person_id=person.id, state=state, **columns))


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
    return people.guest_actor(**columns)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row


def poll(place: Room, state: PollState = PollState.OPEN, **columns: Any) -> Poll:
    """Return a poll of the room, brought to its state by the acts of a moderator."""
    columns.setdefault("title", "Faut-il une antenne de plus ?")
    if columns.get("method") != "scale":
        columns.setdefault("options", ["Oui", "Non"])
    actor = moderator()
    found = actions.prepare_poll(actor, place, **columns)
    for step in POLL_STEPS[state]:
        actions.POLL_ACTS[step](actor, found)
    return db.session.get_one(Poll, found.id)


def ballot(in_poll: Poll, *choices: int, by: Actor | None = None) -> Actor:
    """Return who cast a ballot: a guest of its own, unless somebody is named."""
    voter = by or guest_actor()
    actions.cast_ballot(voter, in_poll, choices=list(choices))
    return voter


def delegate(of: Meeting, person: Person | None = None, **columns: Any) -> Delegate:
    """Return an approved delegate of an association of its own, who may have an account."""
    number = next(_numbers)
    quota = Quota(meeting=of, organisation=organisation(), attendance="remote", places=3)
    columns = {"state": DelegateState.APPROVED, "email": f"delegue{number}@exemple.org"} | columns
    db.session.add(quota)
    db.session.flush()
    return _kept(
        Delegate(
            quota_id=quota.id,
            meeting_id=of.id,
            name="Déléguée de test",
            nonce=f"{number}",
            nominated_by_id=people.member().id,
            person_id=person.id if person else None,
            **columns,
        )
    )
