"""The minutes of a room, as they come in and as they are shown."""

from datetime import datetime
from typing import Any

from app.core.forms import Key, Schema, Text, Whole
from app.live.models import Minutes, MinutesVersion

LONGEST_MINUTES = 200_000


class WriteMinutes(Schema):
    """The working text; `seen` is the number of the version it was drawn from, 0 for none."""

    body = Text(most=LONGEST_MINUTES, lines=True, required=True)
    seen = Whole(least=0, required=True)
    key = Key(load_default=None, allow_none=True)


class PublishMinutes(Schema):
    """Publish the version `seen`, which must still be the last one."""

    seen = Whole(least=1, required=True)
    key = Key(load_default=None, allow_none=True)


def minutes_view(body: str, published_at: datetime | None) -> dict[str, Any]:
    """Return the minutes as they are read, in Markdown; a draft has no instant."""
    return {"body": body, "published_at": published_at.isoformat() if published_at else None}


def version_view(version: MinutesVersion) -> dict[str, Any]:
    """Return a version of the minutes, for those who write them."""
    return {
        "number": version.number,
        "written_by": version.written_by.name,
        "written_at": version.written_at.isoformat(),
        "body": version.body,
    }


def versions_view(
    minutes: Minutes | None, versions: list[MinutesVersion], working_text: str
) -> dict[str, Any]:
    """Return where the minutes stand, for those who write them; without a version, their draft."""
    views = [version_view(version) for version in versions]
    return {
        "seen": minutes.written if minutes else 0,
        "body": working_text,
        "published": minutes.published if minutes else None,
        "versions": [{name: one[name] for name in one if name != "body"} for one in views],
    }
