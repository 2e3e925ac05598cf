"""Programmes, their editions and stated lines, awards in tranches, and what they report."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Source
from app.giving.models.words import (
    PAID,
    RUNNING,
    TO_BE_PAID,
    TRANCHE_MOVES,
    AwardState,
    Instrument,
    TrancheState,
)
from app.meetings.models import Meeting


class Programme(Identified, Base):
    """
    A programme that gives money to projects.

    `claimed_*` are the figures as a source states them; the pages compute them again from the
    lines and awards and show both. Amounts are in minor units of `currency`.
    """

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("budget > 0", name="budget"),
        CheckConstraint("beneficiaries > 0", name="beneficiaries"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("claimed_projects >= 0", name="claimed_projects"),
        CheckConstraint("claimed_total >= 0", name="claimed_total"),
        CheckConstraint("claimed_jobs >= 0", name="claimed_jobs"),
    )

    slug: Mapped[str]
    title: Mapped[str]
    about: Mapped[str | None]
    organisation_id: Mapped[int | None] = mapped_column(restrict("organisation.id"), index=True)
    launched_at_id: Mapped[int | None] = mapped_column(restrict("meeting.id"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    currency: Mapped[str] = mapped_column(String(3))
    budget: Mapped[int | None] = mapped_column(BigInteger)
    beneficiaries: Mapped[int | None]
    instrument: Mapped[Instrument | None] = mapped_column(word_of(Instrument))
    claimed_projects: Mapped[int | None]
    claimed_total: Mapped[int | None] = mapped_column(BigInteger)
    claimed_jobs: Mapped[int | None]
    claimed_jobs_is_about: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation | None] = relationship()
    launched_at: Mapped[Meeting | None] = relationship()
    source: Mapped[Source | None] = relationship()
    lines: Mapped[list["ProgrammeLine"]] = relationship(
        back_populates="programme", order_by="ProgrammeLine.position"
    )
    editions: Mapped[list["ProgrammeEdition"]] = relationship(
        back_populates="programme", order_by="ProgrammeEdition.position"
    )


class ProgrammeEdition(Identified, Base):
    """One edition of a programme; its year may be unknown."""

    __tablename__ = "programme_edition"
    __table_args__ = (
        UniqueConstraint("programme_id", "position"),
        CheckConstraint("year between 1900 and 2200", name="year"),
        CheckConstraint("budget > 0", name="budget"),
    )

    programme_id: Mapped[int] = mapped_column(restrict("programme.id"))
    position: Mapped[int]
    title: Mapped[str]
    year: Mapped[int | None]
    budget: Mapped[int | None] = mapped_column(BigInteger)

    programme: Mapped[Programme] = relationship(back_populates="editions")


class ProgrammeLine(Identified, Base):
    """A line of a programme as its source states it; only `is_counted` ones make the totals."""

    __tablename__ = "programme_line"
    __table_args__ = (
        UniqueConstraint("programme_id", "position"),
        CheckConstraint("projects >= 0", name="projects"),
        CheckConstraint("people >= 0", name="people"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    programme_id: Mapped[int] = mapped_column(restrict("programme.id"))
    position: Mapped[int]
    title: Mapped[str]
    partner_id: Mapped[int | None] = mapped_column(restrict("organisation.id"), index=True)
    projects: Mapped[int | None]
    people: Mapped[int | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    country: Mapped[str | None] = mapped_column(String(2))
    is_counted: Mapped[bool] = mapped_column(default=True)

    programme: Mapped[Programme] = relationship(back_populates="lines")
    partner: Mapped[Organisation | None] = relationship()


class Award(Identified, Base):
    """Money granted to one project; `beneficiary` is a public code, the name is kept apart."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("ref"),
        CheckConstraint("requested > 0", name="requested"),
        CheckConstraint("granted > 0", name="granted"),
        CheckConstraint("approved_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint(
            "state in ('proposed', 'terminated') or granted is not null", name="granted_known"
        ),
    )

    ref: Mapped[str] = mapped_column(String(40))
    programme_id: Mapped[int] = mapped_column(restrict("programme.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(restrict("programme_edition.id"), index=True)
    title: Mapped[str]
    beneficiary: Mapped[str]
    private_name: Mapped[str | None]
    country: Mapped[str | None] = mapped_column(String(2))
    returned_from: Mapped[str | None] = mapped_column(String(2))
    returned_in: Mapped[int | None]
    requested: Mapped[int | None] = mapped_column(BigInteger)
    granted: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[AwardState] = mapped_column(word_of(AwardState), default=AwardState.PROPOSED)
    proposed_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    approved_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    approved_at: Mapped[datetime | None]
    terminated_because: Mapped[str | None]
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship()
    edition: Mapped[ProgrammeEdition | None] = relationship()
    tranches: Mapped[list["Tranche"]] = relationship(
        back_populates="award", order_by="Tranche.position"
    )


class Tranche(Identified, Base):
    """A part of an award, paid once its condition is met."""

    __tablename__ = "tranche"
    __table_args__ = (
        UniqueConstraint("award_id", "position"),
        UniqueConstraint("entry_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(
            "(state in ('paid', 'justified', 'recovered')) = (entry_id is not null)", name="paid"
        ),
        CheckConstraint("approved_by_id <> met_by_id", name="two_people"),
    )

    award_id: Mapped[int] = mapped_column(restrict("award.id"))
    position: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date | None]
    condition: Mapped[str | None]
    state: Mapped[TrancheState] = mapped_column(word_of(TrancheState), default=TrancheState.PLANNED)
    met_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    met_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    approved_at: Mapped[datetime | None]
    entry_id: Mapped[int | None] = mapped_column(restrict("entry.id"))

    award: Mapped[Award] = relationship(back_populates="tranches")

    @property
    def following(self) -> set[TrancheState]:
        """Where it may go from where it stands; nothing becomes payable out of a running award."""
        moves = TRANCHE_MOVES[self.state]
        return moves if self.award.state in RUNNING else moves - TO_BE_PAID

    @property
    def is_paid(self) -> bool:
        """Whether its money is with the beneficiary."""
        return self.state in PAID


class ProgrammeReport(Identified, Base):
    """
    What a programme or an award reports of one indicator, and who verified it.

    Append-only but for the verification, which is written once and by another person.
    """

    __tablename__ = "programme_report"
    __table_args__ = (
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("target >= 0", name="target"),
        CheckConstraint("verified_by_id <> reported_by_id", name="two_people"),
        CheckConstraint("(verified_by_id is null) = (verified_at is null)", name="verified"),
        CheckConstraint("source_id is not null or reported_by_id is not null", name="reported_by"),
        CheckConstraint("length(evidence_sha256) = 64", name="evidence"),
    )

    programme_id: Mapped[int] = mapped_column(restrict("programme.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(restrict("programme_edition.id"))
    award_id: Mapped[int | None] = mapped_column(restrict("award.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(60))
    about: Mapped[str | None]
    country: Mapped[str | None] = mapped_column(String(2))
    returned_in: Mapped[int | None]
    target: Mapped[int | None] = mapped_column(BigInteger)
    value: Mapped[int] = mapped_column(BigInteger)
    is_about: Mapped[bool] = mapped_column(default=False)
    on_date: Mapped[date | None]
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    reported_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    reported_at: Mapped[datetime] = mapped_column(default=now)
    verified_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    verified_at: Mapped[datetime | None]
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))

    programme: Mapped[Programme] = relationship()
    edition: Mapped[ProgrammeEdition | None] = relationship()
    award: Mapped[Award | None] = relationship()
    source: Mapped[Source | None] = relationship()
