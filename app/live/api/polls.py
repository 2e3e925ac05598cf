"""Polls and ballots."""

from typing import Any

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, rules, schemas
from app.live.api.blueprint import bp
from app.live.queries import polls


@bp.get("/rooms/<slug>/polls")
def list_polls(slug: str) -> Any:
    """List the polls of a room that opened, or all of them for its desk, the latest first."""
    room = queries.room(actor(), slug)
    at_desk = rules.may_moderate(actor(), room)
    found = polls.polls_of(actor(), room, at_desk=at_desk)
    return {"polls": polls.poll_views(found, at_desk=at_desk)}


@bp.post("/rooms/<slug>/polls")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.PreparePoll}}})
def prepare_poll(slug: str) -> Any:
    """Prepare a poll, for the desk."""
    room = queries.room(actor(), slug)
    poll = actions.prepare_poll(actor(), room, **parse(schemas.PreparePoll, json_body()))
    return schemas.poll_receipt_view(poll), 201


@bp.get("/rooms/<slug>/polls/<int:number>")
def show_poll(slug: str, number: int) -> Any:
    """Return a poll as its caller may see it."""
    room = queries.room(actor(), slug)
    poll = polls.poll(actor(), room, number)
    return polls.poll_views([poll], at_desk=rules.may_moderate(actor(), room))[0]


@bp.post("/rooms/<slug>/polls/<int:number>/move")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.MovePoll}}})
def move_poll(slug: str, number: int) -> Any:
    """Open, close, publish or give up a poll."""
    poll = polls.poll(actor(), queries.room(actor(), slug), number)
    data = parse(schemas.MovePoll, json_body())
    return schemas.poll_receipt_view(actions.POLL_ACTS[data.pop("to")](actor(), poll, **data))


@bp.post("/rooms/<slug>/polls/<int:number>/ballots")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.CastBallot}}})
def cast_ballot(slug: str, number: int) -> Any:
    """Vote in a poll, once; a replayed key returns the first answer."""
    poll = polls.poll(actor(), queries.room(actor(), slug), number)
    taken = actions.cast_ballot(actor(), poll, **parse(schemas.CastBallot, json_body()))
    return schemas.ballot_view(taken), 201
