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


# A piece named `parts` fills elements of the page by their id: nothing more is needed to draw it.
PIECES: dict[str, Callable[[Any, dict[str, Any], Room], dict[str, Any]]] = {
    "question": _question_pieces,
    "line": lambda template, item, room: {"line": template.feed_line(item, room.meeting.timezone)},
    "room": lambda template, item, _room: {
        "parts": {
            "room-banner": template.room_banner(item),
            "room-status": template.room_status(item["state"], on_mud=True),
        }
    },
}
