"""The JSON door of the rooms: the same writes as the socket, with the same schemas and keys."""

from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.queries import cursor

bp = Blueprint("live_api", __name__, url_prefix="/api/v1", description="Rooms and questions")
blueprints = (bp,)


@bp.get("/rooms")
def list_rooms() -> Any:
    """List the rooms, those that are live first."""
    return {"rooms": [schemas.room_view(room) for room in queries.rooms(actor())]}


@bp.get("/rooms/<slug>")
@bp.doc(parameters=[{"in": "query", "name": "after", "schema": {"type": "integer"}}])
def show_room(slug: str) -> Any:
    """Return what came after a number, or the whole room as its caller may see it."""
    room = queries.room(actor(), slug)
    return cursor.catch_up(actor(), room, request.args.get("after", type=int))


@bp.post("/rooms/<slug>/questions")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.AskQuestion}}})
def ask(slug: str) -> Any:
    """Put a question to a room; a replayed key returns the first answer."""
    room = queries.room(actor(), slug)
    question = actions.ask_question(actor(), room, **parse(schemas.AskQuestion, json_body()))
    return schemas.receipt_view(question), 201


@bp.get("/questions/<int:question_id>")
def show_question(question_id: int) -> Any:
    """Return a question as its caller may see it."""
    question = queries.question(actor(), question_id)
    votes = queries.votes_of([question.root_id])[question.root_id]
    own = actor().is_known and question.author_id == actor().id
    view = schemas.own_view if own else schemas.public_view
    return view(question, votes)


@bp.post("/questions/<int:question_id>/vote")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.VoteOnQuestion}}})
def vote(question_id: int) -> Any:
    """Support a question, or take the support back."""
    data = parse(schemas.VoteOnQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), question_id)
    return schemas.supported_view(actions.vote_on_question(actor(), question, on=data["on"]))


@bp.post("/questions/<int:question_id>/moderate")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ModerateQuestion}}})
def moderate(question_id: int) -> Any:
    """Turn a question into another state."""
    data = parse(schemas.ModerateQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.moderate_question(actor(), question, **data)
    return {"id": question.id, "state": question.state.value}


@bp.post("/rooms/<slug>/feed")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.WriteFeedLine}}})
def write_feed_line(slug: str) -> Any:
    """Write a line of the feed."""
    room = queries.room(actor(), slug)
    line = actions.write_feed_line(actor(), room, **parse(schemas.WriteFeedLine, json_body()))
    return schemas.feed_view(line), 201
