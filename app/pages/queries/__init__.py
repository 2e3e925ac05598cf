"""What the home page and the figures show, and whether the database is ready."""

from app.pages.queries.checks import (
    CARRIED,
    COMPUTED,
    EXACT,
    GAP,
    UNKNOWN,
    Check,
    checks,
    compared,
    full_title,
    programmes,
)
from app.pages.queries.figures import Chart, Landmarks, figures_page
from app.pages.queries.home import Counts, Desk, desks, is_ready, landmarks
from app.pages.queries.outcomes import Outcome, kept_promise, outcomes

__all__ = [
    "CARRIED",
    "COMPUTED",
    "EXACT",
    "GAP",
    "UNKNOWN",
    "Chart",
    "Check",
    "Counts",
    "Desk",
    "Landmarks",
    "Outcome",
    "checks",
    "compared",
    "desks",
    "figures_page",
    "full_title",
    "is_ready",
    "kept_promise",
    "landmarks",
    "outcomes",
    "programmes",
]
