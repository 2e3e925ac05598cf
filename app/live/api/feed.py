"""The written feed, and where a room is seen and heard."""

from typing import Any

from app.core.errors import NotFound
from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, rules, schemas
from app.live.api.blueprint import bp


@bp.post("/rooms/<slug>/feed")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.WriteFeedLine}}})
def write_feed_line(slug: str) -> Any:
    """Write a line of the feed."""
    room = queries.room(actor(), slug)
    line = actions.write_feed_line(actor(), room, **parse(schemas.WriteFeedLine, json_body()))
    return schemas.feed_view(line), 201


@bp.post("/rooms/<slug>/feed/<int:line_id>/correction")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.CorrectFeedLine}}})
def correct_feed_line(slug: str, line_id: int) -> Any:
    """Correct a line of the feed; what it said stays beside it."""
    line = queries.feed_line(actor(), queries.room(actor(), slug), line_id)
    actions.correct_feed_line(actor(), line, **parse(schemas.CorrectFeedLine, json_body()))
    return schemas.feed_view(line)


@bp.get("/rooms/<slug>/stream")
def show_stream(slug: str) -> Any:
    """Return where the room is seen and heard, its address for who may watch."""
    stream = queries.room(actor(), slug).stream
    view = schemas.stream_view(stream)
    if stream is None or view is None:
        raise NotFound()
    address = stream.address if rules.may_watch(actor(), stream) else None
    return view | {"address": address}, 200, {"Cache-Control": "private, no-store"}


@bp.put("/rooms/<slug>/stream")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.GiveStream}}})
def give_stream(slug: str) -> Any:
    """Say where the room is seen and heard, or with no address that it is not."""
    room = queries.room(actor(), slug)
    actions.give_stream(actor(), room, **parse(schemas.GiveStream, json_body()))
    return schemas.room_view(room)
