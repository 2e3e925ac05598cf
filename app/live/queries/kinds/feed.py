"""Lines of the written feed: everybody reads them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.facts import Fact
from app.live import queries, schemas
from app.live.facts import FeedLineWritten
from app.live.models import FeedLine, Room
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the lines that the facts touched."""
    ids = {fact.line_id for fact in told if isinstance(fact, FeedLineWritten)}
    if not ids:
        return Seen()
    query = select(FeedLine).where(FeedLine.id.in_(ids)).order_by(FeedLine.id)
    lines = db.session.scalars(query.options(joinedload(FeedLine.question)))
    return Seen.by_all(schemas.feed_view(line) for line in lines)


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the latest lines, the last one first."""
    return {"feed": [schemas.feed_view(line) for line in queries.feed(room)]}
