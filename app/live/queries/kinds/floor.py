"""The floor: everybody sees who speaks, each person their own hand, the desk every hand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core.actors import Actor
from app.core.db import db
from app.core.facts import Fact
from app.live import schemas
from app.live.facts import FloorSet, HandFact
from app.live.models import Hand, Room
from app.live.models.standing import Standing
from app.live.queries import floor as queries
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the floor if a fact touched it, and the own hand of who it concerns."""
    touched = {fact.hand_id for fact in told if isinstance(fact, HandFact)}
    if not touched and not any(isinstance(fact, FloorSet) for fact in told):
        return Seen()
    standing = queries.standing(room)
    return Seen(
        public=[schemas.floor_view(standing)],
        desk=[schemas.desk_floor_view(standing)],
        own=_own(standing, touched),
    )


def _own(standing: Standing, touched: set[int]) -> dict[int, list[dict[str, Any]]]:
    """Return each touched hand to its person, and their place to all who wait: it moved too."""
    known = {hand.id for hand in standing.queue}
    over = select(Hand).where(Hand.id.in_(touched - known)).order_by(Hand.id)
    gone = db.session.scalars(over.execution_options(populate_existing=True))
    own: dict[int, list[dict[str, Any]]] = {}
    for hand in [*gone, *standing.queue]:
        if hand.person_id is not None:
            own[hand.person_id] = [schemas.own_hand_view(hand, standing.place(hand))]
    return own


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the floor, and the actor's own hand with its place."""
    found = queries.standing(room)
    mine = queries.own_hand(actor, room)
    view = schemas.desk_floor_view if at_desk else schemas.floor_view
    return {
        "floor": view(found),
        "hand": schemas.own_hand_view(mine, found.place(mine)) if mine else None,
    }
