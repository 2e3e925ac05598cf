"""Votes: a question is supported or not; those that come at the same time are taken together."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.core.actions import permit
from app.core.actors import Actor
from app.core.allowances import VOTE
from app.core.bulk import insert_rows
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.facts import Fact, record_all
from app.core.i18n import N_
from app.core.together import Act, together
from app.live import facts, rules
from app.live.models import OPEN_TO_VOTES, Question, Room, Vote
from app.live.queries import tally
from app.live.schemas import Supported


class VotesClosed(Refused):
    """The question is not open to support."""

    code = "votes_closed"
    message = N_("Cette question ne peut pas recevoir de soutien.")


@dataclass(frozen=True)
class Ballot:
    """A question to vote on, by its number and its room's, read when the vote is taken."""

    id: int
    room_id: int

    @classmethod
    def on(cls, question: "Question | Ballot") -> "Ballot":
        """Return the ballot on a question."""
        return cls(question.id, question.room_id)


@together(rules.may_vote, allowance="60 per minute", crowd=VOTE, named=Ballot.on)
def vote_on_question(acts: list[Act]) -> Callable[[], None]:
    """
    Support a question (`on`), or take the support back; doing it twice changes nothing.

    :raises NotFound: if the actor may not see the question
    :raises VotesClosed: if the question or its room takes no support now
    :raises TooMany: if the actor votes too fast
    """
    box = _Box(acts)
    for act in acts:
        act.settle(box.take)
    happened = box.write()
    return lambda: _count([act.result for act in acts if act.error is None], happened)


def _count(supported: list[Supported], happened: list[dict[str, Any]]) -> None:
    """Note on each how many people support its question, now that it is committed."""
    by_room: dict[int, list[dict[str, Any]]] = {one.room_id: [] for one in supported}
    for fact in happened:
        by_room[fact["data"]["room_id"]].append(fact)
    rooms = {room_id: tally.votes_after(room_id, told) for room_id, told in by_room.items()}
    for one in supported:
        one.votes = rooms[one.room_id][one.question_id]


@dataclass(slots=True)
class _Row:
    """A person's vote on one question, as it stands while votes are taken."""

    question_id: int
    person_id: int
    id: int | None
    stands: bool
    is_changed: bool = False

    def turn(self, stands: bool) -> None:
        """Let it stand, or take it back."""
        self.stands, self.is_changed = stands, True


class _Box:
    """The votes that are taken together: what stood before, and what they change."""

    def __init__(self, acts: list[Act]) -> None:
        self._questions = _locked({act.things[0].id for act in acts})
        self._rows: dict[tuple[int, int], list[_Row]] = defaultdict(list)
        for root_id, row in _standing(self._questions, {act.actor.id for act in acts}):
            self._rows[root_id, row.person_id].append(row)
        self._facts: list[tuple[Actor, Fact]] = []

    def take(self, actor: Actor, ballot: Ballot, *, on: bool) -> Supported:
        """Take one vote under its rule, after those before it."""
        question = self._questions.get(ballot.id)
        if question is None or question.room_id != ballot.room_id:
            raise NotFound()
        if not rules.may_see_question(actor, question):
            raise NotFound()
        permit(rules.may_vote, actor, question)
        if not question.room.is_open or question.state not in OPEN_TO_VOTES:
            raise VotesClosed()
        rows = self._rows[question.id, actor.id or 0]
        standing = [row for row in rows if row.stands]
        if on != bool(standing):
            for row in standing or [self._own(actor, question, rows)]:
                row.turn(on)
            kind = facts.VoteCast if on else facts.VoteWithdrawn
            fact = kind(room_id=question.room_id, question_id=question.id)
            self._facts.append((actor, fact))
        return Supported(question.id, question.room_id, on)

    def _own(self, actor: Actor, question: Question, rows: list[_Row]) -> _Row:
        """Return the person's row on the question itself, which may be new."""
        own = next((row for row in rows if row.question_id == question.id), None)
        if own is None:
            own = _Row(question.id, actor.id or 0, None, stands=False)
            rows.append(own)
        return own

    def write(self) -> list[dict[str, Any]]:
        """Write what the votes changed, and its facts; return these."""
        at, connection = now(), db.session.connection()
        changed = [row for rows in self._rows.values() for row in rows if row.is_changed]
        insert_rows(connection, Vote, [_new(row, at) for row in changed if row.id is None])
        known = [row for row in changed if row.id is not None]
        for stands, statement in ((True, _AGAIN), (False, _BACK)):
            numbers = [row.id for row in known if row.stands is stands]
            if numbers:
                connection.execute(statement, {"numbers": numbers, "at": at})
        return record_all(self._facts)


def _new(row: _Row, at: datetime) -> dict[str, Any]:
    """Return a new vote's columns; it may have been taken back in the moment it came."""
    return {
        "question_id": row.question_id,
        "person_id": row.person_id,
        "cast_at": at,
        "withdrawn_at": None if row.stands else at,
    }


def _locked(ids: Iterable[int]) -> dict[int, Question]:
    """Lock the questions, always in the same order, and read them."""
    found = db.session.scalars(_QUESTIONS, {"ids": list(ids)})
    return {question.id: question for question in found}


def _standing(roots: Iterable[int], people: Iterable[int | None]) -> Iterable[tuple[int, _Row]]:
    """Return the people's votes on the questions and on those merged into them, by root."""
    found = db.session.execute(_STANDING, {"roots": list(roots), "people": list(people)}).all()
    return (
        (root, _Row(question, person, number, withdrawn is None))
        for root, question, person, number, withdrawn in found
    )


# Built once, and past the ORM where it would look at each vote.
_VOTES, _ASKED = Vote.__table__, Question.__table__
_ROOT = func.coalesce(_ASKED.c.merged_into_id, _ASKED.c.id)
_QUESTIONS = (
    select(Question)
    .where(Question.id.in_(bindparam("ids", expanding=True)))
    .options(
        load_only(Question.state, Question.author_id, Question.room_id),
        joinedload(Question.room, innerjoin=True).options(
            load_only(Room.state, Room.meeting_id, Room.questions_from, Room.questions_until),
            lazyload(Room.meeting),
            lazyload(Room.stream),
        ),
    )
    .order_by(Question.id)
    .with_for_update(of=Question, key_share=True)
    .execution_options(populate_existing=True)
)
_STANDING = (
    select(_ROOT, _VOTES.c.question_id, _VOTES.c.person_id, _VOTES.c.id, _VOTES.c.withdrawn_at)
    .join(_ASKED, _VOTES.c.question_id == _ASKED.c.id)
    .where(_VOTES.c.person_id.in_(bindparam("people", expanding=True)))
    .where(_ROOT.in_(bindparam("roots", expanding=True)))
)
_KNOWN = update(Vote).where(_VOTES.c.id.in_(bindparam("numbers", expanding=True)))
_AGAIN = _KNOWN.values(cast_at=bindparam("at"), withdrawn_at=None)
_BACK = _KNOWN.values(withdrawn_at=bindparam("at"))
