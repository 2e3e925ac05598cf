"""The filter of the desk: in its address, and kept by everything that leads back to it."""

from typing import Any

from flask import Blueprint, current_app, g, has_request_context, request, url_for

from app.core.web import actor
from app.live import schemas
from app.live.models import UNREAD, DeskFilter, Question, Room
from app.live.queries import desk as behind
from app.live.queries.sifting import ground_of, sift

View = dict[str, Any]


def filter_in_force() -> DeskFilter:
    """Return the filter that the address asks for, read once."""
    if "desk_filter" not in g:
        g.desk_filter = schemas.filter_of(request.args.to_dict())
    found: DeskFilter = g.desk_filter
    return found


def keep_filter(*blueprints: Blueprint) -> None:
    """Let what these blueprints' addresses lead back to the desk keep the filter in force."""
    names = {blueprint.name for blueprint in blueprints}

    def add(endpoint: str, values: dict[str, Any]) -> None:
        if has_request_context() and request.blueprint in names and _leads_back(endpoint):
            for name, value in filter_in_force().criteria.items():
                values.setdefault(name, value)

    for blueprint in blueprints:
        blueprint.url_defaults(add)


def _leads_back(endpoint: str) -> bool:
    """Whether an address is the desk's own, or one that a form of it posts to."""
    rules = current_app.url_map.iter_rules(endpoint)
    return endpoint == "desk.show" or all("GET" not in (rule.methods or ()) for rule in rules)


def sift_desk(room: Room, questions: list[Question], views: list[View]) -> list[View]:
    """Return the questions that the filter in force lets through."""
    wanted = filter_in_force()
    return sift(views, wanted, ground_of(room, questions, wanted, actor().id))


def filter_view(
    room: Room, questions: list[Question], views: list[View], shown: list[View]
) -> dict[str, Any]:
    """Return the filter in force, what it leaves out, what may be asked, and the kept ones."""
    wanted = filter_in_force()
    themes = {one.theme.code: one.theme.title for one in questions if one.theme}
    ids = {view["id"] for view in shown}
    outside = [view for view in views if view["id"] not in ids]
    kept = [
        schemas.saved_view(one, actor()) | {"address": _address(room, one.criteria)}
        for one in behind.saved_views(actor(), room)
    ]
    return {
        "criteria": wanted.criteria,
        "clear_address": _address(room, {}),
        "sentence": schemas.filter_sentence(wanted, themes),
        "outside": len(outside),
        "waiting_outside": [view["id"] for view in outside if view["state"] in UNREAD],
        "choices": schemas.filter_choices(views, themes),
        "kept": kept,
        "current": next((one for one in kept if one["criteria"] == wanted.criteria), None),
    }


def _address(room: Room, criteria: dict[str, str]) -> str:
    """Return the address of the desk with this filter, whichever one is in force."""
    values: dict[str, Any] = dict.fromkeys(schemas.FilterDesk().fields) | criteria
    return url_for("desk.show", slug=room.slug, **values)
