"""Claims: one moderator reads a question, the others see who, and nobody collides."""

from sqlalchemy import select

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_
from app.live import facts
from app.live.models import Question, QuestionState


class ReadByAnother(Refused):
    """Another moderator is reading the question."""

    code = "read_by_another"
    message = N_("La n° %(number)s est lue par %(name)s. Reprenez-la d’abord si elle attend trop.")


def _check_claim(actor: Actor, question: Question, over: bool = False) -> None:
    """
    Let who claimed the question treat it, and others once the claim is old or taken `over`.

    :raises ReadByAnother: if another moderator reads it
    """
    reader = question.claimed_by
    if reader is None or reader.id == actor.id or question.claim_is_stale or over:
        return
    raise ReadByAnother(number=question.number, name=reader.name)


def _claim(actor: Actor, question: Question) -> None:
    question.claimed_by_id, question.claimed_at = actor.id, now()


def _release_others(actor: Actor, question: Question) -> None:
    """Give back what else the actor was reading in the room: one reads one question at a time."""
    held = (
        select(Question)
        .where(
            Question.room_id == question.room_id,
            Question.id != question.id,
            Question.claimed_by_id == actor.id,
        )
        .order_by(Question.id)
        # One that is being treated at this instant is not waited for: two would wait in a circle.
        .with_for_update(of=Question, key_share=True, skip_locked=True)
    )
    for other in db.session.scalars(held).all():
        other.state, other.moved_at = QuestionState.RECEIVED, now()
        other.claimed_by_id = other.claimed_at = None
        record(
            actor,
            facts.QuestionModerated(
                room_id=other.room_id,
                question_id=other.id,
                was=QuestionState.IN_REVIEW.value,
                to=QuestionState.RECEIVED.value,
            ),
        )
