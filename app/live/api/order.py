"""Who goes when, what asks the same, and how fair it was."""

from typing import Any

from app.core.allowances import LOOKALIKES
from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.queries.fairness import fairness
from app.live.queries.lookalikes import lookalike_views
from app.live.queries.order import order_view


@bp.get("/rooms/<slug>/order")
def show_order(slug: str) -> Any:
    """Return the rule in force and the questions that wait, as they are called."""
    return order_view(queries.room(actor(), slug))


@bp.post("/rooms/<slug>/order")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ChangeOrderRule}}})
def change_order_rule(slug: str) -> Any:
    """Change who goes first in the queue."""
    room = queries.room(actor(), slug)
    data = parse(schemas.ChangeOrderRule, json_body())
    return order_view(actions.change_order_rule(actor(), room, **data))


@bp.post("/questions/<int:question_id>/place")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.MoveQuestion}}})
def move_question(question_id: int) -> Any:
    """Hold a question at another place of the queue, or let the rule decide again."""
    data = parse(schemas.MoveQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.move_question(actor(), question, **data)
    return order_view(question.room)


@bp.post("/rooms/<slug>/lookalikes")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.FindLookalikes}}})
def find_lookalikes(slug: str) -> Any:
    """Return the public questions that ask much the same; what is sent is not kept."""
    room = queries.room(actor(), slug)
    data = parse(schemas.FindLookalikes, json_body())
    LOOKALIKES.spend(actor(), room.id)
    return {"lookalikes": lookalike_views(room, data["body"])}


@bp.post("/rooms/<slug>/entries")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.EnterQuestion}}})
def enter_question(slug: str) -> Any:
    """Enter what somebody asked in a hall."""
    room = queries.room(actor(), slug)
    question = actions.enter_question(actor(), room, **parse(schemas.EnterQuestion, json_body()))
    return schemas.receipt_view(question), 201


@bp.get("/rooms/<slug>/fairness")
def show_fairness(slug: str) -> Any:
    """Return who asked and who was heard, by country; small numbers are not told."""
    return schemas.fairness_view(fairness(queries.room(actor(), slug)))
