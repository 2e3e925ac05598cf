"""When each door of a chain was passed, how long that took, or how long it is awaited."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.followup.models import (
    Closure,
    Commitment,
    Concern,
    Link,
    ProgressReport,
    Recommendation,
)
from app.followup.queries.doors import Door


@dataclass(frozen=True)
class Moment:
    """A day, with the instant where what happened was written down as it happened."""

    day: date
    at: datetime | None = None

    @property
    def order(self) -> tuple[date, float]:
        """What sorts moments; a day without an hour comes before its hours."""
        return self.day, self.at.timestamp() if self.at else 0.0


@dataclass(frozen=True)
class Hop:
    """A door of the chain, with the day it was passed and how long it took or is awaited."""

    door: Door
    day: date | None = None
    at: datetime | None = None
    after: int | None = None
    waits: int | None = None


def moments_of(
    recommendation: Recommendation,
    concerns: Sequence[Concern],
    commitments: Sequence[Commitment],
    reports: Iterable[ProgressReport],
    money: Sequence[Link],
) -> list[Moment | None]:
    """Return the moment of each door, where one is known."""
    responses = recommendation.responses
    signed = recommendation.instrument.signed_on
    answered = _last(_moment(one.decided_on, one.entered_at) for one in responses)
    acts = recommendation.closure_acts
    sent = [report.submitted_at for report in reports if report.submitted_at]
    return [
        _first(_moment(concern.day, concern.raised_at) for concern in concerns),
        _moment(recommendation.issued_on, recommendation.entered_at),
        answered or _moment(signed, None),
        _first(_moment(one.made_on, one.entered_at) for one in commitments),
        _first(_paid(commitments, money)),
        _last(_moment(instant.date(), instant) for instant in sent),
        _moment(acts[-1].at.date(), acts[-1].at)
        if acts and recommendation.closure != Closure.OPEN
        else None,
    ]


def hops(
    doors: Sequence[Door],
    moments: Sequence[Moment | None],
    today: date,
    since: Mapping[int, date | None],
) -> list[Hop]:
    """
    Return the doors with their moments; only one that is passed or stood in has any.

    A door that is awaited is so `since` a day of its own, by its place, else since the one before.
    """
    found: list[Hop] = []
    before: date | None = None
    for place, (door, moment) in enumerate(zip(doors, moments, strict=True)):
        is_there = door.state in ("done", "here")
        if moment is None or not is_there:
            awaited = moment is None and door.state in ("missing", "here")
            start = since.get(place) or before
            waits = max((today - start).days, 0) if awaited and start else None
            found.append(Hop(door, waits=waits))
            continue
        after = (moment.day - before).days if before and moment.day >= before else None
        found.append(Hop(door, moment.day, moment.at, after))
        before = moment.day
    return found


def _paid(commitments: Sequence[Commitment], money: Sequence[Link]) -> Iterator[Moment | None]:
    for commitment in commitments:
        for line in commitment.budget:
            if line.withdrawn_at is None:
                yield _moment(line.on_date or line.entered_at.date(), line.entered_at)
    for link in money:
        yield _moment(link.at.date(), link.at)


def _moment(day: date | None, written: datetime | None) -> Moment | None:
    if day is None:
        return None
    return Moment(day, written if written and written.date() == day else None)


def _first(moments: Iterable[Moment | None]) -> Moment | None:
    return min((one for one in moments if one), key=lambda one: one.order, default=None)


def _last(moments: Iterable[Moment | None]) -> Moment | None:
    return max((one for one in moments if one), key=lambda one: one.order, default=None)
