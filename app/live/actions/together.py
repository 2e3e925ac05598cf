"""Several waiting questions moved by one act, each through the rules of one."""

from contextlib import suppress
from uuid import uuid4

from app.core.actions import action
from app.core.actors import Actor
from app.live import rules
from app.live.actions.claims import ReadByAnother
from app.live.actions.locking import _lock_questions
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
    brought: dict[str, str | None] = {"batch": uuid4().hex}
    if to == QuestionState.REFUSED:
        _checked_reason(reason, words)
        brought |= {"reason": reason, "words": words}
    for question in _lock_questions(Question.room_id == room.id, Question.id.in_(questions)):
        with suppress(MoveRefused, ReadByAnother):
            moderate_question(actor, question, to=to, **brought)
