"""The lists that a meeting keeps: its agenda, hosts, stops, figures and notes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.i18n import N_, translate
from app.directory import queries as directory
from app.directory.models import Organisation, Source
from app.meetings.models import (
    AgendaItem,
    FigureKind,
    Meeting,
    MeetingHost,
    MeetingNote,
    MeetingStop,
    NoteKind,
    StatedFigure,
)

UNKNOWN = N_("Cette référence n’existe pas : %(value)s.")


class StillFollowed(Refused):
    """What is followed elsewhere cannot be taken out of a meeting."""

    code = "still_followed"
    message = N_("Une préoccupation de cette rencontre est suivie : son texte ne se retire plus.")


def _describe_lists(meeting: Meeting, details: Mapping[str, Any]) -> list[str]:
    """Replace the lists that differ; return their names."""
    changed = []
    if "agenda" in details and _set_agenda(meeting, details["agenda"]):
        changed.append("agenda")
    makers: dict[str, Callable[..., dict[str, Any]]] = {
        "hosts": _host,
        "stops": _stop,
        "figures": _figure,
        "notes": _note,
    }
    for name in makers.keys() & details.keys():
        given = [makers[name](position, row) for position, row in enumerate(details[name], start=1)]
        if _replace(meeting, name, given):
            changed.append(name)
    return sorted(changed)


def _host(position: int, slug: str) -> dict[str, Any]:
    organisation = _found(Organisation, "hosts", slug)
    return {"organisation_id": organisation.id, "position": position}


def _stop(position: int, stop: Mapping[str, Any]) -> dict[str, Any]:
    return {"position": position, "place": stop.get("place"), "country": stop.get("country")}


def _figure(_position: int, figure: Mapping[str, Any]) -> dict[str, Any]:
    source = _found(Source, "figures", figure.get("source"))
    return {
        "what": FigureKind(figure["what"]),
        "value": figure["value"],
        "at_least": figure.get("at_least", False),
        "about": figure.get("about", False),
        "source_id": source.id if source else None,
    }


def _note(position: int, note: Mapping[str, Any]) -> dict[str, Any]:
    theme = _theme(note.get("theme"))
    return {
        "kind": NoteKind(note["kind"]),
        "position": position,
        "text": note.get("text", ""),
        "country": note.get("country"),
        "term_id": theme.id if theme else None,
        "on_date": note.get("on_date"),
        "venue": note.get("venue"),
    }


# By what a row is known again, from the surest; what follows a note must not lose it.
SAME: dict[str, tuple[tuple[str, ...], ...]] = {
    "hosts": (("organisation_id",),),
    "stops": (("place", "country"),),
    "figures": (("what",),),
    "notes": (("kind", "text"), ("kind", "position")),
}
ASIDE = 10_000  # positions are unique: those that move step aside first
ROWS: dict[str, type[Any]] = {
    "hosts": MeetingHost,
    "stops": MeetingStop,
    "figures": StatedFigure,
    "notes": MeetingNote,
}


def _replace(meeting: Meeting, name: str, given: list[dict[str, Any]]) -> bool:
    """Make the rows those given; one that says the same, or stands in its place, stays itself."""
    rows: list[Any] = getattr(meeting, name)
    columns = given[0].keys() if given else ()
    present = [{column: getattr(row, column) for column in columns} for row in rows]
    if _sorted(present) == _sorted(given):
        return False
    kept = _matched(rows, given, SAME[name]) if rows else {}
    for row in [row for row in rows if row not in kept.values()]:
        rows.remove(row)
    if "position" in columns:
        for row in rows:
            row.position += ASIDE
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise StillFollowed() from None
    for place, values in enumerate(given):
        if place in kept:
            for column, value in values.items():
                setattr(kept[place], column, value)
        else:
            rows.append(ROWS[name](**values))
    db.session.flush()
    return True


def _matched(
    rows: Sequence[Any], given: Sequence[Mapping[str, Any]], same: Sequence[Sequence[str]]
) -> dict[int, Any]:
    """Return which row each of the given is: the first columns that agree, of those in `same`."""
    left, found = list(rows), {}
    for columns in same:
        for place, values in enumerate(given):
            if place in found:
                continue
            for row in left:
                if all(getattr(row, column) == values[column] for column in columns):
                    found[place] = row
                    left.remove(row)
                    break
    return found


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(str(row) for row in rows)


def _set_agenda(meeting: Meeting, points: Sequence[Mapping[str, Any]]) -> bool:
    """Keep the points that stay under their own number, withdraw those that are gone."""
    left = list(meeting.agenda)
    kept: list[AgendaItem | None] = []
    for point in points:
        same = next((item for item in left if item.title == point["title"]), None)
        if same:
            left.remove(same)
        kept.append(same)
    changed = False
    for position, (point, same) in enumerate(zip(points, kept, strict=True), start=1):
        item = same or (left.pop(0) if left else _new_point(meeting))
        values = {"title": point["title"], "position": position}
        values |= {name: point.get(name) for name in ("day", "starts_at", "ends_at")}
        for name, value in values.items():
            if getattr(item, name) != value:
                setattr(item, name, value)
                changed = True
    for item in left:
        item.withdrawn_at = now()
        changed = True
    db.session.flush()
    db.session.expire(meeting, ["agenda"])
    return changed


def _new_point(meeting: Meeting) -> AgendaItem:
    item = AgendaItem(meeting_id=meeting.id)
    db.session.add(item)
    return item


def _found(model: type[Any], field: str, code: str | None) -> Any:
    thing = directory.by_slug(model, code)
    if thing is None and (code is not None or field == "framework"):
        raise Invalid({field: [translate(UNKNOWN, value=code)]})
    return thing


def _theme(code: str | None) -> Any:
    if code is None:
        return None
    theme = directory.term("themes", code)
    if theme is None:
        raise Invalid({"theme": [translate(UNKNOWN, value=code)]})
    return theme
