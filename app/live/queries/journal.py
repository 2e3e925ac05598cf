"""The log of a room: every fact of its sequence, newest first, with who and about what."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.core.facts import FactRecord
from app.live.models import (
    UNDO_LASTS,
    UNDOABLE,
    Hand,
    Poll,
    Question,
    QuestionState,
    Room,
    ScreenScene,
)
from app.live.models.journal import BY_THE_PUBLIC, KINDS, Entry

PAGE = 50
MOST_RECENT = 400  # twice the largest batch
GIVEN_BACK = (QuestionState.IN_REVIEW, QuestionState.RECEIVED)


def entries(
    actor: Actor,
    room: Room,
    *,
    by: int | None = None,
    kind: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Entry]:
    """Return the latest facts of a room, of one moderator or one kind, older than `before`."""
    query = select(FactRecord).where(FactRecord.scope == room.scope)
    if by is not None:
        query = query.where(FactRecord.actor_id == by, FactRecord.name.not_in(BY_THE_PUBLIC))
    if kind is not None:
        query = query.where(FactRecord.name.in_(KINDS[kind]))
    if before is not None:
        query = query.where(FactRecord.seq < before)
    return _named(list(db.session.scalars(query.order_by(FactRecord.seq.desc()).limit(limit))))


def page(actor: Actor, room: Room, **wanted: Any) -> tuple[list[Entry], int | None]:
    """Return a page of the log, and the number before which it goes on, none where it ends."""
    found = entries(actor, room, **wanted, limit=PAGE + 1)
    shown = found[:PAGE]
    return shown, shown[-1].row.seq if len(found) > PAGE else None


def who_acted(room: Room) -> list[tuple[int, str]]:
    """Return who did anything at the desk of a room, by name."""
    acted = select(FactRecord.actor_id).where(
        FactRecord.scope == room.scope, FactRecord.name.not_in(BY_THE_PUBLIC)
    )
    query = select(Person.id, Person.name).where(Person.id.in_(acted)).order_by(Person.name)
    return [(number, name) for number, name in db.session.execute(query)]


def undoable(actor: Actor, room: Room) -> list[Entry]:
    """Return the moves of questions by the actor's last act that can still be taken back."""
    recent = select(FactRecord).where(
        FactRecord.scope == room.scope, FactRecord.happened_at > now() - UNDO_LASTS
    )
    touched: set[int | None] = set()
    act: list[FactRecord] = []
    for row in db.session.scalars(recent.order_by(FactRecord.seq.desc()).limit(MOST_RECENT)):
        about = row.data.get("question_id")
        is_own = about not in touched and row.actor_id == actor.id and _is_undoable(row)
        if is_own and (not act or row.data.get("batch") == act[0].data.get("batch")):
            act.append(row)
            if row.data.get("batch") is None:
                break
        touched.add(about)
    return _named(act[::-1])


def moves_of_act(actor: Actor, room: Room, move: int) -> list[FactRecord]:
    """
    Return a move of a question by the actor, by its number, and all others of its batch.

    :raises NotFound: if there is no such move of the actor's
    """
    own = select(FactRecord).where(
        FactRecord.scope == room.scope,
        FactRecord.name == "QuestionModerated",
        FactRecord.actor_id == actor.id,
    )
    found = db.session.scalar(own.where(FactRecord.seq == move))
    if found is None:
        raise NotFound()
    batch = found.data.get("batch")
    if batch is None:
        return [found]
    return list(db.session.scalars(own.where(FactRecord.data["batch"].as_string() == batch)))


def questions_of_act(actor: Actor, room: Room, move: int) -> list[Question]:
    """
    Return the questions that an act of the actor's moved, by the number of one of its moves.

    :raises NotFound: if there is no such move of the actor's
    """
    moved = _all(Question, _ids(moves_of_act(actor, room, move), "question_id"))
    return sorted(moved, key=lambda question: question.number)


def _is_undoable(row: FactRecord) -> bool:
    if row.name != "QuestionModerated" or row.data.get("undoes") is not None:
        return False
    was, to = row.data["was"], row.data["to"]
    is_reading = to == QuestionState.IN_REVIEW or (was, to) == GIVEN_BACK
    return was in UNDOABLE and not is_reading


def _named(rows: list[FactRecord]) -> list[Entry]:
    """Return the rows with names and numbers, each kind of them read once."""
    scenes = {one.id: one for one in _all(ScreenScene, _ids(rows, "scene_id"))}
    questions = _ids(rows, "question_id", "into_id") | _set(scenes, "question_id")
    asked = {one.id: one for one in _all(Question, questions)}
    hands = {one.id: one.number for one in _all(Hand, _ids(rows, "hand_id"))}
    polls = {
        one.id: one.number for one in _all(Poll, _ids(rows, "poll_id") | _set(scenes, "poll_id"))
    }
    people = {one.id: one.name for one in _all(Person, {row.actor_id for row in rows})}

    def entry(row: FactRecord) -> Entry:
        scene = scenes.get(row.data.get("scene_id"))
        question = asked.get(scene.question_id if scene else row.data.get("question_id"))
        into = asked.get(row.data.get("into_id"))
        number = question.number if question else None
        poll_id = scene.poll_id if scene else row.data.get("poll_id")
        number = number or hands.get(row.data.get("hand_id")) or polls.get(poll_id)
        # The rule of the fact, again: a sealed author is nobody, whatever the row says.
        is_sealed = row.name in BY_THE_PUBLIC and question is not None and question.is_anonymous
        who = None if is_sealed else people.get(row.actor_id)
        return Entry(row, who, number, into.number if into else None)

    return [entry(row) for row in rows]


def _ids(rows: Iterable[FactRecord], *names: str) -> set[int]:
    return {found for row in rows for name in names if (found := row.data.get(name))}


def _set(scenes: dict[int, ScreenScene], name: str) -> set[int]:
    return {getattr(scene, name) for scene in scenes.values()} - {None}


def _all(model: Any, ids: Iterable[int | None]) -> list[Any]:
    wanted = set(ids) - {None}
    if not wanted:
        return []
    return list(db.session.scalars(select(model).where(model.id.in_(wanted))))
