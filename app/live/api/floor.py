"""The floor: hands, and how it is given."""

from typing import Any

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.queries import floor as hands


@bp.post("/rooms/<slug>/hands")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.RaiseHand}}})
def raise_hand(slug: str) -> Any:
    """Ask to speak; a replayed key returns the first hand."""
    room = queries.room(actor(), slug)
    hand = actions.raise_hand(actor(), room, **parse(schemas.RaiseHand, json_body()))
    return schemas.own_hand_view(hand, hands.standing(room).place(hand)), 201


@bp.post("/rooms/<slug>/hands/hall")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.EnterHand}}})
def enter_hand(slug: str) -> Any:
    """Enter somebody of the hall among those who ask to speak."""
    room = queries.room(actor(), slug)
    hand = actions.enter_hand(actor(), room, **parse(schemas.EnterHand, json_body()))
    return schemas.desk_hand_view(hands.standing(room), hand), 201


@bp.post("/rooms/<slug>/hands/next")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.CallNextHand}}})
def call_next_hand(slug: str) -> Any:
    """Call the first of the queue."""
    room = queries.room(actor(), slug)
    hand = actions.call_next_hand(actor(), room, **parse(schemas.CallNextHand, json_body()))
    return schemas.desk_hand_view(hands.standing(room), hand)


@bp.post("/hands/<int:hand_id>/withdraw")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.LowerHand}}})
def withdraw_hand(hand_id: int) -> Any:
    """Lower a hand."""
    data = parse(schemas.LowerHand, {**json_body(), "hand": hand_id})
    hand = hands.hand(actor(), data.pop("hand"))
    return schemas.hand_state_view(actions.withdraw_hand(actor(), hand.room, hand, **data))


@bp.post("/hands/<int:hand_id>/move")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.MoveHand}}})
def move_hand(hand_id: int) -> Any:
    """Turn a hand into another state."""
    data = parse(schemas.MoveHand, {**json_body(), "hand": hand_id})
    hand = hands.hand(actor(), data.pop("hand"))
    return schemas.hand_state_view(actions.move_hand(actor(), hand.room, hand, **data))


@bp.post("/hands/<int:hand_id>/arrange")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ArrangeHand}}})
def arrange_hand(hand_id: int) -> Any:
    """Change a hand's place, what it asks for, or its seconds."""
    data = parse(schemas.ArrangeHand, {**json_body(), "hand": hand_id})
    hand = hands.hand(actor(), data.pop("hand"))
    return schemas.hand_state_view(actions.arrange_hand(actor(), hand.room, hand, **data))


@bp.post("/rooms/<slug>/floor")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.SetFloor}}})
def set_floor(slug: str) -> Any:
    """Say how the floor of a room is given."""
    room = queries.room(actor(), slug)
    actions.set_floor(actor(), room, **parse(schemas.SetFloor, json_body()))
    return schemas.floor_view(hands.standing(room))
