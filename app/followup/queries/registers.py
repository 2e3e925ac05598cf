"""The registers that the secretariat keeps: instruments and figures, as their forms draw them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.money import Money, exponent
from app.directory.models import Taxonomy
from app.followup.models import (
    Indicator,
    Instrument,
    InstrumentKind,
    InstrumentParty,
    Recommendation,
)
from app.meetings.models import Meeting, MeetingNote, NoteKind

PLAIN = (
    *("title", "signed_on", "place", "adopted_on", "adopted_by", "amends", "note"),
    *("plan_from", "plan_to", "currency"),
)


@dataclass(frozen=True)
class Followed:
    """An instrument, and how many of its texts are followed."""

    instrument: Instrument
    texts: int


def instruments_followed(_actor: Actor) -> list[Followed]:
    """Return every instrument with what names it, the newest first, in a constant cost."""
    origin = Recommendation.instrument_id
    counted = select(origin, func.count().label("texts")).group_by(origin)
    texts = {row.instrument_id: row.texts for row in db.session.execute(counted)}
    every = select(Instrument).options(joinedload(Instrument.source), *_named())
    found = [Followed(one, texts.get(one.id, 0)) for one in db.session.scalars(every)]
    return sorted(found, key=lambda one: (-_age(one.instrument), one.instrument.code))


def instrument_in_full(_actor: Actor, code: str) -> Instrument:
    """
    Return an instrument with its parties, its axes and its source.

    :raises NotFound: if there is none
    """
    query = select(Instrument).where(Instrument.code == code.upper())
    query = query.options(
        joinedload(Instrument.source),
        joinedload(Instrument.taxonomy).selectinload(Taxonomy.terms),
        selectinload(Instrument.axes),
        *_named(),
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound()
    return found


def instrument_named(_actor: Actor, name: str) -> Instrument | None:
    """Return what a meeting says that it is about, `agreement:bim-2015`, if it is registered."""
    kind, _colon, code = name.partition(":")
    if kind not in set(InstrumentKind):
        return None
    query = select(Instrument).where(Instrument.code == code.upper(), Instrument.kind == kind)
    return db.session.scalar(query)


def meetings_about(_actor: Actor, instrument: Instrument) -> list[Meeting]:
    """Return the meetings that were held about an instrument."""
    said = f"{instrument.kind.value}:{instrument.code.lower()}"
    query = select(Meeting).join(Meeting.notes)
    query = query.where(MeetingNote.kind == NoteKind.ABOUT, MeetingNote.text == said)
    return list(db.session.scalars(query.order_by(Meeting.id)))


def described_instrument(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as its form shows it."""
    values = {name: getattr(instrument, name) for name in PLAIN}
    axes = "\n".join(f"{axis.code} : {axis.title}" for axis in instrument.axes)
    return values | {
        "budget": _written(instrument),
        "taxonomy": instrument.taxonomy.code if instrument.taxonomy else None,
        "source": instrument.source.code if instrument.source else None,
        "parties": [party.organisation.slug for party in instrument.parties],
        "axes": axes,
    }


def described_indicator(indicator: Indicator) -> dict[str, Any]:
    """Return a figure as its form shows it."""
    whole, beside = indicator.share_of, indicator.compared_with
    return {
        "title": indicator.title,
        "unit": indicator.unit,
        "position": indicator.position,
        "share_of": whole.code if whole else None,
        "compared_with": beside.code if beside else None,
        "compared_note": indicator.compared_note,
    }


def _named() -> tuple[Any, ...]:
    parties = selectinload(Instrument.parties).joinedload(InstrumentParty.organisation)
    return (joinedload(Instrument.meeting), parties)


def _age(instrument: Instrument) -> int:
    meeting = instrument.meeting
    day = instrument.signed_on or instrument.adopted_on or (meeting.starts_on if meeting else None)
    return day.toordinal() if day else 0


def _written(instrument: Instrument) -> str | None:
    if instrument.budget is None or instrument.currency is None:
        return None
    places = exponent(instrument.currency)
    return f"{Money(instrument.budget, instrument.currency).decimal:.{places}f}".replace(".", ",")
