"""Several waiting questions moved by one act, each through the rules of one."""

from contextlib import suppress

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.live import rules
from app.live.actions.claims import ReadByAnother
from app.live.actions.moderation import MoveRefused, _checked_reason, moderate_question
from app.live.actions.rooms import _check_not_archived
from app.live.models import Question, QuestionState, Room


@action(rules.may_moderate)
def moderate_together(
    actor: Actor,
    room: Room,
    *,
    questions: list[int],
    to: str,
    reason: str | None = None,
    words: str | None = None,
) -> None:
    """
    Accept, refuse with one reason, or give back several questions of a room, all in one act.

    Those that cannot go there, or that another moderator reads, stay where they are.

    :raises RoomArchived: if the room is archived
    :raises Invalid: if a refusal lacks its reason
    """
    _check_not_archived(room)
    brought = {}
    if to == QuestionState.REFUSED:
        _checked_reason(reason, words)
        brought = {"reason": reason, "words": words}
    # All locked first, in one order: two batches, or a batch and one act, never wait in a circle.
    found = (
        select(Question)
        .where(Question.room_id == room.id, Question.id.in_(questions))
        .order_by(Question.id)
        .with_for_update(of=Question, key_share=True)
        .execution_options(populate_existing=True)
    )
    for question in db.session.scalars(found).all():
        with suppress(MoveRefused, ReadByAnother):
            moderate_question(actor, question, to=to, **brought)
