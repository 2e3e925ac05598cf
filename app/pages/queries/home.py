"""What the home page counts, and whether the database is ready; everything here is public."""

from dataclasses import dataclass
from functools import cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, union

from app.core.actors import Actor
from app.core.db import db
from app.directory.models import Organisation
from app.live import queries as live
from app.live import rules as live_rules
from app.live.models import Room
from app.live.queries.desk import waiting_questions
from app.meetings.models import Meeting, MeetingNote, MeetingStop, NoteKind
from app.meetings.queries import years_of_meetings
from config import ROOT


@dataclass(frozen=True)
class Counts:
    """Figures computed from the rows of the record, at this moment."""

    meetings: int
    concerns: int
    countries: int
    organisations: int
    years: tuple[int, int] | None


def landmarks(actor: Actor) -> Counts:
    """Return the figures of the home page; what the demonstration invents is left out."""
    real = Meeting.is_demonstration.is_(False)
    places = union(
        select(Meeting.country).where(real, Meeting.country.is_not(None)),
        select(MeetingStop.country).where(MeetingStop.country.is_not(None)),
        select(MeetingNote.country).where(MeetingNote.country.is_not(None)),
    ).subquery()
    heard = select(func.count(MeetingNote.id)).join(MeetingNote.meeting)
    counted = db.session.execute(
        select(
            select(func.count(Meeting.id)).where(real).scalar_subquery(),
            heard.where(real, MeetingNote.kind == NoteKind.CONCERN).scalar_subquery(),
            select(func.count()).select_from(places).scalar_subquery(),
            select(func.count(Organisation.id)).scalar_subquery(),
        )
    ).one()
    return Counts(*counted, years=years_of_meetings(actor))


@dataclass(frozen=True)
class Desk:
    """A room, what the actor may do in it, and how many questions wait for them there."""

    room: Room
    moderates: bool
    reports: bool
    waiting: int


def desks(actor: Actor) -> list[Desk]:
    """Return the rooms that the actor moderates or reports, those that are live first."""
    waiting = waiting_questions(actor)
    found = [
        Desk(
            room,
            moderates=live_rules.may_moderate(actor, room),
            reports=live_rules.may_write_feed(actor, room),
            waiting=waiting.get(room.id, 0),
        )
        for room in live.rooms(actor)
    ]
    return [desk for desk in found if desk.moderates or desk.reports]


def is_ready() -> bool:
    """Tell whether the database answers and stands at the last migration."""
    context = MigrationContext.configure(db.session.connection())
    return set(context.get_current_heads()) == _heads()


@cache
def _heads() -> set[str]:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return set(ScriptDirectory.from_config(config).get_heads())
