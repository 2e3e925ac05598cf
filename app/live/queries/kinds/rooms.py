"""The room itself: everybody sees where it stands."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import ANONYMOUS, Actor
from app.core.facts import Fact
from app.live import queries, schemas
from app.live.facts import QuestionWindowSet, RoomStateChanged, StreamChanged
from app.live.models import Room
from app.live.queries.kinds.seen import Item, Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the room if a fact changed it."""
    kinds = RoomStateChanged | StreamChanged | QuestionWindowSet
    touched = any(isinstance(fact, kinds) for fact in told)
    return Seen.by_all([_shown(room)]) if touched else Seen()


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the room."""
    return {"room": _shown(room)}


def _shown(room: Room) -> Item:
    return schemas.room_view(room, queries.stream(ANONYMOUS, room))
