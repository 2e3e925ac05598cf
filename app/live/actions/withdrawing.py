"""What an author does with a question of theirs: take it back, and put it back."""

from app.core.actions import action
from app.core.actors import ANONYMOUS, Actor
from app.core.clock import now
from app.core.facts import record
from app.live import facts, rules
from app.live.actions.merging import _leave_to_heir, _lock_room
from app.live.actions.moderation import MoveRefused
from app.live.actions.questions import _check_may_wait, _teller
from app.live.actions.rooms import _check_not_archived
from app.live.models import MOVES, WITHDRAWABLE, Question, QuestionState


@action(rules.is_author, locked=True)
def withdraw_question(actor: Actor, question: Question) -> Question:
    """
    Take one's question back before it is answered; the first merged into it takes its place.

    :raises MoveRefused: if it was already treated
    :raises RoomArchived: if its room is archived
    """
    _check_not_archived(question.room)
    if question.state == QuestionState.WITHDRAWN:
        return question
    if question.state not in WITHDRAWABLE:
        raise MoveRefused()
    was = question.state
    heir = _leave_to_heir(ANONYMOUS, question)
    question.state, question.moved_at = QuestionState.WITHDRAWN, now()
    question.claimed_by_id = question.claimed_at = None
    question.merged_into_id = heir.id if heir else None
    withdrawn = facts.QuestionWithdrawn(
        room_id=question.room_id,
        question_id=question.id,
        was=was.value,
        into_id=question.merged_into_id,
    )
    record(_teller(actor, question), withdrawn)
    return question


@action(rules.is_author, locked=True)
def reinstate_question(actor: Actor, question: Question) -> Question:
    """
    Put a question one took back to the desk again, or among those that followed it.

    :raises MoveRefused: if it was not taken back
    :raises RoomClosed: if the room takes no question now
    :raises TooManyWaiting: if five of the actor's questions wait already
    """
    to = QuestionState.MERGED if question.merged_into_id else QuestionState.RECEIVED
    if to not in MOVES[question.state].author:
        raise MoveRefused()
    _lock_room(question)
    _check_may_wait(actor, question.room)
    question.state, question.moved_at, question.turn = to, now(), None
    reinstated = facts.QuestionReinstated(
        room_id=question.room_id,
        question_id=question.id,
        to=to.value,
        into_id=question.merged_into_id,
    )
    record(_teller(actor, question), reinstated)
    return question
