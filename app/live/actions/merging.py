"""Questions that ask the same: they follow one of them, with their authors and supports."""

from sqlalchemy import select, update

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts
from app.live.models import IN_LINE, PUBLIC_STATES, Question, QuestionState, Room
from app.live.queries.merges import brought_along


def _lock_room(question: Question) -> None:
    # Two moderators at once would otherwise both find the air free, or merge in a circle.
    room = select(Room.id).where(Room.id == question.room_id)
    db.session.execute(room.with_for_update(key_share=True))


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


def _bring_along(question: Question, target: Question) -> list[int]:
    """Let what was merged into `question` follow it, so that every vote has one root; say which."""
    db.session.flush()
    behind = select(Question.id).where(Question.merged_into_id == question.id)
    brought = list(db.session.scalars(behind.order_by(Question.id)))
    _follow(question.id, target.id)
    return brought


def _take_back(question: Question, root_id: int) -> None:
    """Let what a question brought along into another, and nobody moved since, leave with it."""
    db.session.flush()
    along = brought_along(question)
    if not along:
        return
    behind = select(Question).where(Question.id.in_(along), Question.merged_into_id == root_id)
    # One that is being treated at this instant is not waited for: two would wait in a circle.
    free = behind.order_by(Question.id).with_for_update(
        of=Question, key_share=True, skip_locked=True
    )
    for follower in db.session.scalars(free.execution_options(populate_existing=True)).all():
        follower.merged_into_id = question.id


def _follow(root_id: int, other_id: int | None) -> None:
    behind = Question.merged_into_id == root_id
    db.session.execute(update(Question).where(behind).values(merged_into_id=other_id))


def _leave_to_heir(actor: Actor, question: Question) -> Question | None:
    """Let the first of those merged into a question that goes away take its place before all."""
    _lock_room(question)
    heir = db.session.scalar(
        select(Question)
        .where(Question.merged_into_id == question.id, Question.state == QuestionState.MERGED)
        .order_by(Question.number)
        .limit(1)
        .with_for_update(of=Question, key_share=True)
        .execution_options(populate_existing=True)
    )
    if heir is None:
        # Only withdrawn ones followed it: each stands for itself again.
        _follow(question.id, None)
        return None
    heir.state = question.state if question.state in IN_LINE else QuestionState.RECEIVED
    heir.merged_into_id, heir.moved_at = None, now()
    db.session.flush()
    _follow(question.id, heir.id)
    succeeded = facts.QuestionSucceeded(
        room_id=heir.room_id,
        question_id=heir.id,
        was=QuestionState.MERGED.value,
        to=heir.state.value,
        into_id=question.id,
    )
    record(actor, succeeded)
    return heir
