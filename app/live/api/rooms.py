"""Rooms: prepared, listed, read whole or from a number; their state and their window."""

from typing import Any

from flask import request

from app.core.errors import SignInRequired
from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.api.everybody import told_to_everybody
from app.live.queries import cursor
from app.meetings import queries as meetings


@bp.get("/rooms")
def list_rooms() -> Any:
    """List the rooms, those that are live first."""
    return {"rooms": [schemas.room_view(room) for room in queries.rooms(actor())]}


@bp.get("/rooms/<slug>")
@bp.doc(parameters=[{"in": "query", "name": "after", "schema": {"type": "integer"}}])
def show_room(slug: str) -> Any:
    """Return what came after a number, or the whole room as its caller may see it."""
    after = request.args.get("after", type=int)
    if after is None and not actor().is_known:
        return told_to_everybody(slug, request)
    return cursor.catch_up(actor(), queries.room(actor(), slug), after)


@bp.get("/rooms/<slug>/mine")
def show_mine(slug: str) -> Any:
    """Return what of a room belongs to its caller alone: their questions and supports."""
    room = queries.room(actor(), slug)
    if not actor().is_known:
        raise SignInRequired()
    return cursor.mine(actor(), room)


@bp.post("/meetings/<meeting>/rooms")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.PrepareRoom}}})
def prepare_room(meeting: str) -> Any:
    """Make a room for a meeting, closed at first."""
    found = meetings.meeting(actor(), meeting)
    room = actions.prepare_room(actor(), found, **parse(schemas.PrepareRoom, json_body()))
    return schemas.room_view(room), 201


@bp.post("/rooms/<slug>/state")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ChangeRoomState}}})
def change_room_state(slug: str) -> Any:
    """Open, pause, close or archive a room."""
    room = queries.room(actor(), slug)
    data = parse(schemas.ChangeRoomState, json_body())
    return schemas.room_view(actions.change_room_state(actor(), room, **data))


@bp.post("/rooms/<slug>/window")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.SetQuestionWindow}}})
def set_question_window(slug: str) -> Any:
    """Say when a room takes questions beside its session."""
    room = queries.room(actor(), slug)
    data = schemas.instants(parse(schemas.SetQuestionWindow, json_body()), room)
    return schemas.room_view(actions.set_question_window(actor(), room, **data))
