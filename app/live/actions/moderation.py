"""What becomes of a question by the desk's hand: one act for every move of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import last_showing, now
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.actions.answering import _answer, _office, _promise
from app.live.actions.claims import _check_claim, _claim, _release_others
from app.live.actions.merging import _bring_along, _lock_room, _merge_target, _take_back
from app.live.actions.rooms import _check_not_archived
from app.live.actions.wording import _reword
from app.live.models import (
    IN_LINE,
    MODERATION,
    SETTLED,
    AnswerMode,
    Question,
    QuestionState,
    RefusalReason,
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


@dataclass(frozen=True, kw_only=True)
class _Details:
    """What goes with a move: each state takes its own, and leaves the rest aside."""

    reason: str | None = None
    words: str | None = None
    into: int | None = None
    answer: str | None = None
    respondent: str | None = None
    office: str | None = None
    minute: str | None = None
    due: date | None = None
    wording: str | None = None
    undoes: int | None = None
    batch: str | None = None


@action(rules.may_moderate_question, locked=True)
def moderate_question(
    actor: Actor, question: Question, *, to: str, over: bool = False, **details: Any
) -> Question:
    """
    Turn a question into another state.

    `reason` and `words` go with a refusal, `into` with a merge, `wording` with an acceptance;
    `answer`, `respondent`, `office` and `minute` with an answer, `office` and `due` with one that
    is owed; `over` takes over from another moderator who reads it.

    :raises MoveRefused: if the question cannot go there from where it stands, or stands there
        for another reason, in another question or with another answer
    :raises ReadByAnother: if another moderator reads it
    :raises RoomArchived: if its room is archived
    :raises AirTaken: if another question is on air
    :raises Invalid: if a refusal lacks its reason, a merge the question it goes into, or an
        answer that is owed its body or its day
    """
    _check_not_archived(question.room)
    state, brought = QuestionState(to), _Details(**details)
    if question.state == state and _stands_so(actor, question, brought):
        return question
    is_read_again = question.state == state == QuestionState.IN_REVIEW
    if state not in MODERATION[question.state] and not is_read_again:
        raise MoveRefused()
    _check_claim(actor, question, over)
    was, parted_from = question.state, question.merged_into_id
    # Nothing is written before the row says one thing again.
    with db.session.no_autoflush:
        _leave(question, state)
        ENTERING.get(state, _enter_freely)(actor, question, brought)
        question.state, question.moved_at = state, now()
        if not {was, state} <= set(IN_LINE):
            question.turn = None  # what comes back into the queue goes by the rule
    along: list[int] = []
    if question.merged_into:
        along = _bring_along(question, question.merged_into)
    elif parted_from:
        _take_back(question, parted_from)
    if state == QuestionState.IN_REVIEW:
        _release_others(actor, question)
    moved = facts.QuestionModerated(
        room_id=question.room_id,
        question_id=question.id,
        was=was.value,
        to=state.value,
        into_id=question.merged_into_id or parted_from,
        undoes=brought.undoes,
        brought=along,
        batch=brought.batch,
    )
    record(actor, moved)
    return question


def _leave(question: Question, state: QuestionState) -> None:
    """Take off what the state it stood in had brought; what was written stays in the row."""
    question.reason = question.reason_words = None
    question.claimed_by_id = question.claimed_at = None
    question.merged_into = question.merged_into_id = None
    question.answered_as = question.answered_at = None
    if state not in SETTLED:
        question.respondent = question.office_id = question.office_words = question.due_on = None


def _enter_review(actor: Actor, question: Question, _brought: _Details) -> None:
    if not actor.is_known:
        raise MoveRefused()
    _claim(actor, question)


def _enter_line(_actor: Actor, question: Question, brought: _Details) -> None:
    if brought.wording is not None:
        _reword(question, brought.wording)


def _enter_air(_actor: Actor, question: Question, _brought: _Details) -> None:
    _lock_room(question)
    on_air = Question.state == QuestionState.ON_AIR
    query = select(Question.number).where(
        Question.room_id == question.room_id, Question.id != question.id, on_air
    )
    other = db.session.scalar(query)
    if other is not None:
        raise AirTaken(number=other)


def _enter_answer(_actor: Actor, question: Question, brought: _Details) -> None:
    _answer(question, brought.answer, brought.respondent, brought.office, brought.minute)


def _enter_follow_up(_actor: Actor, question: Question, brought: _Details) -> None:
    _promise(question, brought.office, brought.due)


def _enter_refusal(_actor: Actor, question: Question, brought: _Details) -> None:
    question.reason = _checked_reason(brought.reason, brought.words)
    question.reason_words = brought.words


def _checked_reason(reason: str | None, words: str | None) -> RefusalReason:
    if reason is None:
        raise Invalid({"reason": [translate(N_("Dites pourquoi : son auteur le lira."))]})
    if reason == RefusalReason.OTHER and not words:
        raise Invalid({"words": [translate(N_("Dites cette raison en quelques mots."))]})
    return RefusalReason(reason)


def _enter_merge(_actor: Actor, question: Question, brought: _Details) -> None:
    question.merged_into = _merge_target(question, brought.into)
    question.merged_into_id = question.merged_into.id


def _enter_freely(_actor: Actor, _question: Question, _brought: _Details) -> None:
    """Enter a state that asks for nothing."""


ENTERING: dict[QuestionState, Callable[[Actor, Question, _Details], None]] = {
    QuestionState.IN_REVIEW: _enter_review,
    QuestionState.TAKEN: _enter_line,
    QuestionState.QUEUED: _enter_line,
    QuestionState.ON_AIR: _enter_air,
    QuestionState.ANSWERED: _enter_answer,
    QuestionState.FOLLOW_UP: _enter_follow_up,
    QuestionState.REFUSED: _enter_refusal,
    QuestionState.MERGED: _enter_merge,
}


def _stands_so(actor: Actor, question: Question, brought: _Details) -> bool:
    """Whether a repeated act brings nothing that would be lost by doing nothing."""
    if question.state == QuestionState.IN_REVIEW:
        return question.claimed_by_id == actor.id and not question.claim_is_stale
    is_written = question.answered_as == AnswerMode.WRITTEN
    pairs: list[tuple[Any, Any]] = [
        (brought.reason, question.reason),
        (brought.words, question.reason_words),
        (brought.into, question.merged_into_id),
        (brought.answer, question.answer if is_written else None),
        (brought.respondent, question.respondent),
        (brought.due, question.due_on),
        (brought.wording, question.body),
    ]
    if brought.office:
        pairs.append((_office(brought.office), (question.office_id, question.office_words)))
    if brought.minute and question.answered_at:
        at = question.answered_at.replace(second=0, microsecond=0)
        pairs.append((last_showing(brought.minute, question.room.meeting.timezone), at))
    return all(new is None or new == old for new, old in pairs)
