"""The screen in the hall: everybody may know what it shows."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import Actor
from app.core.facts import Fact
from app.live import schemas
from app.live.facts import ScreenChanged
from app.live.models import Room
from app.live.queries import screen
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return what the screen shows if the desk changed it."""
    if not any(isinstance(fact, ScreenChanged) for fact in told):
        return Seen()
    return Seen.by_all([schemas.scene_view(screen.standing(room))])


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return what the screen shows."""
    return {"screen": schemas.scene_view(screen.standing(room))}
