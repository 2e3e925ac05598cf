"""How dates, numbers, amounts and countries are written: Babel, in the reader's language."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, dates, numbers
from flask import Flask, request
from markupsafe import Markup

from app.core.clock import now
from app.core.forms import country_codes
from app.core.i18n import (
    LANGUAGES,
    N_,
    arrow,
    formats_locale,
    locale_code,
    text_direction,
    translate,
)
from app.core.money import named_currencies, written
from app.core.web import actor

FIRST = re.compile(r"(?<!\d)1(?= [a-zéû]{3}|$)")  # before a named month, or alone


def country_name(code: str | None) -> str:
    """Return the country's name in the reader's language, or an empty text for none."""
    return _territories(formats_locale()).get(code or "", code or "")


@cache
def _territories(locale: Locale) -> dict[str, str]:
    return {str(code): str(name) for code, name in locale.territories.items()}


def countries() -> list[tuple[str, str]]:
    """Return every country as (code, name), sorted as the reader's language sorts."""
    return list(_countries(formats_locale()))


@cache
def _countries(locale: Locale) -> tuple[tuple[str, str], ...]:
    names = _territories(locale)
    listed = [(code, names[code]) for code in country_codes() if code in names]
    return tuple(sorted(listed, key=lambda pair: sort_key(pair[1])))


def sort_key(text: str) -> str:
    """Return the text without accents or case, for an order that readers expect."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("’", "'")


def day(value: date | datetime, style: str = "long", zone: str | None = None) -> str:
    """Write a day, "16 décembre 2025"; an instant needs the IANA `zone` it is read in."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone or "UTC")).date()
    return _first(value, dates.format_date(value, format=style, locale=formats_locale()))


def _first(value: date, written: str) -> str:
    """Write the first of a month as French does, "1er juin"."""
    if locale_code() != "fr" or value.day != 1:
        return written
    return FIRST.sub("1er", written, count=1)


def hour(value: datetime, zone: str = "UTC") -> str:
    """Write an hour, "9 h 30" in French, as it is in the IANA `zone`."""
    local = value.astimezone(ZoneInfo(zone))
    if locale_code() == "fr":
        return f"{local.hour}\N{NARROW NO-BREAK SPACE}h\N{NARROW NO-BREAK SPACE}{local.minute:02}"
    return dates.format_time(local, format="short", tzinfo=ZoneInfo(zone), locale=formats_locale())


def day_month(value: datetime, zone: str) -> str:
    """Write a day without its year, "16 décembre"."""
    local = value.astimezone(ZoneInfo(zone))
    written = dates.format_skeleton("MMMMd", local, tzinfo=ZoneInfo(zone), locale=formats_locale())
    return _first(local, written)


def day_hour(value: datetime, zone: str = "UTC") -> str:
    """Write a day and an hour, "16 décembre 2025, 9 h 30"."""
    return f"{day(value, zone=zone)}, {hour(value, zone)}"


def number(value: int | float | Decimal) -> str:
    """Write a number with its groups, "901 304 460"."""
    return numbers.format_decimal(value, locale=formats_locale())


def percent(value: float | Decimal, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    ending = "\N{NARROW NO-BREAK SPACE}%" if locale_code() == "fr" else "%"
    return (
        numbers.format_decimal(Decimal(str(value)) * 100, format=pattern, locale=formats_locale())
        + ending
    )


def city_of(zone: str) -> str:
    """Return the city a time zone is named after, in the reader's language."""
    return dates.get_timezone_location(zone, locale=formats_locale(), return_city=True) or zone


def waiting(since: datetime) -> str:
    """Write how long ago an instant was, "6 minutes"."""
    return dates.format_timedelta(now() - since, locale=formats_locale(), granularity="minute")


def minutes(seconds: float) -> str:
    """Write seconds as a clock that runs shows them, "1.18" in French."""
    whole = max(0, int(seconds))
    mark = "." if locale_code() == "fr" else ":"
    return f"{whole // 60}{mark}{whole % 60:02}"


def duration(seconds: float) -> str:
    """Write seconds as a length of time, "1 min 18 s"."""
    whole = max(0, int(seconds))
    parts = [(whole // 60, translate("min")), (whole % 60, translate("s"))]
    space = "\N{NARROW NO-BREAK SPACE}"
    written = [f"{count}{space}{unit}" for count, unit in parts if count]
    return " ".join(written) or f"0{space}s"


def instant(text: str) -> datetime:
    """Read an instant as the views write it, ISO 8601."""
    return datetime.fromisoformat(text)


def is_zone(name: str | None) -> bool:
    """Whether `name` is an IANA time zone known here."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"Factory", "localtime"})


def reader_zone() -> str | None:
    """Return the reader's zone: the account's, else the one the browser said, else none."""
    told = actor().timezone or unquote(request.cookies.get("tz", ""))
    return told if is_zone(told) else None


def in_french(text: str, row: Any = None) -> str:
    """
    Mark French words on a page that is in another language.

    Words of a `row` are French where the record or the demonstration says them; without one, they
    are of a list that is kept in French: themes, axes, sources. Words of an unknown language find
    their own direction among those that are read from right to left.
    """
    said = row is None or getattr(row, "source_id", None) or getattr(row, "is_demonstration", False)
    if locale_code() == "fr":
        return text
    if said:
        return Markup('<span lang="fr">{}</span>').format(text)
    return Markup("<bdi>{}</bdi>").format(text) if text_direction() == "rtl" else text


def setup(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters["in_french"] = in_french
    dates_and_hours = (instant, day, hour, day_hour, day_month, waiting, minutes, duration)
    for write in (*dates_and_hours, number, percent, country_name):
        app.jinja_env.filters[write.__name__] = write
    app.jinja_env.filters["money"] = written
    app.jinja_env.globals.update(
        arrow=arrow,
        country_name=country_name,
        countries=countries,
        city_of=city_of,
        named_currencies=named_currencies,
        languages=LANGUAGES,
        now=now,
        N_=N_,
    )
    app.context_processor(_reading)


def _reading() -> dict[str, object]:
    return {
        "actor": actor(),
        "locale": locale_code(),
        "text_direction": text_direction(),
        "reader_zone": reader_zone(),
    }
