"""What the home page and the figures show, and whether the database is ready."""

from app.pages.queries.checks import COMPUTED, EXACT, GAP, UNKNOWN, Check, checks
from app.pages.queries.figures import Chart, Landmarks, figures_page
from app.pages.queries.home import Counts, Desk, desks, is_ready, landmarks

__all__ = [
    "COMPUTED",
    "EXACT",
    "GAP",
    "UNKNOWN",
    "Chart",
    "Check",
    "Counts",
    "Desk",
    "Landmarks",
    "checks",
    "desks",
    "figures_page",
    "is_ready",
    "landmarks",
]
