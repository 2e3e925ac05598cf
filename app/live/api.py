"""The JSON door of the rooms: the same writes as the socket, with the same schemas and keys."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from app.core.errors import SignInRequired
from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.models import Room
from app.live.queries import cursor
from app.live.queries.shared import shared

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
    room, after = queries.room(actor(), slug), request.args.get("after", type=int)
    if after is None and not actor().is_known:
        return _told_to_everybody(room)
    return cursor.catch_up(actor(), room, after)


def _told_to_everybody(room: Room) -> Response:
    """Return the snapshot that is the same for everybody, compressed once; 304 to who has it."""
    kept = shared(room)
    is_compressed = request.accept_encodings.quality("gzip") > 0
    answer = Response(kept.compressed if is_compressed else kept.text, mimetype="application/json")
    if is_compressed:
        answer.content_encoding = "gzip"
    answer.vary.update(["Accept-Encoding", "Authorization", "Cookie"])
    answer.cache_control.no_cache = "*"
    answer.set_etag(kept.etag, weak=True)
    answer.make_conditional(request)
    return answer


@bp.get("/rooms/<slug>/mine")
def show_mine(slug: str) -> Any:
    """Return what of a room belongs to its caller alone: their questions and supports."""
    room = queries.room(actor(), slug)
    if not actor().is_known:
        raise SignInRequired()
    return cursor.mine(actor(), room)


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
