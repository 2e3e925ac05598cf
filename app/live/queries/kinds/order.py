"""The order of the queue: everybody sees the rule and who comes next."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import Actor
from app.core.facts import Fact
from app.live.facts import OrderRuleChanged, QueueMoved
from app.live.models import Room
from app.live.queries.kinds.seen import Seen
from app.live.queries.order import order_view


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the order if the desk changed its rule or moved a question."""
    if not any(isinstance(fact, OrderRuleChanged | QueueMoved) for fact in told):
        return Seen()
    return Seen.by_all([order_view(room)])


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the rule and the questions that wait, as they are called."""
    return {"order": order_view(room)}
