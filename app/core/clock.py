"""The only clock of the application."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in Bamako, which keeps UTC."""
    return now().date()


def last_showing(minute: str, zone: str, before: datetime | None = None) -> datetime:
    """Return the last time, until `before` or now, that the clock of `zone` showed `minute`."""
    hours, minutes = map(int, minute.split(":"))
    here = (before or now()).astimezone(ZoneInfo(zone))
    shown = here.replace(hour=hours, minute=minutes, second=0, microsecond=0)
    if shown > here:
        shown -= timedelta(days=1)
    return shown.astimezone(UTC)
