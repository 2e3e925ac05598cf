"""Recommendations, what was answered to them, and what the committee decided."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Source, Term
from app.followup.models.instruments import Instrument, InstrumentAxis
from app.followup.models.words import Closure, Decision, Nature, word_called
from app.meetings.models import Meeting


class Recommendation(Identified, Base):
    """
    A text that is followed, under a permanent reference: `CCMEX-1/R-03`.

    `text` is as it was issued and never changes; `title` is a shorter name for lists. `decision`
    and `closure` repeat the last response and the last act of closure: the database refuses
    anything else. `revision` grows with every act, so that a stale form is known.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("instrument_id", "number"),
        Index("ix_recommendation_closure", "closure"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("length(text) > 0", name="text"),
        CheckConstraint("source_id is not null or entered_by_id is not null", name="entered_by"),
    )

    ref: Mapped[str] = mapped_column(String(80))
    instrument_id: Mapped[int] = mapped_column(restrict("instrument.id"))
    number: Mapped[int]
    nature: Mapped[Nature] = mapped_column(word_of(Nature), default=Nature.RECOMMENDATION)
    text: Mapped[str]
    title: Mapped[str]
    axis_id: Mapped[int | None] = mapped_column(restrict("instrument_axis.id"), index=True)
    term_id: Mapped[int | None] = mapped_column(restrict("term.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(restrict("term.id"), index=True)
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    beneficiaries: Mapped[str | None]
    addressed_to_id: Mapped[int | None] = mapped_column(restrict("organisation.id"), index=True)
    issued_on: Mapped[date | None]
    decision: Mapped[Decision] = mapped_column(word_of(Decision), default=Decision.PENDING)
    closure: Mapped[Closure] = mapped_column(word_of(Closure), default=Closure.OPEN)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str] = mapped_column(default="")

    instrument: Mapped[Instrument] = relationship()
    axis: Mapped[InstrumentAxis | None] = relationship()
    term: Mapped[Term | None] = relationship(foreign_keys=[term_id])
    theme: Mapped[Term | None] = relationship(foreign_keys=[theme_id])
    addressed_to: Mapped[Organisation | None] = relationship()
    source: Mapped[Source | None] = relationship()
    responses: Mapped[list["Response"]] = relationship(
        back_populates="recommendation", order_by="Response.number"
    )
    closure_acts: Mapped[list["ClosureAct"]] = relationship(
        back_populates="recommendation", order_by="ClosureAct.number"
    )

    @property
    def short_ref(self) -> str:
        """The reference within its instrument: `R-03`."""
        return self.ref.rpartition("/")[2]


class Response(Identified, Base):
    """A decision on a recommendation. Append-only: a change of mind is the next response."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "number"),
        CheckConstraint("decision <> 'pending'", name="decided"),
        CheckConstraint("source_id is not null or entered_by_id is not null", name="entered_by"),
    )

    recommendation_id: Mapped[int] = mapped_column(restrict("recommendation.id"))
    number: Mapped[int]
    decision: Mapped[Decision] = mapped_column(word_of(Decision))
    reason: Mapped[str]
    decided_on: Mapped[date | None]
    signatory_id: Mapped[int | None] = mapped_column(restrict("organisation.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)

    recommendation: Mapped[Recommendation] = relationship(back_populates="responses")
    signatory: Mapped[Organisation | None] = relationship()


class ClosureAct(Identified, Base):
    """A request to close, the committee's decision, or a reopening. Append-only."""

    __tablename__ = "closure_act"
    __table_args__ = (UniqueConstraint("recommendation_id", "number"),)

    recommendation_id: Mapped[int] = mapped_column(restrict("recommendation.id"))
    number: Mapped[int]
    was: Mapped[Closure] = mapped_column(word_called("was", Closure))
    becomes: Mapped[Closure] = mapped_column(word_called("becomes", Closure))
    reason: Mapped[str]
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    recommendation: Mapped[Recommendation] = relationship(back_populates="closure_acts")
    meeting: Mapped[Meeting | None] = relationship()
