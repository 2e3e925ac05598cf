"""Opened identities: the desk alone is told, of who opened which and why."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import Actor
from app.core.facts import Fact
from app.live import queries, schemas
from app.live.facts import IdentityOpened
from app.live.models import Room
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the openings that the facts tell of."""
    ids = {fact.opening_id for fact in told if isinstance(fact, IdentityOpened)}
    if not ids:
        return Seen()
    opened = [one for one in queries.identity_openings(room) if one.id in ids]
    return Seen(desk=[schemas.opening_view(one) for one in opened])


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return every opening of the room, to its desk."""
    if not at_desk:
        return {}
    return {"openings": [schemas.opening_view(one) for one in queries.identity_openings(room)]}
