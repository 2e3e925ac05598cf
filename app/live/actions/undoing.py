"""Undoing: for a few seconds after an act, other moves take its questions back."""

from datetime import timedelta

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.errors import Refused
from app.core.facts import FactRecord, since
from app.core.i18n import N_
from app.live import rules
from app.live.actions.locking import _lock_questions
from app.live.actions.moderation import moderate_question
from app.live.models import MODERATION, UNDO_LASTS, UNDOABLE, Question, QuestionState, Room
from app.live.queries import journal

LATE = timedelta(seconds=5)  # the way of the click to the server


class UndoPassed(Refused):
    """The act is too old, or somebody acted on its questions since."""

    code = "undo_passed"
    message = N_(
        "N° %(numbers)s : ce n’est plus à annuler. Quelqu’un y a touché, ou c’est trop tard."
    )


@action(rules.may_moderate)
def undo_act(actor: Actor, room: Room, *, move: int) -> None:
    """
    Take back one's own act within a few seconds: move number `move` of a room, and its batch.

    Of a batch, what somebody touched since stays where it is.

    :raises NotFound: if there is no such move of the actor's
    :raises UndoPassed: if it is too old, or somebody acted since on all that it moved
    :raises MoveRefused: if there is no way back from where a question stands
    :raises AirTaken: if another question is on air where this one goes back to
    """
    moves = {row.data["question_id"]: row for row in journal.moves_of_act(actor, room, move)}
    asked = _lock_questions(Question.id.in_(moves))
    first = min(row.seq for row in moves.values())
    touched = {row.data.get("question_id"): row.seq for row in since(room.scope, first - 1)}
    free = [
        question
        for question in asked
        if touched[question.id] == moves[question.id].seq and _leads_back(moves[question.id])
    ]
    if not free:
        raise UndoPassed(numbers=", ".join(str(question.number) for question in asked))
    for question in free:
        _take_back(actor, question, moves[question.id])


def _leads_back(row: FactRecord) -> bool:
    is_late = now() - row.happened_at > UNDO_LASTS + LATE
    return row.data["was"] in UNDOABLE and not is_late


def _take_back(actor: Actor, question: Question, row: FactRecord) -> None:
    was = QuestionState(row.data["was"])
    details = {"into": row.data["into_id"]} if was == QuestionState.MERGED else {}
    for state in _way_back(question.state, was):
        moderate_question(
            actor, question, to=state.value, undoes=row.seq, **(details if state == was else {})
        )


def _way_back(stands: QuestionState, was: QuestionState) -> list[QuestionState]:
    """Return the moves of the table that lead back, one or two."""
    if was in MODERATION[stands]:
        return [was]
    between = (QuestionState.RECEIVED, QuestionState.TAKEN)  # they ask for nothing on the way
    return [
        next(one for one in between if one in MODERATION[stands] and was in MODERATION[one]),
        was,
    ]
