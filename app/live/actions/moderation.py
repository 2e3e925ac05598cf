"""What becomes of a question: taken, refused, merged or answered by the desk, or withdrawn."""

from sqlalchemy import select, update

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.actions.rooms import _check_not_archived
from app.live.models import (
    MODERATION,
    PUBLIC_STATES,
    WITHDRAWABLE,
    Question,
    QuestionState,
    RefusalReason,
    Room,
)


class MoveRefused(Refused):
    """A question cannot go from where it stands to there."""

    code = "move_refused"
    message = N_("Cette question a déjà été traitée autrement. Rechargez la page.")


class AirTaken(Refused):
    """Another question is on air."""

    code = "air_taken"
    message = N_(
        "La n° %(number)s est encore à l’antenne. Dites d’abord si elle a reçu sa réponse."
    )


@action(rules.is_author, locked=True)
def withdraw_question(actor: Actor, question: Question) -> Question:
    """
    Take one's question back before it is answered.

    :raises MoveRefused: if it was already treated
    :raises RoomArchived: if its room is archived
    """
    _check_not_archived(question.room)
    if question.state == QuestionState.WITHDRAWN:
        return question
    if question.state not in WITHDRAWABLE:
        raise MoveRefused()
    was = question.state
    _move(question, QuestionState.WITHDRAWN)
    record(
        actor,
        facts.QuestionWithdrawn(room_id=question.room_id, question_id=question.id, was=was.value),
    )
    return question


@action(rules.may_moderate_question, locked=True)
def moderate_question(
    actor: Actor,
    question: Question,
    *,
    to: str,
    reason: str | None = None,
    words: str | None = None,
    into: int | None = None,
    answer: str | None = None,
) -> Question:
    """
    Turn a question into another state.

    `reason` and `words` go with a refusal, `into` with a merge, `answer` with an answer in writing.

    :raises MoveRefused: if the question cannot go there from where it stands, or stands there
        for another reason, in another question or with another answer
    :raises RoomArchived: if its room is archived
    :raises AirTaken: if another question is on air
    :raises Invalid: if a refusal lacks its reason, or a merge the question it goes into
    """
    _check_not_archived(question.room)
    state = QuestionState(to)
    if question.state == state and _says_the_same(question, reason, words, into, answer):
        return question
    if state not in MODERATION[question.state]:
        raise MoveRefused()
    was, parted_from = question.state, question.merged_into_id
    target = _merge_target(question, into) if state == QuestionState.MERGED else None
    if state == QuestionState.ON_AIR:
        _check_air(question)
    _move(question, state)
    question.reason = _reason(reason, words) if state == QuestionState.REFUSED else None
    question.reason_words = words if state == QuestionState.REFUSED else None
    question.merged_into_id = target.id if target else None
    if answer is not None and state == QuestionState.ANSWERED:
        question.answer = answer
    if target:
        _bring_along(question, target)
    record(
        actor,
        facts.QuestionModerated(
            room_id=question.room_id,
            question_id=question.id,
            was=was.value,
            to=state.value,
            into_id=target.id if target else parted_from,
        ),
    )
    return question


def _says_the_same(
    question: Question,
    reason: str | None,
    words: str | None,
    into: int | None,
    answer: str | None,
) -> bool:
    """Whether a repeated act brings nothing that would be lost by doing nothing."""
    stands = (question.reason, question.reason_words, question.merged_into_id, question.answer)
    brought = (reason, words, into, answer)
    return all(new is None or new == old for old, new in zip(stands, brought, strict=True))


def _move(question: Question, state: QuestionState) -> None:
    question.state = state
    question.moved_at = now()


def _reason(reason: str | None, words: str | None) -> RefusalReason:
    if reason is None:
        raise Invalid({"reason": [translate(N_("Dites pourquoi : son auteur le lira."))]})
    if reason == RefusalReason.OTHER and not words:
        raise Invalid({"words": [translate(N_("Dites cette raison en quelques mots."))]})
    return RefusalReason(reason)


def _merge_target(question: Question, into: int | None) -> Question:
    _lock_room(question)
    shown = select(Question).where(
        Question.id == into,
        Question.id != question.id,
        Question.room_id == question.room_id,
        Question.state.in_(PUBLIC_STATES),
    )
    target = db.session.scalar(shown)
    if target is None:
        sentence = N_("Choisissez une question retenue de cette salle.")
        raise Invalid({"into": [translate(sentence)]})
    return target


def _bring_along(question: Question, target: Question) -> None:
    """Let what was merged into `question` follow it, so that every vote has one root."""
    db.session.flush()
    db.session.execute(
        update(Question)
        .where(Question.merged_into_id == question.id)
        .values(merged_into_id=target.id)
    )


def _lock_room(question: Question) -> None:
    # Two moderators at once would otherwise both find the air free, or merge in a circle.
    room = select(Room.id).where(Room.id == question.room_id)
    db.session.execute(room.with_for_update(key_share=True))


def _check_air(question: Question) -> None:
    _lock_room(question)
    query = select(Question.number).where(
        Question.room_id == question.room_id, Question.state == QuestionState.ON_AIR
    )
    other = db.session.scalar(query)
    if other is not None:
        raise AirTaken(number=other)
