"""What recommendations come from: meetings, agreements with their axes, policies."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Source, Taxonomy
from app.followup.models.words import InstrumentKind
from app.meetings.models import Meeting


class Instrument(Identified, Base):
    """
    A meeting, an agreement or a policy whose texts are followed.

    `code` begins the permanent references, `issued` numbers them. `budget` is in minor units of
    `currency`. What its source does not say is empty. A policy's axes are the terms of `taxonomy`.
    """

    __tablename__ = "instrument"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("meeting_id"),
        CheckConstraint("(kind = 'meeting') = (meeting_id is not null)", name="meeting"),
        CheckConstraint("issued >= 0", name="issued"),
        CheckConstraint("budget > 0", name="budget"),
        CheckConstraint("(budget is null) = (currency is null)", name="budget_currency"),
        CheckConstraint("plan_to >= plan_from", name="plan"),
    )

    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[InstrumentKind] = mapped_column(word_of(InstrumentKind))
    title: Mapped[str]
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"))
    signed_on: Mapped[date | None]
    place: Mapped[str | None]
    adopted_on: Mapped[date | None]
    adopted_by: Mapped[str | None]
    amends: Mapped[str | None]
    note: Mapped[str | None]
    plan_from: Mapped[int | None]
    plan_to: Mapped[int | None]
    budget: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    taxonomy_id: Mapped[int | None] = mapped_column(restrict("taxonomy.id"))
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    issued: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting | None] = relationship()
    taxonomy: Mapped[Taxonomy | None] = relationship()
    source: Mapped[Source | None] = relationship()
    parties: Mapped[list["InstrumentParty"]] = relationship(
        back_populates="instrument", order_by="InstrumentParty.position"
    )
    axes: Mapped[list["InstrumentAxis"]] = relationship(
        back_populates="instrument", order_by="InstrumentAxis.position"
    )


class InstrumentParty(Identified, Base):
    """An organisation that signed an agreement."""

    __tablename__ = "instrument_party"
    __table_args__ = (UniqueConstraint("instrument_id", "organisation_id"),)

    instrument_id: Mapped[int] = mapped_column(restrict("instrument.id"))
    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"), index=True)
    position: Mapped[int]

    instrument: Mapped[Instrument] = relationship(back_populates="parties")
    organisation: Mapped[Organisation] = relationship()


class InstrumentAxis(Identified, Base):
    """An axis of an agreement."""

    __tablename__ = "instrument_axis"
    __table_args__ = (UniqueConstraint("instrument_id", "code"),)

    instrument_id: Mapped[int] = mapped_column(restrict("instrument.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    position: Mapped[int]

    instrument: Mapped[Instrument] = relationship(back_populates="axes")
