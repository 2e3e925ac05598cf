"""The HTML door of the rooms: for the public, for the desk, for the screen."""

from flask import Flask

from app.core.web import actor
from app.live import queries
from app.live.models import Room
from app.live.queries import halls as hall_queries
from app.live.queries import minutes as minutes_queries
from app.live.queries import polls as poll_queries
from app.live.queries import screen as screen_queries
from app.live.schemas import RULES, scene_view
from app.live.views import (
    archive,
    desk,
    desk_filter,
    feed,
    floor,
    halls,
    journal,
    minutes,
    order,
    polls,
    public,
    rooms,
    saved_views,
    screen,
    stage,
    streams,
)

blueprints = (
    *(public.bp, desk.bp, journal.bp, stage.bp, feed.bp, floor.bp, streams.bp, rooms.bp),
    *(polls.bp, order.bp, halls.bp, archive.bp, minutes.bp, saved_views.bp, screen.bp),
)
desk_filter.keep_filter(
    *(desk.bp, saved_views.bp, stage.bp, floor.bp, polls.bp, order.bp, screen.bp)
)


def setup(app: Flask) -> None:
    """Let the pages of a meeting and the home page show its rooms."""
    app.jinja_env.globals["rooms_of"] = lambda meeting: queries.rooms_of(actor(), meeting)
    app.jinja_env.globals["order_rules"] = {rule.value: said for rule, said in RULES.items()}
    app.jinja_env.globals["scene_of"] = lambda room: scene_view(screen_queries.standing(room))
    app.jinja_env.globals["may_enter_for_hall"] = _may_enter_for_hall
    app.jinja_env.globals["open_rooms"] = lambda: queries.open_rooms(actor())
    app.jinja_env.globals["minutes_of"] = lambda meeting: minutes_queries.published_minutes(
        actor(), meeting
    )
    app.jinja_env.globals["polls_of"] = lambda meeting: poll_queries.published_polls(
        actor(), meeting
    )


def _may_enter_for_hall(room: Room) -> bool:
    """Whether the reader speaks for an organisation's hall."""
    return actor().is_member and bool(hall_queries.organisations_of(actor(), room))
