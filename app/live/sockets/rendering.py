"""Renders items for browsers with the template of the first paint."""

from collections.abc import Iterable
from typing import Any

from flask import current_app, g
from flask_babel import refresh

from app.core.actors import ANONYMOUS
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


def _pieces(template: Any, item: dict[str, Any], room: Room) -> dict[str, str]:
    if item.get("gone"):
        return {}
    if item["kind"] == "line":
        return {"line": str(template.feed_line(item, room.meeting.timezone))}
    if item["kind"] == "room":
        return {"banner": str(template.room_banner(item))}
    if item.get("own"):
        return {"own": str(template.own_question(item, room.slug))}
    pieces = {"item": str(template.question_item(item, room.slug))}
    if item["state"] == "on_air":
        pieces["air"] = str(template.on_air(item))
    return pieces
