"""Reads of meetings; they are public, so everybody sees all of them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.core.formats import sort_key
from app.directory.models import Framework, Organisation
from app.meetings.models import (
    Meeting,
    MeetingHost,
    MeetingNote,
    MeetingStatus,
    MeetingStop,
    NoteKind,
    StatedFigure,
)

PER_PAGE = 50
last_day = func.coalesce(Meeting.ends_on, Meeting.starts_on)


def meeting(_actor: Actor, slug: str) -> Meeting:
    """
    Return a meeting with everything that is known of it.

    :raises NotFound: if there is none
    """
    query = select(Meeting).where(Meeting.slug == slug)
    found = db.session.scalar(
        query.options(
            joinedload(Meeting.framework).joinedload(Framework.convened_by),
            joinedload(Meeting.led_by),
            joinedload(Meeting.invited_by),
            joinedload(Meeting.theme),
            joinedload(Meeting.source),
            selectinload(Meeting.agenda),
            selectinload(Meeting.hosts).joinedload(MeetingHost.organisation),
            selectinload(Meeting.stops),
            selectinload(Meeting.figures).joinedload(StatedFigure.source),
            selectinload(Meeting.notes).joinedload(MeetingNote.term),
        )
    )
    if found is None:
        raise NotFound()
    return found


def meetings(
    _actor: Actor,
    *,
    framework: str | None = None,
    kind: str | None = None,
    country: str | None = None,
    period: str | None = None,
    since: date | None = None,
    until: date | None = None,
    text: str | None = None,
    sort: str = "recent",
) -> Select[Meeting]:
    """Return the query of the meetings that fit; a country counts where it is a stop too."""
    query = select(Meeting).options(joinedload(Meeting.framework))
    if framework:
        query = query.join(Meeting.framework).where(Framework.slug == framework)
    if kind:
        query = query.where(Meeting.kind == kind)
    if country:
        query = query.where(_touches(country))
    if period:
        query = query.where(is_upcoming() if period == "upcoming" else is_past())
    if since:
        query = query.where(_not_before(since))
    if until:
        query = query.where(_not_after(until))
    for word in sort_key(text or "").split():
        query = query.where(Meeting.search_text.contains(word, autoescape=True))
    return query.order_by(*_order(sort))


def page_of_meetings(actor: Actor, *, page: int = 1, **filters: Any) -> Any:
    """Return one page of those that fit (`items`, `total`, `page`, `pages`), at most the last."""
    query = meetings(actor, **filters)
    found = db.paginate(query, page=page, per_page=PER_PAGE, error_out=False)
    if 1 <= found.pages < page:
        return db.paginate(query, page=found.pages, per_page=PER_PAGE, error_out=False)
    return found


def every_meeting(actor: Actor, **filters: Any) -> list[Meeting]:
    """Return all the meetings that fit, for an export or a feed."""
    return list(db.session.scalars(meetings(actor, **filters)))


def meeting_names(numbers: Collection[int]) -> dict[int, str]:
    """Return how meetings are called."""
    query = select(Meeting.id, Meeting.title).where(Meeting.id.in_(numbers))
    return dict(db.session.execute(query).all())


def dated_meetings(actor: Actor) -> list[Meeting]:
    """Return the meetings whose days are known, soonest first."""
    query = meetings(actor, sort="oldest").where(Meeting.starts_on.is_not(None))
    return list(db.session.scalars(query))


def changed_meetings(_actor: Actor, limit: int = 30) -> list[Meeting]:
    """Return the meetings that were entered or changed last."""
    query = select(Meeting).options(joinedload(Meeting.framework))
    query = query.order_by(Meeting.changed_at.desc(), Meeting.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def next_meetings(_actor: Actor, limit: int = 3) -> list[Meeting]:
    """Return the meetings that come next and stand, soonest first."""
    query = select(Meeting).options(joinedload(Meeting.framework))
    query = query.where(is_upcoming(), Meeting.status != MeetingStatus.CANCELLED)
    query = query.order_by(Meeting.starts_on, Meeting.starts_at, Meeting.id).limit(limit)
    return list(db.session.scalars(query))


def last_meetings(actor: Actor, limit: int = 3) -> list[Meeting]:
    """Return the meetings of the record held last, among those whose days are known."""
    query = meetings(actor, period="past").where(
        Meeting.starts_on.is_not(None),
        Meeting.is_demonstration.is_(False),
        Meeting.status != MeetingStatus.CANCELLED,
    )
    return list(db.session.scalars(query.limit(limit)))


def meetings_of(actor: Actor, framework: Framework) -> list[Meeting]:
    """Return the meetings of a framework, latest first."""
    return every_meeting(actor, framework=framework.slug)


def meetings_with(_actor: Actor, organisation: Organisation) -> list[Meeting]:
    """Return the meetings that an organisation led, called for or received, latest first."""
    hosted = select(MeetingHost.meeting_id).where(MeetingHost.organisation_id == organisation.id)
    query = select(Meeting).where(
        or_(
            Meeting.led_by_id == organisation.id,
            Meeting.invited_by_id == organisation.id,
            Meeting.id.in_(hosted),
        )
    )
    query = query.options(joinedload(Meeting.framework)).order_by(*_order("recent"))
    return list(db.session.scalars(query))


def concerns(_actor: Actor, limit: int | None = None) -> list[MeetingNote]:
    """Return the concerns heard in the meetings of the record, latest meeting first."""
    query = select(MeetingNote).join(MeetingNote.meeting)
    query = query.where(
        MeetingNote.kind == NoteKind.CONCERN, Meeting.is_demonstration.is_(False)
    ).options(joinedload(MeetingNote.meeting), joinedload(MeetingNote.term))
    first_known = func.coalesce(Meeting.starts_on, Meeting.known_before)
    query = query.order_by(
        first_known.desc().nulls_last(), MeetingNote.meeting_id, MeetingNote.position
    ).limit(limit)
    return list(db.session.scalars(query))


def countries_of_meetings(_actor: Actor) -> set[str]:
    """Return the codes of the countries that a meeting or one of its stops was in."""
    places = select(Meeting.country).union(select(MeetingStop.country))
    return {code for code in db.session.scalars(places) if code}


def years_of_meetings(_actor: Actor) -> tuple[int, int] | None:
    """Return the first and the last year known in the record, if any."""
    query = select(func.min(Meeting.year), func.max(Meeting.year))
    first, last = db.session.execute(query.where(Meeting.is_demonstration.is_(False))).one()
    return (first, last) if first and last else None


def is_upcoming() -> ColumnElement[bool]:
    """Return the condition of the meetings whose last day is today or later."""
    return last_day >= today()


def is_past() -> ColumnElement[bool]:
    """Return the condition of the meetings that are known to be over."""
    return or_(
        and_(last_day.is_(None), Meeting.status == MeetingStatus.HELD),
        last_day < today(),
        Meeting.known_before <= today(),
        and_(last_day.is_(None), Meeting.year < today().year),
    )


def _touches(country: str) -> ColumnElement[bool]:
    stops = select(MeetingStop.meeting_id).where(MeetingStop.country == country)
    return or_(Meeting.country == country, Meeting.id.in_(stops))


def _not_before(day: date) -> ColumnElement[bool]:
    year_only = and_(last_day.is_(None), Meeting.year >= day.year)
    return or_(last_day >= day, year_only)


def _not_after(day: date) -> ColumnElement[bool]:
    year_only = and_(Meeting.starts_on.is_(None), Meeting.year <= day.year)
    return or_(Meeting.starts_on <= day, Meeting.known_before <= day + timedelta(days=1), year_only)


def _order(sort: str) -> tuple[Any, ...]:
    if sort == "title":
        return (Meeting.search_text, Meeting.id)
    if sort == "oldest":
        return (
            Meeting.year.asc().nulls_last(),
            Meeting.starts_on.asc().nulls_last(),
            Meeting.known_before.asc().nulls_last(),
            Meeting.id,
        )
    return (
        Meeting.year.desc().nulls_last(),
        Meeting.starts_on.desc().nulls_last(),
        Meeting.known_before.desc().nulls_last(),
        Meeting.id,
    )
