"""The HTML door of the meetings: for everybody, and for the secretariat."""

from flask import Flask

from app.accounts import queries as accounts
from app.core.actors import Actor
from app.core.web import actor
from app.meetings import queries
from app.meetings.views import (  # noqa: F401 (each adds its pages to the blueprint)
    delegations,
    feeds,
    manage,
    public,
    words,
)
from app.meetings.views.blueprint import bp

blueprints = (bp,)


def setup(app: Flask) -> None:
    """Give the templates the words of a meeting, and the other features' pages their meetings."""
    words.setup(app)
    accounts.offer_places("meeting", _places, queries.meeting_names)
    app.jinja_env.globals["quotas_of"] = lambda thing: queries.quotas_of(actor(), thing)
    app.jinja_env.globals["delegations_of"] = lambda thing: queries.quotas_of_organisation(
        actor(), thing
    )
    app.jinja_env.globals["meetings_of"] = lambda thing: queries.meetings_of(actor(), thing)
    app.jinja_env.globals["meetings_with"] = lambda thing: queries.meetings_with(actor(), thing)


def _places(who: Actor) -> list[tuple[int, str]]:
    """Return the meetings that a role can be held on."""
    return [(meeting.id, meeting.title) for meeting in queries.every_meeting(who)]
