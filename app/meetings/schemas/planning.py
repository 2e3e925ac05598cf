"""What comes in about a meeting: the filters of the list, and the plan on one page."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import marshmallow as ma

from app.core.days import END_BEFORE_START
from app.core.formats import is_zone
from app.core.forms import SENTENCES, Country, Day, Flag, Key, Schema, Text, Whole, Word
from app.core.i18n import N_, Phrase, translate
from app.meetings.models import MeetingKind, MeetingMode

PERIODS = ("upcoming", "past")
ORDERS = ("recent", "oldest", "title")
MOST_POINTS = 200
LONGEST = timedelta(days=366)
DAYS_AND_HOURS = ("starts_on", "ends_on", "starts_hour", "ends_hour")

LINE = re.compile(
    r"^(?:[-*•]\s*)?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?)?\s*"
    r"(?:(?P<start>\d{1,2}\s?[h:]\s?\d{0,2})(?:\s*[-–à]\s*(?P<end>\d{1,2}\s?[h:]\s?\d{0,2}))?\s+)?"
    r"(?P<title>\S.*)$"
)

BAD_DAY = N_("Ligne %(line)s : ce jour n’existe pas, ou n’est pas un jour de la rencontre.")
BAD_HOUR = N_("Ligne %(line)s : cette heure n’existe pas. Exemple : 9h30.")
HOUR_WITHOUT_DAY = N_("Ligne %(line)s : donnez d’abord le jour de la rencontre.")
LATE_START = N_("Ligne %(line)s : la fin vient avant le début.")
LONG_LINE = N_("Ligne %(line)s : ce titre est trop long, 300 signes au plus.")
MANY_LINES = N_("L’ordre du jour compte trop de points.")
START_NEEDED = Phrase("Donnez d’abord le jour du début.")
HOUR_NEEDED = Phrase("Donnez aussi l’heure du début.")
TOO_LONG = Phrase("Une rencontre ne dure pas plus d’un an.")


class Hour(ma.fields.Time):
    """An hour of the day at the meeting's place, as 09:30."""

    default_error_messages = SENTENCES | {"invalid": Phrase("Écrivez l’heure ainsi : 09:30.")}


class Zone(ma.fields.String):
    """The IANA name of a time zone."""

    default_error_messages = SENTENCES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = str(super()._deserialize(value, attr, data, **kwargs))
        if not is_zone(name):
            raise self.make_error("invalid")
        return name


class FilterMeetings(Schema):
    """How the list of meetings is narrowed and ordered."""

    framework = Text(most=80)
    kind = Word(MeetingKind)
    country = Country()
    period = Word(PERIODS)
    since = Day()
    until = Day()
    text = Text(most=80)
    sort = Word(ORDERS, load_default="recent")
    page = Whole(least=1, most=10_000, load_default=1)


class DescribeMeeting(Schema):
    """
    A meeting as the secretariat plans or changes it, hours at the meeting's place.

    `seen` is the revision that the form was drawn from.
    """

    title = Text(most=200, required=True)
    framework = Text(most=80, required=True)
    kind = Word(MeetingKind, required=True)
    mode = Word(MeetingMode, required=True)
    edition = Whole(least=1, most=1000, load_default=None)
    starts_on = Day(load_default=None)
    starts_hour = Hour(load_default=None)
    ends_on = Day(load_default=None)
    ends_hour = Hour(load_default=None)
    timezone = Zone(load_default="Africa/Bamako")
    venue = Text(most=200, load_default=None)
    city = Text(most=100, load_default=None)
    country = Country(load_default=None)
    agenda = Text(most=40_000, lines=True, load_default="")
    key = Key(load_default=None)
    seen = Whole(least=0, load_default=None)

    @ma.validates_schema(skip_on_field_errors=False)
    def follow_each_other(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse days and hours out of their order, and lines of the agenda that cannot be read.

        :raises ValidationError: beside each field at fault
        """
        if not {*DAYS_AND_HOURS, "timezone"} <= data.keys():
            return  # of what could not be read itself nothing follows
        wrong = _out_of_order(*(data[name] for name in DAYS_AND_HOURS))
        try:
            first = data["starts_on"]
            last = None if "ends_on" in wrong else data["ends_on"] or first
            read_agenda(data.get("agenda", ""), first, last, ZoneInfo(data["timezone"]))
        except ma.ValidationError as fault:
            wrong["agenda"] = fault.messages
        if wrong:
            raise ma.ValidationError(wrong)

    @ma.post_load
    def place_in_time(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Turn days and hours at the place into instants, and the lines into points."""
        zone = ZoneInfo(data["timezone"])
        first, last = data["starts_on"], data["ends_on"] or data["starts_on"]
        data["starts_at"] = _instant(first, data.pop("starts_hour"), zone)
        data["ends_at"] = _instant(last, data.pop("ends_hour"), zone)
        data["agenda"] = read_agenda(data["agenda"], first, last, zone)
        return data


class CancelMeeting(Schema):
    """A cancellation: why, as everybody will read it, and the box that says it was understood."""

    reason = Text(most=300, required=True)
    understood = Flag(
        required=True,
        load_default=ma.missing,
        validate=ma.validate.Equal(True, error=Phrase("Cette réponse est nécessaire.")),
    )


def _out_of_order(
    first: date | None, last: date | None, start: time | None, end: time | None
) -> dict[str, Any]:
    """Return what is wrong with the days and hours of a meeting, beside each."""
    wrong = {}
    if first is None and (last or start or end):
        wrong["starts_on"] = [START_NEEDED]
    if end and not start:
        wrong["starts_hour"] = [HOUR_NEEDED]
    if first and last and last < first:
        wrong["ends_on"] = [END_BEFORE_START]
    if first and last and last - first > LONGEST:
        wrong["ends_on"] = [TOO_LONG]
    if start and end and end <= start and last in (None, first):
        wrong["ends_hour"] = [END_BEFORE_START]
    return wrong


def read_agenda(
    text: str, first: date | None, last: date | None, zone: ZoneInfo
) -> list[dict[str, Any]]:
    """
    Return the points of an agenda written one per line, "16/12 9h30-11h00 Ouverture".

    A day, once given, holds for the lines below it; an hour alone is of the day above it, or of
    the first day.

    :raises marshmallow.ValidationError: naming each line at fault
    """
    lines = [(number, LINE.match(line.strip())) for number, line in enumerate(text.split("\n"), 1)]
    written = [(number, found) for number, found in lines if found]
    if len(written) > MOST_POINTS:
        raise ma.ValidationError(translate(MANY_LINES))
    points: list[dict[str, Any]] = []
    faults: list[str] = []
    day: date | None = None
    for number, found in written:
        try:
            if found["iso"] or found["day"]:
                day = _day_of(found, first, last, number)
            points.append(_point(found, day, first, zone, number))
        except ma.ValidationError as fault:
            faults += fault.messages
    if faults:
        raise ma.ValidationError(faults)
    return points


def _point(
    found: re.Match[str], day: date | None, first: date | None, zone: ZoneInfo, line: int
) -> dict[str, Any]:
    title = found["title"].strip()
    if len(title) > 300:
        raise _at_fault(LONG_LINE, line)
    start, end = _hour_of(found["start"], line), _hour_of(found["end"], line)
    if start and day is None and first is None:
        raise _at_fault(HOUR_WITHOUT_DAY, line)
    when = day or (first if start else None)
    starts_at, ends_at = _instant(when, start, zone), _instant(when, end, zone)
    if starts_at and ends_at and ends_at <= starts_at:
        raise _at_fault(LATE_START, line)
    return {"title": title, "day": when, "starts_at": starts_at, "ends_at": ends_at}


def _day_of(found: re.Match[str], first: date | None, last: date | None, line: int) -> date:
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        else:
            year = int(found["year"] or (first.year if first else 0))
            day = date(year, int(found["month"]), int(found["day"]))
            if not found["year"] and first and last and day < first and last.year > first.year:
                day = day.replace(year=last.year)
    except ValueError:
        raise _at_fault(BAD_DAY, line) from None
    if first and last and not first <= day <= last:
        raise _at_fault(BAD_DAY, line)
    return day


def _hour_of(text: str | None, line: int) -> time | None:
    if text is None:
        return None
    hour, minute = re.split(r"\s?[h:]\s?", text, maxsplit=1)
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise _at_fault(BAD_HOUR, line) from None


def _instant(day: date | None, hour: time | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, hour, zone) if day and hour is not None else None


def _at_fault(message: str, line: int) -> ma.ValidationError:
    return ma.ValidationError(translate(message, line=line))


def write_agenda(items: Any, zone: str) -> str:
    """Return the agenda as `read_agenda` reads it, hours in the IANA `zone`."""
    lines, day = [], None
    for item in items:
        parts = []
        if item.day and item.day != day:
            parts.append(item.day.strftime("%d/%m/%Y"))
            day = item.day
        hours = [
            moment.astimezone(ZoneInfo(zone)).strftime("%Hh%M")
            for moment in (item.starts_at, item.ends_at)
            if moment
        ]
        if hours:
            parts.append("-".join(hours))
        lines.append(" ".join([*parts, item.title]))
    return "\n".join(lines)
