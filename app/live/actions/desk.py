"""Behind the desk: notes to the stage, and handing the desk over."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import record
from app.live import facts, rules
from app.live.actions.locking import _lock_questions
from app.live.actions.moderation import moderate_question
from app.live.actions.rooms import _check_not_archived
from app.live.models import Question, QuestionState, Room
from app.live.models.desk import HandOver, StageNote


@action(rules.may_run_room)
def write_stage_note(actor: Actor, room: Room, *, body: str) -> StageNote:
    """
    Write a short note to the stage.

    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    note = StageNote(room_id=room.id, author_id=actor.id, body=body)
    db.session.add(note)
    db.session.flush()
    record(actor, facts.StageNoteWritten(room_id=room.id, note_id=note.id))
    return note


@action(rules.may_read_stage_note, locked=True)
def read_stage_note(actor: Actor, note: StageNote) -> StageNote:
    """Say that a note was read on the stage; the first to say it stays."""
    if note.read_at is None:
        note.read_by_id, note.read_at = actor.id, now()
        record(actor, facts.StageNoteRead(room_id=note.room_id, note_id=note.id))
    return note


@action(rules.may_moderate)
def hand_over(actor: Actor, room: Room, *, note: str) -> HandOver:
    """
    Leave the desk to the others with a note; what one was reading is given back.

    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(room)
    held = _lock_questions(
        Question.room_id == room.id,
        Question.state == QuestionState.IN_REVIEW,
        Question.claimed_by_id == actor.id,
    )
    for question in held:
        moderate_question(actor, question, to=QuestionState.RECEIVED.value)
    left = HandOver(room_id=room.id, by_id=actor.id, note=note)
    db.session.add(left)
    db.session.flush()
    record(actor, facts.DeskHandedOver(room_id=room.id, hand_over_id=left.id))
    return left
