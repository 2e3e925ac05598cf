"""Campaigns, promises and what was done to them, and the rates they were shown at."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Numeric, String, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Source
from app.giving.models.words import PledgeAct, PledgeChannel, PledgeState, Visibility
from app.live.models import Room
from app.meetings.models import Meeting


class ExactRate(TypeDecorator[Decimal]):
    """An exact decimal; SQLite, which has none, keeps it as text."""

    impl = Numeric(24, 10)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return a decimal, or text where the database has no exact decimals."""
        kind: TypeEngine[Any] = String(40) if dialect.name == "sqlite" else Numeric(24, 10)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        if value is None:
            return None
        return f"{value:f}" if dialect.name == "sqlite" else value

    def process_result_value(self, value: object, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(f"{Decimal(str(value)).normalize():f}")


class Campaign(Identified, Base):
    """A call for gifts; `goal` is in minor units of `currency`, and may be unknown."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("goal > 0", name="goal"),
        CheckConstraint("closes_on >= opens_on", name="days_in_order"),
    )

    slug: Mapped[str]
    title: Mapped[str]
    purpose: Mapped[str]
    goal: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(restrict("organisation.id"), index=True)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class FxRate(Identified, Base):
    """What one unit of `base` was worth in `quote` on a day, and who says so. Append-only."""

    __tablename__ = "fx_rate"
    __table_args__ = (
        UniqueConstraint("base", "quote", "as_of", "source"),
        CheckConstraint("base <> quote", name="two_currencies"),
        CheckConstraint("CAST(rate AS NUMERIC) > 0", name="rate"),
    )

    base: Mapped[str] = mapped_column(String(3))
    quote: Mapped[str] = mapped_column(String(3))
    rate: Mapped[Decimal] = mapped_column(ExactRate())
    as_of: Mapped[date]
    source: Mapped[str]
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)


class Pledge(Identified, Base):
    """
    A promise as it was said.

    `amount` (minor units), `shown_rate` and `equivalent` are the words of the moment and never
    change; `standing` is what is promised now, moved only together with a `PledgeEvent`. What
    nobody stated (the moment, the rate, the country) stays empty.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_pledge_campaign_state", "campaign_id", "state"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("standing >= 0", name="standing"),
        CheckConstraint("equivalent > 0", name="equivalent"),
        CheckConstraint("CAST(shown_rate AS NUMERIC) > 0", name="shown_rate"),
        CheckConstraint(
            "(equivalent is null) = (equivalent_currency is null)", name="equivalent_whole"
        ),
        CheckConstraint("equivalent_currency <> currency", name="equivalent_in_another"),
        CheckConstraint(
            "(state in ('ended', 'released')) = (standing = 0)", name="nothing_stands_once_ended"
        ),
        CheckConstraint(
            "donor_id is not null or donor_name is not null or source_id is not null", name="donor"
        ),
    )

    ref: Mapped[str] = mapped_column(String(40))
    state: Mapped[PledgeState] = mapped_column(word_of(PledgeState), default=PledgeState.ANNOUNCED)
    channel: Mapped[PledgeChannel] = mapped_column(word_of(PledgeChannel))
    campaign_id: Mapped[int | None] = mapped_column(restrict("campaign.id"))
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(restrict("room.id"), index=True)
    donor_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    donor_name: Mapped[str | None]
    donor_country: Mapped[str | None] = mapped_column(String(2))
    is_remote: Mapped[bool | None]
    on_behalf_of: Mapped[str | None]
    visibility: Mapped[Visibility] = mapped_column(word_of(Visibility))
    purpose: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    standing: Mapped[int] = mapped_column(BigInteger)
    shown_rate: Mapped[Decimal | None] = mapped_column(ExactRate())
    equivalent: Mapped[int | None] = mapped_column(BigInteger)
    equivalent_currency: Mapped[str | None] = mapped_column(String(3))
    due_on: Mapped[date | None]
    spoken_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    campaign: Mapped[Campaign | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    room: Mapped[Room | None] = relationship()
    donor: Mapped[Person | None] = relationship(foreign_keys=[donor_id])
    source: Mapped[Source | None] = relationship()
    events: Mapped[list["PledgeEvent"]] = relationship(
        back_populates="pledge", order_by="PledgeEvent.number"
    )

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state in (PledgeState.ANNOUNCED, PledgeState.CONFIRMED)


class PledgeEvent(Identified, Base):
    """One act on a promise, with what was promised before and after it. Append-only."""

    __tablename__ = "pledge_event"
    __table_args__ = (
        UniqueConstraint("pledge_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("was >= 0 and now_is >= 0", name="amounts"),
    )

    pledge_id: Mapped[int] = mapped_column(restrict("pledge.id"))
    number: Mapped[int]
    act: Mapped[PledgeAct] = mapped_column(word_of(PledgeAct))
    was: Mapped[int] = mapped_column(BigInteger)
    now_is: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str | None]
    by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    happened_at: Mapped[datetime] = mapped_column(default=now)

    pledge: Mapped[Pledge] = relationship(back_populates="events")
