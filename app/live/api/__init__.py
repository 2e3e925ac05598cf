"""The JSON door of the rooms: the same writes as the socket, with the same schemas and keys."""

from app.live.api import (
    feed,
    floor,
    journal,
    minutes,
    order,
    polls,
    questions,
    rooms,
    saved_views,
    screen,
    stage,
)
from app.live.api.blueprint import bp
from app.live.api.everybody import setup

__all__ = [
    "feed",
    "floor",
    "journal",
    "minutes",
    "order",
    "polls",
    "questions",
    "rooms",
    "saved_views",
    "screen",
    "setup",
    "stage",
]

blueprints = (bp,)
