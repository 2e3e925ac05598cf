"""Commitments: who will do what, until when, with what money; and every change, with its reason."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Source
from app.followup.models.recommendations import Recommendation
from app.followup.models.words import FINAL, BudgetKind, ChangeKind, Execution, word_called


class Commitment(Identified, Base):
    """
    A deliverable that a body promised.

    `declared` repeats the last report sent, `verified` the last one validated by another person;
    `heard_on` is the day that validated report was sent. `settled_on` is the day a final state was
    verified. `missed_on` is the first due date that passed: a later date does not erase it.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "number"),
        Index("ix_commitment_lead", "lead_id", "recommendation_id"),
        # Holds all that the dashboard reads of a commitment: ten thousand in one pass.
        Index(
            "ix_commitment_standing",
            "recommendation_id",
            *("lead_id", "due_on", "missed_on", "settled_on", "heard_on", "declared"),
            *("verified", "blocked_on", "rescheduled"),
        ),
        CheckConstraint("weight > 0 and weight <= 1000", name="weight"),
        CheckConstraint("rescheduled >= 0", name="rescheduled"),
        CheckConstraint("(due_on is null) = (original_due_on is null)", name="dates"),
        CheckConstraint("(blocked_because is null) = (blocked_on is null)", name="blocked"),
        CheckConstraint("verified is not null or settled_on is null", name="settled"),
        CheckConstraint("validator_id <> focal_point_id", name="another_validates"),
    )

    recommendation_id: Mapped[int] = mapped_column(restrict("recommendation.id"))
    number: Mapped[int]
    deliverable: Mapped[str]
    lead_id: Mapped[int] = mapped_column(restrict("organisation.id"))
    focal_point_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    alternate_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    validator_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    made_on: Mapped[date | None]
    original_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    missed_on: Mapped[date | None]
    rescheduled: Mapped[int] = mapped_column(default=0)
    blocked_because: Mapped[str | None]
    blocked_on: Mapped[date | None]
    weight: Mapped[int] = mapped_column(default=1)
    declared: Mapped[Execution | None] = mapped_column(word_called("declared", Execution))
    declared_on: Mapped[date | None]
    verified: Mapped[Execution | None] = mapped_column(word_called("verified", Execution))
    verified_on: Mapped[date | None]
    heard_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    reported: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)

    recommendation: Mapped[Recommendation] = relationship()
    lead: Mapped[Organisation] = relationship()
    focal_point: Mapped[Person | None] = relationship(foreign_keys=[focal_point_id])
    changes: Mapped[list["CommitmentChange"]] = relationship(
        back_populates="commitment", order_by="CommitmentChange.number"
    )
    budget: Mapped[list["BudgetLine"]] = relationship(
        back_populates="commitment", order_by="BudgetLine.id"
    )

    @property
    def is_settled(self) -> bool:
        """Whether a final state was verified."""
        return self.verified in FINAL

    @property
    def due_first(self) -> date | None:
        """The date that counts: the first one missed, else the current one."""
        return self.missed_on or self.due_on


class CommitmentChange(Identified, Base):
    """A due date moved, a body that took over, an obstacle: always with its reason. Append-only."""

    __tablename__ = "commitment_change"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    commitment_id: Mapped[int] = mapped_column(restrict("commitment.id"))
    number: Mapped[int]
    kind: Mapped[ChangeKind] = mapped_column(word_of(ChangeKind))
    due_was: Mapped[date | None]
    due_is: Mapped[date | None]
    lead_was_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    lead_is_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    reason: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    commitment: Mapped[Commitment] = relationship(back_populates="changes")
    lead_was: Mapped[Organisation | None] = relationship(foreign_keys=[lead_was_id])


class BudgetLine(Identified, Base):
    """Money planned, committed or disbursed for a commitment, in minor units; it stays."""

    __tablename__ = "budget_line"
    __table_args__ = (
        Index("ix_budget_line_commitment", "commitment_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_because is null)", name="withdrawn"),
    )

    commitment_id: Mapped[int] = mapped_column(restrict("commitment.id"))
    kind: Mapped[BudgetKind] = mapped_column(word_of(BudgetKind))
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    on_date: Mapped[date | None]
    reference: Mapped[str | None]
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_because: Mapped[str | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    withdrawn_at: Mapped[datetime | None]

    commitment: Mapped[Commitment] = relationship(back_populates="budget")
    source: Mapped[Source | None] = relationship()
