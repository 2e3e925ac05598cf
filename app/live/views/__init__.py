"""The HTML door of the rooms: for the public, for the desk, for the screen."""

from flask import Flask

from app.core.web import actor
from app.live import queries
from app.live.queries import polls as poll_queries
from app.live.views import desk, feed, floor, journal, polls, public, rooms, stage, streams

blueprints = (
    public.bp,
    desk.bp,
    feed.bp,
    floor.bp,
    journal.bp,
    stage.bp,
    streams.bp,
    rooms.bp,
    polls.bp,
)


def setup(app: Flask) -> None:
    """Let the pages of a meeting and the home page show its rooms."""
    app.jinja_env.globals["rooms_of"] = lambda meeting: queries.rooms_of(actor(), meeting)
    app.jinja_env.globals["open_rooms"] = lambda: queries.open_rooms(actor())
    app.jinja_env.globals["polls_of"] = lambda meeting: poll_queries.published_polls(
        actor(), meeting
    )
