"""The room's cursor: what changed after a number, in the view of each audience."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core import facts
from app.core.actors import Actor
from app.core.db import db
from app.core.facts import FactRecord
from app.live import queries, rules, schemas
from app.live.facts import (
    FeedLineWritten,
    QuestionFact,
    QuestionModerated,
    QuestionWithdrawn,
    RoomStateChanged,
    VoteFact,
)
from app.live.models import PUBLIC_STATES, FeedLine, Question, Room

SNAPSHOT_BEHIND = 300


@dataclass
class Changes:
    """What a stretch of facts changed, before anybody's view of it."""

    prev: int
    seq: int
    questions: list[Question] = field(default_factory=list)
    lines: list[FeedLine] = field(default_factory=list)
    room_changed: bool = False
    votes: Counter[int] = field(default_factory=Counter)
    revealed: set[int] = field(default_factory=set)


def changes(room: Room, after: int, upto: int | None = None) -> Changes:
    """Return what happened in `room` after the number `after`, as it stands now."""
    seq = facts.latest(room.scope) if upto is None else upto
    rows = facts.since(room.scope, after, seq)
    told = [row.fact for row in rows]
    question_ids = {fact.question_id for fact in told if isinstance(fact, QuestionFact)}
    question_ids |= {into for fact in told if (into := getattr(fact, "into_id", None))}
    line_ids = {fact.line_id for fact in told if isinstance(fact, FeedLineWritten)}
    found = Changes(prev=after, seq=seq)
    if question_ids:
        # What was merged into one of them followed it, and has no fact of its own for that.
        touched = Question.id.in_(question_ids) | Question.merged_into_id.in_(question_ids)
        query = queries.questions().where(touched).order_by(Question.number)
        found.questions = list(db.session.scalars(query.execution_options(populate_existing=True)))
        found.votes = queries.votes_of({asked.root_id for asked in found.questions})
        found.revealed = _once_public(told)
    if line_ids:
        query = select(FeedLine).where(FeedLine.id.in_(line_ids)).order_by(FeedLine.id)
        found.lines = list(db.session.scalars(query.options(joinedload(FeedLine.question))))
    found.room_changed = any(isinstance(fact, RoomStateChanged) for fact in told)
    return found


def _once_public(told: Sequence[Any]) -> set[int]:
    """Return the questions that left the public eye: their readers must forget them."""
    public = {state.value for state in PUBLIC_STATES}
    return {
        fact.question_id
        for fact in told
        if isinstance(fact, QuestionModerated | QuestionWithdrawn) and fact.was in public
    }


def public_items(found: Changes, room: Room) -> list[dict[str, Any]]:
    """Return the items of `found` that everybody may see."""
    items: list[dict[str, Any]] = []
    for asked in found.questions:
        if asked.state in PUBLIC_STATES:
            items.append(schemas.public_view(asked, found.votes[asked.id]))
        elif asked.id in found.revealed:
            items.append(schemas.gone_view(asked.id))
    return items + _shared_items(found, room)


def desk_items(found: Changes, room: Room) -> list[dict[str, Any]]:
    """Return the items of `found` as the desk sees them."""
    items = [schemas.desk_view(asked, found.votes[asked.root_id]) for asked in found.questions]
    return items + _shared_items(found, room)


def own_items(found: Changes) -> dict[int, list[dict[str, Any]]]:
    """Return, for each author, their own questions among `found`."""
    items: dict[int, list[dict[str, Any]]] = {}
    for asked in found.questions:
        votes = found.votes[asked.root_id]
        items.setdefault(asked.author_id, []).append(schemas.own_view(asked, votes))
    return items


def public_counts(found: Changes) -> dict[int, int]:
    """Return the votes of the public questions among `found`."""
    return {
        asked.id: found.votes[asked.id] for asked in found.questions if asked.state in PUBLIC_STATES
    }


def _shared_items(found: Changes, room: Room) -> list[dict[str, Any]]:
    items = [schemas.feed_view(line) for line in found.lines]
    return items + ([schemas.room_view(room)] if found.room_changed else [])


def catch_up(actor: Actor, room: Room, after: int | None) -> dict[str, Any]:
    """Return the missing changes for this actor, or a snapshot for one too far behind."""
    seq = facts.latest(room.scope)
    if after is None or after > seq or seq - after > SNAPSHOT_BEHIND:
        return snapshot(actor, room)
    found = changes(room, after, seq)
    desk = rules.may_moderate(actor, room)
    items = desk_items(found, room) if desk else public_items(found, room)
    items += own_items(found).get(actor.id or 0, [])
    return {"prev": after, "seq": seq, "changes": items, "counts": queries.counts(room)}


def snapshot(actor: Actor, room: Room) -> dict[str, Any]:
    """Return the whole room as this actor may see it, and the number it stands at."""
    seq = facts.latest(room.scope)
    desk = rules.may_moderate(actor, room)
    shown = queries.all_questions(actor, room) if desk else queries.public_questions(room)
    mine = queries.own_questions(actor, room)
    votes = queries.votes_of({asked.root_id for asked in [*shown, *mine]})
    view = schemas.desk_view if desk else schemas.public_view
    return {
        "seq": seq,
        "snapshot": {
            "room": schemas.room_view(room),
            "questions": [view(asked, votes[asked.root_id]) for asked in shown],
            "own": [schemas.own_view(asked, votes[asked.root_id]) for asked in mine],
            "supported": sorted(queries.supported_by(actor, room)),
            "feed": [schemas.feed_view(line) for line in queries.feed(room)],
        },
    }


def vote_changes(room_id: int, after: int) -> tuple[int, list[tuple[int, int]]]:
    """Return the votes' sequence and the absolute counts of what was voted on after `after`."""
    rows: list[FactRecord] = facts.since(f"room:{room_id}:votes", after)
    if not rows:
        return after, []
    voted = {fact.question_id for row in rows if isinstance(fact := row.fact, VoteFact)}
    ids = set(
        db.session.scalars(
            select(Question.id).where(
                Question.id.in_(roots_of(voted)), Question.state.in_(PUBLIC_STATES)
            )
        )
    )
    votes = queries.votes_of(ids)
    return rows[-1].seq, [(number, votes[number]) for number in sorted(ids)]


def roots_of(question_ids: set[int]) -> Any:
    """Return the query of the questions that carry these ones' votes."""
    root = func.coalesce(Question.merged_into_id, Question.id)
    return select(root).where(Question.id.in_(question_ids))
