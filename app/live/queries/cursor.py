"""The room's cursor: what changed after a number, in the view of each audience."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import facts
from app.core.actors import Actor
from app.core.db import db
from app.live import queries, rules
from app.live.models import PUBLIC_STATES, Question, Room
from app.live.queries import tally
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


@dataclass(frozen=True)
class Missed:
    """What happened after a number, for all who stopped there."""

    after: int
    seq: int
    seen: Seen
    counts: list[tuple[int, int]]

    def told(self, actor: Actor, room: Room) -> dict[str, Any]:
        """Return it as this actor may see it."""
        items = self.seen.desk if rules.may_moderate(actor, room) else self.seen.public
        own = self.seen.own.get(actor.id or 0, [])
        told = {"prev": self.after, "seq": self.seq}
        return told | {"changes": items + own, "counts": self.counts}


def missed(room: Room, after: int | None) -> Missed | None:
    """Return what was missed after a number; nothing for who is too far behind to be told it."""
    seq = facts.latest(room.scope)
    if after is None or after > seq or seq - after > SNAPSHOT_BEHIND:
        return None
    return Missed(after, seq, changes(room, after, seq), queries.counts(room))


def catch_up(actor: Actor, room: Room, after: int | None) -> dict[str, Any]:
    """Return the missing changes for this actor, or a snapshot for one too far behind."""
    found = missed(room, after)
    return found.told(actor, room) if found else snapshot(actor, room)


def snapshot(actor: Actor, room: Room) -> dict[str, Any]:
    """Return the whole room as this actor may see it, and the number it stands at."""
    seq = facts.latest(room.scope)
    at_desk = rules.may_moderate(actor, room)
    stands: dict[str, Any] = {}
    for kind in KINDS:
        stands |= kind.standing(actor, room, at_desk)
    return {"seq": seq, "snapshot": stands}


def mine(actor: Actor, room: Room) -> dict[str, Any]:
    """Return what of a snapshot belongs to this actor alone."""
    parts: dict[str, Any] = {}
    for kind in KINDS:
        if hasattr(kind, "mine"):
            parts |= kind.mine(actor, room)
    return parts


def vote_changes(room_id: int, after: int) -> tuple[int, list[tuple[int, int]]]:
    """Return the votes' sequence and the absolute counts of what was voted on after `after`."""
    now = tally.current(room_id)
    moved = {number for number, at in list(now.changed_at.items()) if at > after}
    if not moved:
        return max(now.seq, after), []
    public = select(Question.id).where(Question.id.in_(moved), Question.state.in_(PUBLIC_STATES))
    return now.seq, [(number, now.votes[number]) for number in sorted(db.session.scalars(public))]
