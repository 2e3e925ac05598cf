"""A meeting in words: its dates as far as they are known, its place, its state, its figures."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from babel import dates
from flask import Flask
from flask_babel import ngettext

from app.core.clock import now
from app.core.formats import country_name, day, number
from app.core.i18n import N_, formats_locale, locale_code, translate
from app.meetings.models import (
    AgendaItem,
    FigureKind,
    Meeting,
    MeetingKind,
    MeetingMode,
    MeetingStatus,
    StatedFigure,
)

KINDS = {
    MeetingKind.SESSION: N_("Session"),
    MeetingKind.CEREMONY: N_("Cérémonie"),
    MeetingKind.FIELD_MISSION: N_("Mission de terrain"),
    MeetingKind.CONFERENCE: N_("Conférence"),
    MeetingKind.ASSIZES: N_("Assises"),
    MeetingKind.FORUM: N_("Forum"),
    MeetingKind.CONSULTATION_DAYS: N_("Journées de concertation"),
    MeetingKind.COMMEMORATION: N_("Commémoration"),
    MeetingKind.TRAINING: N_("Formation"),
    MeetingKind.CAMPAIGN: N_("Campagne"),
    MeetingKind.OTHER: N_("Autre rencontre"),
}
MODES = {
    MeetingMode.ONSITE: N_("Sur place"),
    MeetingMode.REMOTE: N_("À distance"),
    MeetingMode.HYBRID: N_("Sur place et à distance"),
}


def kind_word(kind: str) -> str:
    """Return the word for a kind of meeting."""
    return translate(KINDS[MeetingKind(kind)])


def mode_word(mode: str) -> str:
    """Return the words for how people take part."""
    return translate(MODES[MeetingMode(mode)])


def dates_of(meeting: Meeting) -> str:
    """Write what is known of the dates, and no more."""
    if meeting.starts_on:
        return days_between(meeting.starts_on, meeting.last_day or meeting.starts_on)
    if meeting.known_before:
        before = day(meeting.known_before)
        return translate(N_("Date inconnue, avant le %(day)s"), day=before)
    if meeting.year:
        return translate(N_("En %(year)s, jour inconnu"), year=meeting.year)
    return translate(N_("Date inconnue"))


def days_between(first: date, last: date) -> str:
    """Write one day, two days or a period: "16 et 17 décembre 2025"."""
    if first == last:
        return day(first)
    if locale_code() != "fr":
        return str(dates.format_interval(first, last, "yMMMd", locale=formats_locale()))
    if (first.year, first.month) == (last.year, last.month):
        start = day(first, "d")
    elif first.year == last.year:
        start = day(first, "d MMMM")
    else:
        start = day(first)
    message = N_("%(first)s et %(last)s")
    if last - first > timedelta(days=1):
        message = N_("du %(first)s au %(last)s")
    return translate(message, first=start, last=day(last))


def standing_of(meeting: Meeting) -> tuple[str, str]:
    """Return the word for where the meeting stands today, and the state that draws it."""
    if meeting.is_cancelled:
        return translate(N_("Annulée")), "refused"
    today = now().astimezone(ZoneInfo(meeting.timezone)).date()
    first, last = meeting.starts_on, meeting.last_day
    if first is None or last is None:
        is_over = meeting.status == MeetingStatus.HELD or (
            meeting.known_before is not None and meeting.known_before <= today
        )
        if is_over:
            return translate(N_("Tenue")), "closed"
        return translate(N_("Date à venir")), "unknown"
    if last < today:
        return translate(N_("Tenue")), "closed"
    if today < first:
        return translate(N_("À venir")), "waiting"
    if first == last:
        return translate(N_("Aujourd’hui")), "progress"
    number_of_day = (today - first).days + 1
    return translate(N_("Aujourd’hui, jour %(number)s"), number=number_of_day), "progress"


def place_of(meeting: Meeting) -> str:
    """Write where it is: the city and the country, or what is known of them."""
    return ", ".join(part for part in (meeting.city, country_name(meeting.country)) if part)


def figure_of(figure: StatedFigure) -> str:
    """Write a stated figure with its doubt: "au moins 50 pays"."""
    shown = {"number": number(figure.value)}
    if figure.what == FigureKind.DELEGATES:
        text = ngettext("%(number)s délégué", "%(number)s délégués", figure.value, **shown)
    elif figure.what == FigureKind.COUNTRIES:
        text = ngettext("%(number)s pays", "%(number)s pays", figure.value, **shown)
    else:
        text = ngettext("%(number)s participant", "%(number)s participants", figure.value, **shown)
    if figure.at_least:
        return translate(N_("au moins %(figure)s"), figure=text)
    if figure.about:
        return translate(N_("environ %(figure)s"), figure=text)
    return str(text)


def current_point(meeting: Meeting) -> AgendaItem | None:
    """Return the point of the agenda that is being discussed, by its hours, if any."""
    moment = now()
    current = None
    for item in meeting.agenda:
        if item.starts_at and item.starts_at <= moment:
            current = item if item.ends_at is None or moment < item.ends_at else None
    last = meeting.last_day
    is_over = last is not None and last < moment.astimezone(ZoneInfo(meeting.timezone)).date()
    return None if is_over else current


def agenda_by_day(meeting: Meeting) -> list[tuple[date | None, list[AgendaItem]]]:
    """Return the points grouped by day, in their order."""
    days: dict[date | None, list[AgendaItem]] = {}
    for item in meeting.agenda:
        days.setdefault(item.day, []).append(item)
    return list(days.items())


def setup(app: Flask) -> None:
    """Give the templates these words."""
    given = (kind_word, mode_word, dates_of, standing_of, place_of, figure_of, current_point)
    app.jinja_env.globals.update({word.__name__: word for word in (*given, agenda_by_day)})
