"""Who enters questions for halls, and what they entered."""

from sqlalchemy import select

from app.core.actors import Actor
from app.core.db import db
from app.directory.models import Organisation
from app.live import queries
from app.live.models import Question, Room
from app.meetings.models import Delegate, DelegateState, Quota


def organisations_of(actor: Actor, room: Room) -> list[Organisation]:
    """Return the organisations whose hall the actor may speak for: a role held, or a delegate's."""
    held = {grant.number for grant in actor.grants if grant.place == "organisation"}
    delegated = (
        select(Quota.organisation_id)
        .join(Delegate, Delegate.quota_id == Quota.id)
        .where(
            Quota.meeting_id == room.meeting_id,
            Delegate.person_id == actor.id,
            Delegate.state == DelegateState.APPROVED,
        )
    )
    query = select(Organisation).where(Organisation.id.in_(held) | Organisation.id.in_(delegated))
    return list(db.session.scalars(query.order_by(Organisation.sort_name, Organisation.id)))


def entered_by(actor: Actor, room: Room, limit: int = 20) -> list[Question]:
    """Return the latest questions that the actor entered in a room, the last one first."""
    query = queries.questions().join(Question.entry)
    query = query.where(Question.room_id == room.id, Question.author_id == actor.id)
    return list(db.session.scalars(query.order_by(Question.number.desc()).limit(limit)))
