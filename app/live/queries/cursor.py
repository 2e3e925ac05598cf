"""The room's cursor: what changed after a number, in the view of each audience."""

from typing import Any

from sqlalchemy import func, select

from app.core import facts
from app.core.actors import Actor
from app.core.db import db
from app.core.facts import FactRecord
from app.live import queries, rules
from app.live.facts import VoteFact
from app.live.models import PUBLIC_STATES, Question, Room
from app.live.queries.kinds import KINDS
from app.live.queries.kinds.seen import Seen

SNAPSHOT_BEHIND = 300


def changes(room: Room, after: int, upto: int) -> Seen:
    """Return what happened in `room` after the number `after`, as it stands now."""
    told = [row.fact for row in facts.since(room.scope, after, upto)]
    seen = Seen()
    for kind in KINDS:
        seen.add(kind.changed(room, told))
    return seen


def catch_up(actor: Actor, room: Room, after: int | None) -> dict[str, Any]:
    """Return the missing changes for this actor, or a snapshot for one too far behind."""
    seq = facts.latest(room.scope)
    if after is None or after > seq or seq - after > SNAPSHOT_BEHIND:
        return snapshot(actor, room)
    seen = changes(room, after, seq)
    items = seen.desk if rules.may_moderate(actor, room) else seen.public
    own = seen.own.get(actor.id or 0, [])
    return {"prev": after, "seq": seq, "changes": items + own, "counts": queries.counts(room)}


def snapshot(actor: Actor, room: Room) -> dict[str, Any]:
    """Return the whole room as this actor may see it, and the number it stands at."""
    seq = facts.latest(room.scope)
    at_desk = rules.may_moderate(actor, room)
    stands: dict[str, Any] = {}
    for kind in KINDS:
        stands |= kind.standing(actor, room, at_desk)
    return {"seq": seq, "snapshot": stands}


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
