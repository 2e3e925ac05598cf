"""The order of a room's queue: its rule, and what moderators move by hand."""

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.actions.merging import _lock_room
from app.live.actions.rooms import _check_not_archived
from app.live.models import MoveReason, OrderRule, Question, QueueMove, Room
from app.live.queries import order


class NotInQueue(Refused):
    """The question waits for no turn."""

    code = "not_in_queue"
    message = N_("Cette question n’est plus dans la file. Rechargez la page.")


@action(rules.may_moderate, locked=True)
def change_order_rule(actor: Actor, room: Room, *, rule: str) -> Room:
    """
    Change who goes first in a room's queue; what is held by hand stays held.

    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    was, room.order_rule = room.order_rule, OrderRule(rule)
    if was != room.order_rule:
        record(actor, facts.OrderRuleChanged(room_id=room.id, was=was.value, to=rule))
    return room


@action(rules.may_moderate_question, locked=True)
def move_question(
    actor: Actor, question: Question, *, to: str, reason: str, place: int | None = None
) -> Question:
    """
    Hold a question at another place of the queue, or let the rule decide again.

    `to` is `up`, `down`, `first`, `place` (the number `place`, from 1) or `rule`.

    :raises NotInQueue: if the question does not wait for a turn
    :raises RoomArchived: if its room is archived
    :raises Invalid: if no place is given to go to
    """
    _check_not_archived(question.room)
    _lock_room(question)
    queue = order.order_of(question.room)
    stands = queue.places.get(question.id)
    if stands is None:
        raise NotInQueue()
    if to == "rule":
        if stands.is_held:
            question.turn = None
            _note(actor, question, stands.place, None, reason)
        return question
    target = _target(to, stands.place, place, len(queue.places))
    if target == stands.place and stands.is_held:
        return question
    _make_way(queue, stands.place, target)
    question.turn = queue.had + target
    _note(actor, question, stands.place, target, reason)
    return question


def _target(to: str, stands: int, place: int | None, last: int) -> int:
    if to == "place" and place is None:
        raise Invalid({"place": [translate(N_("Dites à quelle place."))]})
    wanted = {"up": stands - 1, "down": stands + 1, "first": 1, "place": place or 0}[to]
    return min(max(wanted, 1), last)


def _make_way(queue: order.Order, stands: int, target: int) -> None:
    """Move what is held between both places by one, so that everything else stays around it."""
    low, high = sorted((stands, target))
    step = 1 if target < stands else -1
    held = {
        one.question_id: one.place
        for one in queue.places.values()
        if one.is_held and low <= one.place <= high and one.place != stands
    }
    for other in db.session.scalars(select(Question).where(Question.id.in_(held))):
        other.turn = queue.had + held[other.id] + step


def _note(actor: Actor, question: Question, stands: int, target: int | None, reason: str) -> None:
    move = QueueMove(
        room_id=question.room_id,
        question_id=question.id,
        moved_by_id=actor.id,
        from_place=stands,
        to_place=target,
        reason=MoveReason(reason),
    )
    db.session.add(move)
    fact = facts.QueueMoved(
        room_id=question.room_id,
        question_id=question.id,
        was=stands,
        to=target,
        reason=reason,
    )
    record(actor, fact)
