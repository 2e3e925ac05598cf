"""Planning, changing, cancelling and restoring a meeting."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.days import END_BEFORE_START
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.formats import sort_key
from app.core.i18n import N_, translate
from app.core.slugs import TAKEN_BY_PAGES, free_slug
from app.directory.models import Framework, Organisation, Source
from app.meetings import facts, rules
from app.meetings.actions.lists import _describe_lists, _found, _theme
from app.meetings.models import (
    Meeting,
    MeetingKind,
    MeetingMode,
    MeetingStatus,
)

TAKEN = N_("Cette adresse est déjà prise.")

PLAIN = {
    *("title", "edition", "starts_on", "ends_on", "known_before", "year", "starts_at", "ends_at"),
    *("timezone", "venue", "city", "country", "is_demonstration"),
}
WORDS = {"kind": MeetingKind, "mode": MeetingMode, "status": MeetingStatus}
REFERENCES = {
    "framework": Framework,
    "led_by": Organisation,
    "invited_by": Organisation,
    "source": Source,
}


@action(rules.may_plan_meeting)
def plan_meeting(actor: Actor, *, slug: str | None = None, **details: Any) -> Meeting:
    """
    Enter a meeting, to come or held; `details` as `change_meeting` takes them.

    Without a `slug`, one is made of the title.

    :raises Invalid: if the address is taken, a reference unknown or the end before the start
    """
    if slug and _is_taken(slug):
        raise Invalid({"slug": [translate(TAKEN)]})
    meeting = Meeting(slug=slug or free_slug(details["title"], "rencontre", _is_taken))
    meeting.status = MeetingStatus.PLANNED
    with db.session.no_autoflush:
        _describe(meeting, details)
    db.session.add(meeting)
    db.session.flush()
    _describe_lists(meeting, details)
    record(actor, facts.MeetingPlanned(meeting_id=meeting.id))
    return meeting


@action(rules.may_change_meeting, locked=True)
def change_meeting(
    actor: Actor, meeting: Meeting, *, seen: int | None = None, **details: Any
) -> Meeting:
    """
    Change what is given of a meeting; what is not given stays.

    Plain values: title, edition, kind, mode, status, starts_on, ends_on, known_before, year,
    starts_at, ends_at, timezone, venue, city, country, is_demonstration. By code: framework,
    led_by, invited_by, source, theme. Lists, each replaced as a whole: agenda (title, day,
    starts_at, ends_at), hosts (organisation codes), stops (place or country), figures (what,
    value, at_least, about), notes (kind, text, country, theme, on_date, venue). `seen` is the
    revision that these were drawn from.

    :raises Conflict: if the meeting changed since
    :raises Invalid: if a reference is unknown or the end before the start
    """
    if seen is not None and seen != meeting.revision:
        raise Conflict()
    changed = _describe(meeting, details) + _describe_lists(meeting, details)
    if changed:
        meeting.revision += 1
        meeting.changed_at = now()
        record(actor, facts.MeetingChanged(meeting_id=meeting.id, fields=tuple(changed)))
    return meeting


@action(rules.may_cancel_meeting, locked=True)
def cancel_meeting(actor: Actor, meeting: Meeting, *, reason: str) -> Meeting:
    """Call a meeting off; it stays in its place, marked, with the reason."""
    meeting.status = MeetingStatus.CANCELLED
    meeting.cancelled_because = reason
    meeting.revision += 1
    meeting.changed_at = now()
    record(actor, facts.MeetingCancelled(meeting_id=meeting.id))
    return meeting


@action(rules.may_restore_meeting, locked=True)
def restore_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Take a cancellation back: the meeting stands again as it was planned."""
    meeting.status = MeetingStatus.PLANNED
    meeting.cancelled_because = None
    meeting.revision += 1
    meeting.changed_at = now()
    record(actor, facts.MeetingRestored(meeting_id=meeting.id))
    return meeting


def _describe(meeting: Meeting, details: Mapping[str, Any]) -> list[str]:
    """Write the values and references that differ; return their names."""
    values = {name: details[name] for name in PLAIN & details.keys()}
    values |= {name: kind(details[name]) for name, kind in WORDS.items() if name in details}
    for name, model in REFERENCES.items():
        if name in details:
            values[name] = _found(model, name, details[name])
    if "theme" in details:
        values["theme"] = _theme(details["theme"])
    if values.get("starts_on"):
        values |= {"year": values["starts_on"].year, "known_before": None}
    changed = [name for name, value in values.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, values[name])
    _check_order(meeting)
    words = [meeting.title, meeting.framework.title, meeting.framework.acronym]
    words += [meeting.city, meeting.venue]
    meeting.search_text = sort_key(" ".join(word for word in words if word))
    return changed


def _check_order(meeting: Meeting) -> None:
    first, last = meeting.starts_on, meeting.ends_on
    if (last and not first) or (first and last and last < first):
        raise Invalid({"ends_on": [translate(END_BEFORE_START)]})
    if meeting.starts_at and meeting.ends_at and meeting.ends_at <= meeting.starts_at:
        raise Invalid({"ends_hour": [translate(END_BEFORE_START)]})


def _is_taken(slug: str) -> bool:
    found = select(Meeting.id).where(Meeting.slug == slug)
    return slug in TAKEN_BY_PAGES or db.session.scalar(found) is not None
