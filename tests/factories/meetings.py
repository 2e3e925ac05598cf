"""Meetings for the tests, as rows, and a count of the queries that a page makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import event

from app.core.db import db
from app.core.formats import sort_key
from app.meetings.models import Meeting, MeetingKind, MeetingMode, MeetingNote, NoteKind
from tests.factories import directory

_numbers = count(1)


def meeting(title: str = "Rencontre de test", **columns: Any) -> Meeting:
    """Return a meeting held on one day of 2025, unless the columns say otherwise."""
    values: dict[str, Any] = {
        "slug": f"rencontre-essai-{next(_numbers)}",
        "kind": MeetingKind.SESSION,
        "mode": MeetingMode.ONSITE,
        "starts_on": date(2025, 12, 16),
        "search_text": sort_key(title),
    } | columns
    if values["starts_on"]:
        values.setdefault("year", values["starts_on"].year)
    if "framework" not in values:
        values["framework"] = directory.framework()
    return _kept(Meeting(title=title, **values))


def undated(title: str = "Rencontre sans date", **columns: Any) -> Meeting:
    """Return a meeting whose days are unknown."""
    return meeting(title, starts_on=None, **columns)


def concern(place: Meeting, text: str = "Préoccupation de test", **columns: Any) -> MeetingNote:
    """Return a concern heard in a meeting."""
    columns = {"kind": NoteKind.CONCERN, "position": next(_numbers)} | columns
    return _kept(MeetingNote(meeting=place, text=text, **columns))


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
