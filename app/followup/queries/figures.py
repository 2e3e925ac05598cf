"""The figures of the record: claimed beside computed, with the difference marked."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.followup.models import Indicator, Measurement

HUNDREDTHS = Decimal("0.01")


@dataclass(frozen=True)
class Share:
    """
    A part of a whole, in percent with two decimals: as claimed, and as computed from the rows.

    Either is None where it is unknown.
    """

    whole: Indicator
    computed: Decimal | None
    claimed: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether what was claimed is not what the rows give."""
        return None not in (self.claimed, self.computed) and self.claimed != self.computed


@dataclass(frozen=True)
class Figure:
    """
    A figure with its latest statement and all of them, its share, and what it is read beside.

    `standing` are the statements that nothing said later of the same day or period replaces, in
    the order of time; the latest is the last of them.
    """

    indicator: Indicator
    latest: Measurement | None
    measurements: list[Measurement]
    standing: list[Measurement]
    share: Share | None
    beside: Measurement | None

    @property
    def value(self) -> Decimal | None:
        """The latest value in its unit."""
        return in_unit(self.indicator, self.latest.value) if self.latest else None

    @property
    def before(self) -> list[Measurement]:
        """What is stated of other days and periods than the latest, the newest first."""
        return self.standing[-2::-1]

    @property
    def replaced(self) -> list[Measurement]:
        """What was stated and is no longer: another statement of the same time came after."""
        return [one for one in self.measurements if one not in self.standing]


def figures(_actor: Actor) -> list[Figure]:
    """Return every figure of the record in its order, each with its statements."""
    query = (
        select(Indicator)
        .where(Indicator.code.is_not(None))
        .options(selectinload(Indicator.measurements).joinedload(Measurement.source))
        .order_by(Indicator.position, Indicator.id)
    )
    indicators = list(db.session.scalars(query))
    by_id = {indicator.id: indicator for indicator in indicators}
    return [_figure(indicator, by_id) for indicator in indicators]


def figure(actor: Actor, code: str) -> Figure:
    """
    Return one figure of the record.

    :raises NotFound: if there is none
    """
    found = next((one for one in figures(actor) if one.indicator.code == code), None)
    if found is None:
        raise NotFound()
    return found


def in_unit(indicator: Indicator, value: int) -> Decimal:
    """Return a stored value in the indicator's unit, exact."""
    return Decimal(value).scaleb(-indicator.decimals)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a part in percent of the whole, rounded half up to two decimals; None of nothing."""
    if not whole:
        return None
    return (part * 100 / whole).quantize(HUNDREDTHS, ROUND_HALF_UP)


def indicator_measurements(indicator: Indicator) -> list[Measurement]:
    """Return what was stated of an indicator, in the order of entry."""
    query = select(Measurement).where(Measurement.indicator_id == indicator.id)
    query = query.options(joinedload(Measurement.source)).order_by(Measurement.id)
    return list(db.session.scalars(query))


def _figure(indicator: Indicator, by_id: dict[int, Indicator]) -> Figure:
    stated = [one for one in indicator.measurements if one.report_id is None]
    standing = standing_of_time(stated)
    latest = standing[-1] if standing else None
    whole = by_id.get(indicator.share_of_id or 0)
    beside = by_id.get(indicator.compared_with_id or 0)
    return Figure(
        indicator,
        latest,
        stated,
        standing,
        _share(indicator, latest, whole) if whole else None,
        _same_period(beside, latest) if beside and latest else None,
    )


def standing_of_time(stated: list[Measurement]) -> list[Measurement]:
    """Return the last statement of each day or period, in the order of time, then of entry."""
    last = {(one.period, one.on_date): one for one in stated}
    return sorted(last.values(), key=lambda one: (_time_of(one), one.id))


def _time_of(measurement: Measurement) -> date:
    if measurement.on_date:
        return measurement.on_date
    return date(measurement.year, 12, 31) if measurement.year else date.min


def _share(indicator: Indicator, latest: Measurement | None, whole: Indicator) -> Share:
    of_whole = _same_period(whole, latest) if latest else None
    computed = None
    if latest and of_whole:
        computed = share(in_unit(indicator, latest.value), in_unit(whole, of_whole.value))
    claimed = latest.claimed_share if latest else None
    said = None if claimed is None else Decimal(claimed).scaleb(-2)
    return Share(whole, computed, said)


def _same_period(indicator: Indicator, like: Measurement) -> Measurement | None:
    """Return the latest statement about the same period, else none: years are not mixed."""
    same = [one for one in indicator.measurements if one.period == like.period]
    return same[-1] if same else None
