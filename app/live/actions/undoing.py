"""Undoing: for a few seconds after a move, another move takes the question back."""

from datetime import timedelta

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.facts import FactRecord, since
from app.core.i18n import N_
from app.live import rules
from app.live.actions.moderation import moderate_question
from app.live.models import MODERATION, UNDO_LASTS, UNDOABLE, Question, QuestionState

LATE = timedelta(seconds=5)  # the way of the click to the server


class UndoPassed(Refused):
    """The move is too old, or somebody acted on the question since."""

    code = "undo_passed"
    message = N_(
        "La n° %(number)s n’est plus à annuler : quelqu’un y a touché, ou c’est trop tard."
    )


@action(rules.may_moderate_question, locked=True)
def undo_move(actor: Actor, question: Question, *, move: int) -> Question:
    """
    Take back one's own move of a question, number `move` of its room, within a few seconds.

    :raises NotFound: if there is no such move of the actor's
    :raises UndoPassed: if it is too old, or somebody acted on the question since
    :raises MoveRefused: if there is no way back from where the question stands
    :raises AirTaken: if another question is on air where this one goes back to
    """
    row = _move(actor, question, move)
    was = QuestionState(row.data["was"])
    is_late = now() - row.happened_at > UNDO_LASTS + LATE
    if is_late or was not in UNDOABLE or _touched_since(question, row):
        raise UndoPassed(number=question.number)
    details = {"into": row.data["into_id"]} if was == QuestionState.MERGED else {}
    for state in _way_back(question.state, was):
        moderate_question(
            actor, question, to=state.value, undoes=row.seq, **(details if state == was else {})
        )
    return question


def _move(actor: Actor, question: Question, seq: int) -> FactRecord:
    query = select(FactRecord).where(
        FactRecord.scope == question.room.scope,
        FactRecord.seq == seq,
        FactRecord.name == "QuestionModerated",
        FactRecord.actor_id == actor.id,
    )
    row = db.session.scalar(query)
    if row is None or row.data["question_id"] != question.id:
        raise NotFound()
    return row


def _touched_since(question: Question, row: FactRecord) -> bool:
    if question.state != row.data["to"]:
        return True
    later = since(question.room.scope, row.seq)
    return any(one.data.get("question_id") == question.id for one in later)


def _way_back(stands: QuestionState, was: QuestionState) -> list[QuestionState]:
    """Return the moves of the table that lead back, one or two."""
    if was in MODERATION[stands]:
        return [was]
    between = (QuestionState.RECEIVED, QuestionState.TAKEN)  # they ask for nothing on the way
    return [
        next(one for one in between if one in MODERATION[stands] and was in MODERATION[one]),
        was,
    ]
