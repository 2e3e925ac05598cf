"""Who was heard: a room's questions by country, small numbers kept to ourselves."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.live.models import PUBLIC_STATES, Question, QuestionState, QueueMove, Room

SMALLEST = 5  # questions; less than that could be told apart
MEASURES = ("asked", "taken", "answered", "refused")


@dataclass(frozen=True)
class Row:
    """
    What became of the questions of a country, or of the `merged` small ones together.

    A number that is kept to ourselves is none. `wait` is the median between asking and answering,
    in seconds.
    """

    countries: tuple[str, ...]
    counts: Mapping[str, int | None]
    wait: int | None = None

    @property
    def is_merged(self) -> bool:
        """Whether the row stands for several countries."""
        return len(self.countries) > 1


@dataclass(frozen=True)
class Fairness:
    """The rows, the most asked first and the merged one last, their totals, and hand moves."""

    rows: list[Row]
    totals: Mapping[str, int | None]
    wait: int | None
    moves: Mapping[str, int]


@dataclass
class Tally:
    """A country's questions, before small numbers are hidden; `waits` in seconds."""

    counts: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


def fairness(room: Room) -> Fairness:
    """Return the figures of a room that anybody may read."""
    tallies = _tallies(room)
    groups = grouped({country: tally.counts["asked"] for country, tally in tallies.items()})
    counts: list[Counter[str]] = [
        sum((tallies[country].counts for country in group), Counter()) for group in groups
    ]
    shown = [dict[str, int | None]() for _group in groups]
    totals: dict[str, int | None] = {}
    for measure in MEASURES:
        column = [one[measure] for one in counts]
        hidden, total_is_hidden = hidden_cells(column)
        totals[measure] = None if total_is_hidden or not groups else sum(column)
        for place, number in enumerate(column):
            shown[place][measure] = None if place in hidden else number
    rows = [
        Row(group, numbers, _median([w for country in group for w in tallies[country].waits]))
        for group, numbers in zip(groups, shown, strict=True)
    ]
    waits = [wait for tally in tallies.values() for wait in tally.waits]
    return Fairness(rows, totals, _median(waits), _moves(room))


def grouped(asked: Mapping[str, int]) -> list[tuple[str, ...]]:
    """
    Return the countries, each alone or merged with others so that no row is small.

    The small ones are merged; the next larger one joins them where they are still too few, or
    where one alone would be known by subtraction. Nothing is left of a room that is itself small.
    """
    by_size = sorted(asked, key=lambda country: (asked[country], country))
    small = [country for country in by_size if asked[country] < SMALLEST]
    alone = by_size[len(small) :]
    while small and alone and not _is_large(asked, small):
        small.append(alone.pop(0))
    if small and not _is_large(asked, small):
        return []
    rows: list[tuple[str, ...]] = [(country,) for country in reversed(alone)]
    return [*rows, tuple(sorted(small))] if small else rows


def _is_large(asked: Mapping[str, int], countries: list[str]) -> bool:
    return len(countries) > 1 and sum(asked[country] for country in countries) >= SMALLEST


def hidden_cells(column: list[int]) -> tuple[set[int], bool]:
    """
    Return which cells of a column are not told, and whether its total is not told either.

    A cell from 1 to 4 is not told. The next larger ones join it until what is left of the total,
    once every told cell is taken off, could be shared among those hidden in at least five ways
    for each; where that cannot be, the total goes too.
    """
    hidden = {place for place, number in enumerate(column) if 0 < number < SMALLEST}
    larger = sorted(
        (place for place, number in enumerate(column) if number >= SMALLEST),
        key=lambda place: column[place],
    )
    while hidden and not _is_ambiguous(column, hidden) and larger:
        hidden.add(larger.pop(0))
    total_is_hidden = bool(hidden) and not _is_ambiguous(column, hidden)
    return hidden, total_is_hidden or 0 < sum(column) < SMALLEST


def _is_ambiguous(column: list[int], hidden: set[int]) -> bool:
    # Each hidden cell is at least 1: it may be anything from 1 to what the others leave.
    left = sum(column[place] for place in hidden)
    return len(hidden) > 1 and left - len(hidden) + 1 >= SMALLEST


def _tallies(room: Room) -> dict[str, Tally]:
    root = aliased(Question)
    stands_at = func.coalesce(root.state, Question.state)
    query = (
        select(Question.country, Question.state, stands_at, Question.asked_at, root.moved_at)
        .add_columns(Question.moved_at)
        .outerjoin(root, Question.merged_into_id == root.id)
        .where(Question.room_id == room.id)
    )
    tallies: dict[str, Tally] = defaultdict(Tally)
    for country, state, became, asked_at, root_moved_at, moved_at in db.session.execute(query):
        tally = tallies[country or ""]
        tally.counts["asked"] += 1
        tally.counts["taken"] += became in PUBLIC_STATES
        tally.counts["answered"] += became == QuestionState.ANSWERED
        tally.counts["refused"] += state == QuestionState.REFUSED
        if became == QuestionState.ANSWERED:
            wait = (root_moved_at or moved_at) - asked_at
            tally.waits.append(max(0.0, wait.total_seconds()))
    return tallies


def _median(waits: list[float]) -> int | None:
    return round(median(waits)) if len(waits) >= SMALLEST else None


def _moves(room: Room) -> dict[str, int]:
    """Return how many questions were moved by hand, by reason."""
    query = select(QueueMove.reason, func.count()).where(QueueMove.room_id == room.id)
    return {
        reason.value: count
        for reason, count in db.session.execute(query.group_by(QueueMove.reason))
    }
