"""Reads of calls; they are public."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.accreditation.models import Call
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound


def calls(_actor: Actor) -> list[Call]:
    """Return every call, the newest first."""
    return list(db.session.scalars(_calls().order_by(Call.opens_on.desc(), Call.id.desc())))


def open_calls(actor: Actor, on: date) -> list[Call]:
    """Return the calls that take dossiers on that day."""
    return [call for call in calls(actor) if call.is_open(on)]


def call(_actor: Actor, slug: str) -> Call:
    """
    Return a call with its criteria and its requirements.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(_calls().where(Call.slug == slug))
    if found is None:
        raise NotFound()
    return found


def is_taken(slug: str) -> bool:
    """Whether a call has that address."""
    return db.session.scalar(select(Call.id).where(Call.slug == slug)) is not None


def _calls() -> Select[Call]:
    return select(Call).options(selectinload(Call.criteria), selectinload(Call.requirements))
