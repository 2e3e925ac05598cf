"""The HTML door of follow-up: for everybody, for authors, for those who work on it."""

from flask import Flask

from app.core.clock import today
from app.core.web import actor
from app.followup import queries, schemas
from app.followup.views import concerns, indicators, instruments, public, reports, work
from app.followup.views.common import offered

blueprints = (public.bp, instruments.bp, concerns.bp, work.bp, reports.bp, indicators.bp)


def setup(app: Flask) -> None:
    """Give the templates the words of follow-up, and other features' pages what came of them."""
    app.jinja_env.globals.update(
        followup_words=schemas,
        offered=offered,
        text_named=lambda name: queries.instrument_named(actor(), name),
        concern_count=lambda: queries.count_of_concerns(actor()),
        concern_from=lambda question: queries.concern_of_question(question),
        issued_from=lambda meeting: queries.issued_from(actor(), meeting, today()),
        implemented_by=lambda money: queries.implemented_by(actor(), money),
        sequel_of=concerns.sequel,
    )
