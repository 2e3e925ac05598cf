"""What stands behind the desk: notes to the stage, who is at the desk, who handed it over."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.presence import presence
from app.live import rules
from app.live.models import Question, QuestionState, Room
from app.live.models.desk import HandOver, StageNote
from app.live.models.saved_views import SavedView


def waiting_questions(actor: Actor) -> dict[int, int]:
    """Return how many questions wait for the actor, by room: nobody reads them, or the actor."""
    waits = or_(
        Question.state == QuestionState.RECEIVED,
        (Question.state == QuestionState.IN_REVIEW) & (Question.claimed_by_id == actor.id),
    )
    query = select(Question.room_id, func.count()).where(waits).group_by(Question.room_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def stage_notes(room: Room, limit: int = 5) -> list[StageNote]:
    """Return the latest notes of a room to its stage, the last one first."""
    query = select(StageNote).where(StageNote.room_id == room.id)
    named = (joinedload(StageNote.author), joinedload(StageNote.read_by))
    return list(
        db.session.scalars(query.options(*named).order_by(StageNote.id.desc()).limit(limit))
    )


def stage_note(actor: Actor, room: Room, note_id: int) -> StageNote:
    """
    Return a note of a room to its stage.

    :raises NotFound: if there is none, or it is not the actor's to read
    """
    found = db.session.get(StageNote, note_id)
    if found is None or found.room_id != room.id or not rules.may_stand_on_stage(actor, room):
        raise NotFound()
    return found


def last_hand_over(room: Room) -> HandOver | None:
    """Return the latest hand-over of a room's desk."""
    query = select(HandOver).where(HandOver.room_id == room.id).options(joinedload(HandOver.by))
    return db.session.scalar(query.order_by(HandOver.id.desc()).limit(1))


def at_desk(room: Room) -> list[str]:
    """Return the names of who sits at the desk of a room now."""
    ids = [int(number) for number in presence.by_country(room.desk_topic) if number]
    query = select(Person.name).where(Person.id.in_(ids)).order_by(Person.name)
    return list(db.session.scalars(query)) if ids else []


def saved_views(actor: Actor, room: Room) -> list[SavedView]:
    """Return the filters kept for a room's desk: the actor's own, then those others share."""
    is_own = SavedView.owner_id == actor.id
    query = select(SavedView).where(
        SavedView.room_id == room.id,
        SavedView.removed_at.is_(None),
        or_(is_own, SavedView.is_shared),
    )
    shown = query.options(joinedload(SavedView.owner)).order_by(is_own.desc(), SavedView.id)
    return list(db.session.scalars(shown)) if rules.may_moderate(actor, room) else []


def saved_view(actor: Actor, room: Room, view_id: int) -> SavedView:
    """
    Return a filter kept for a room's desk.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.get(SavedView, view_id)
    if found is None or found.room_id != room.id or not rules.may_see_view(actor, found):
        raise NotFound()
    return found
