"""The pages of the directory: read by everybody, kept by the secretariat."""

from flask import Flask

from app.accounts import queries as accounts
from app.core.actors import Actor
from app.directory import queries
from app.directory.views import manage, public, words
from app.directory.views.blueprint import bp

blueprints = (bp,)

__all__ = ["blueprints", "manage", "public", "setup"]


def setup(app: Flask) -> None:
    """Give the templates the words of the directory."""
    app.jinja_env.globals.update(
        organisation_kind=words.organisation_kind,
        channel_kind=words.channel_kind,
        channel_link=words.channel_link,
    )
    accounts.offer_places("organisation", _places, queries.organisation_names)


def _places(who: Actor) -> list[tuple[int, str]]:
    """Return the organisations that a role can be held on."""
    return [(found.id, found.name) for found in queries.every_organisation(who)]
