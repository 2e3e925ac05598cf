"""What is drawn on the screen in the hall, and in its preview at the desk."""

from typing import Any

import segno
from flask import url_for

from app.core.addresses import public_address
from app.live.models import Room, Scene, Shown
from app.live.views.floor_pages import floor_page
from app.live.views.polls import room_polls
from app.live.views.public import _public_views


def hall(room: Room) -> dict[str, Any]:
    """Return what the screen of a room can show: what everybody may see, and the way in."""
    address = public_address(url_for("live.show", slug=room.slug))
    return {
        "room": room,
        "host": address.split("//")[1].split("/direct/")[0],
        "code": segno.make(address, error="m").svg_inline(border=2, omitsize=True),
        **floor_page(room),
        **_public_views(room),
        **room_polls(room),
    }


def picture(scene: Scene, seen: dict[str, Any]) -> dict[str, Any]:
    """Return what a scene draws of what the hall can see: its name, its question, its poll."""
    if scene.shows == Shown.ON_AIR:
        return _question(seen["on_air"])
    if scene.shows == Shown.QUESTION and scene.question:
        public = [seen["on_air"], *seen["queue"], *seen["answered"]]
        found = _numbered(public, scene.question.number)
        return _question(found) if found else _by_itself(seen)
    if scene.shows == Shown.POLL and scene.poll:
        found = _numbered(_polls(seen), scene.poll.number)
        return {"name": "poll", "poll": found} if found else _by_itself(seen)
    if scene.shows == Shown.TIMER:
        return _floor(seen) or {"name": "silent"}
    if scene.shows == Shown.MESSAGE:
        return {"name": "message", "words": scene.words, "language": scene.language}
    return _by_itself(seen) if scene.shows == Shown.AUTOMATIC else {"name": scene.shows.value}


def _by_itself(seen: dict[str, Any]) -> dict[str, Any]:
    """Draw the open poll, or the last one until a question is on air, else who speaks."""
    on_air, last = seen["on_air"], seen["last_poll"]
    moved_at = str(last["published_at"] or last["closed_at"]) if last else ""
    is_latest = last and (on_air is None or on_air["moved_at"] < moved_at)
    poll = seen["open_poll"] or (last if is_latest else None)
    if poll:
        return {"name": "poll", "poll": poll}
    return _question(on_air) if on_air else _floor(seen) or _question(None)


def _question(view: dict[str, Any] | None) -> dict[str, Any]:
    return {"name": "question", "question": view} if view else {"name": "waiting"}


def _floor(seen: dict[str, Any]) -> dict[str, Any] | None:
    has_somebody = seen["floor"]["speaker"] or seen["floor"]["called"]
    return {"name": "floor"} if has_somebody else None


def _polls(seen: dict[str, Any]) -> list[dict[str, Any] | None]:
    return [seen["open_poll"], seen["last_poll"], *seen["other_polls"]]


def _numbered(views: list[dict[str, Any] | None], number: int) -> dict[str, Any] | None:
    return next((view for view in views if view and view["number"] == number), None)
