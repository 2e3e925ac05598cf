"""The meetings for other programs: calendars and news readers."""

from datetime import timedelta

from flask import Response, render_template, url_for
from icalendar import Calendar, Event

from app.core.addresses import public_address
from app.core.clock import now
from app.core.errors import NotFound
from app.core.formats import country_name
from app.core.i18n import N_, translate
from app.core.web import actor
from app.meetings import queries
from app.meetings.models import Meeting
from app.meetings.views.blueprint import bp

CANCELLED = N_("Annulée : %(title)s")


@bp.get("/agenda.ics")
def calendar() -> Response:
    """Give every meeting whose days are known as a calendar that programs subscribe to."""
    return _calendar(queries.dated_meetings(actor()), "agenda.ics")


@bp.get("/rencontres/<slug>.ics")
def event(slug: str) -> Response:
    """Give one meeting as a calendar event; one whose day is unknown has none."""
    meeting = queries.meeting(actor(), slug)
    if meeting.starts_on is None:
        raise NotFound()
    return _calendar([meeting], f"{meeting.slug}.ics")


@bp.get("/rencontres.atom")
def atom() -> Response:
    """Give the meetings that were entered or changed last as an Atom feed."""
    meetings = queries.changed_meetings(actor())
    updated = max((meeting.changed_at for meeting in meetings), default=now())
    page = render_template("meetings/feed.xml", meetings=meetings, updated=updated)
    return Response(page, content_type="application/atom+xml; charset=utf-8")


def _calendar(meetings: list[Meeting], name: str) -> Response:
    made = Calendar()
    made.add("prodid", "-//Toukanblon//Rencontres//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Toukanblon")
    for meeting in meetings:
        made.add_component(_event(meeting))
    response = Response(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _event(meeting: Meeting) -> Event:
    made = Event()
    made.add("uid", f"rencontre-{meeting.slug}@toukanblon")
    made.add("sequence", meeting.revision)
    made.add("dtstamp", meeting.changed_at)
    made.add("last-modified", meeting.changed_at)
    title = meeting.title
    made.add("summary", translate(CANCELLED, title=title) if meeting.is_cancelled else title)
    made.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    made.add("url", public_address(url_for("meetings.show", slug=meeting.slug)))
    place = (meeting.venue, meeting.city, country_name(meeting.country))
    if any(place):
        made.add("location", ", ".join(part for part in place if part))
    if meeting.starts_at:
        made.add("dtstart", meeting.starts_at)
        if meeting.ends_at:
            made.add("dtend", meeting.ends_at)
    elif meeting.starts_on and meeting.last_day:
        made.add("dtstart", meeting.starts_on)
        # The end of an all-day event is the day after its last.
        made.add("dtend", meeting.last_day + timedelta(days=1))
    return made
