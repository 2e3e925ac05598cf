"""The HTML door of follow-up: for everybody, for authors, for those who work on it."""

from flask import Flask

from app.core.web import actor
from app.followup import queries, schemas
from app.followup.views import concerns, indicators, instruments, public, reports, work

blueprints = (public.bp, instruments.bp, concerns.bp, work.bp, reports.bp, indicators.bp)


def setup(app: Flask) -> None:
    """Give the templates the words of follow-up, and the pages of meetings what became of it."""
    app.jinja_env.globals["followup_words"] = schemas
    app.jinja_env.globals["text_named"] = lambda name: queries.instrument_named(actor(), name)
    app.jinja_env.globals["concern_count"] = lambda: queries.count_of_concerns(actor())
