"""Renders items for browsers with the template of the first paint."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app, g
from flask_babel import refresh

from app.core.actors import ANONYMOUS
from app.live import schemas
from app.live.models import Room


def rendered(
    items: list[dict[str, Any]], room: Room, languages: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the items, each with `html`: for every language, the pieces of page it fills."""
    with_html = [dict(item) for item in items]
    g.actor = ANONYMOUS
    for language in sorted(languages):
        g.language = language
        refresh()
        template = current_app.jinja_env.get_template("live/_live.html").module
        for item in with_html:
            pieces = _pieces(template, item, room)
            if pieces:
                item.setdefault("html", {})[language] = pieces
    return with_html


def said_in(language: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a person's own items with the sentences of `language`."""
    g.language = language
    refresh()
    return [
        item
        | (
            {"reason_sentence": schemas.reason_sentence(item["reason"])}
            if item.get("reason")
            else {}
        )
        for item in items
    ]


def _pieces(template: Any, item: dict[str, Any], room: Room) -> dict[str, Any]:
    """Return the drawn pieces of an item, by the part of the page they fill."""
    if item.get("gone"):
        return {}
    return dict(PIECES[item["kind"]](template, item, room))


def _question_pieces(template: Any, item: dict[str, Any], room: Room) -> dict[str, Any]:
    if item.get("own"):
        return {"own": template.own_question(item, room.slug)}
    drawn = {"item": template.question_item(item, room.slug)}
    return drawn | ({"air": template.on_air(item)} if item["state"] == "on_air" else {})


def _poll_pieces(_template: Any, item: dict[str, Any], room: Room) -> dict[str, Any]:
    """Draw a poll that opened with its form, or what came of it; an open one is said too."""
    template: Any = current_app.jinja_env.get_template("live/_polls.html").module
    if item["state"] == "open":
        form = template.poll_open(item, room.slug).strip()
        said = str(template.poll_said(item)).strip()
        return {"parts": {"poll-open": form, "poll-badge": "1"}, "said": said}
    # Another poll may have opened since: the page itself knows whose form it shows.
    return {"parts": {"poll-result": template.poll_result(item, room.slug).strip()}}


def _floor_pieces(_template: Any, item: dict[str, Any], room: Room) -> dict[str, Any]:
    """Return the drawn floor, or the reader's own hand."""
    floor: Any = current_app.jinja_env.get_template("live/_floor.html").module
    if item.get("own"):
        return {"parts": {"floor-own": floor.own_hand(item, room.slug).strip()}}
    now = floor.now_speaking(item, room.meeting.timezone)
    return {"parts": {"floor-now": now, "floor-countries": floor.countries_heard(item).strip()}}


# A piece named `parts` fills elements of the page by their id: nothing more is needed to draw it.
PIECES: dict[str, Callable[[Any, dict[str, Any], Room], dict[str, Any]]] = {
    "question": _question_pieces,
    "poll": _poll_pieces,
    "floor": _floor_pieces,
    "hand": _floor_pieces,
    "line": lambda template, item, room: {"line": template.feed_line(item, room.meeting.timezone)},
    # The desk draws its own page; nobody else is told of an opening or a note.
    "opening": lambda _template, _item, _room: {},
    "note": lambda _template, _item, _room: {},
    # The screen draws its own page too; the phones have nothing to fetch for it.
    "screen": lambda _template, _item, _room: {"parts": {}},
    "room": lambda template, item, _room: {
        "parts": {
            "room-banner": template.room_banner(item),
            "room-stream": template.room_stream(item).strip(),
            "room-status": template.room_status(
                item["state"], on_mud=True, is_open=item["is_open"]
            ),
        }
    },
    "order": lambda template, item, room: {
        "parts": {"queue-rule": template.queue_rule(item, room.slug)}
    },
}
