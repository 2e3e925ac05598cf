"""Calls: what is asked of an association, and how long each step may take."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict


class Call(Identified, Base):
    """
    A call to associations, open from a day to another.

    The lengths are days, except validity and provisional validity, in months.
    """

    __tablename__ = "accreditation_call"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("closes_on >= opens_on", name="days_in_order"),
        CheckConstraint(
            "completeness_days > 0 and return_days > 0 and consular_days > 0 and review_days > 0 "
            "and hold_days > 0 and decision_days > 0 and appeal_days > 0",
            name="lengths",
        ),
        CheckConstraint("validity_months > 0 and provisional_months > 0", name="validities"),
    )

    slug: Mapped[str]
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    completeness_days: Mapped[int] = mapped_column(default=10)
    return_days: Mapped[int] = mapped_column(default=21)
    consular_days: Mapped[int] = mapped_column(default=15)
    review_days: Mapped[int] = mapped_column(default=20)
    hold_days: Mapped[int] = mapped_column(default=60)
    decision_days: Mapped[int] = mapped_column(default=15)
    appeal_days: Mapped[int] = mapped_column(default=30)
    validity_months: Mapped[int] = mapped_column(default=36)
    provisional_months: Mapped[int] = mapped_column(default=12)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="call", order_by="Criterion.position"
    )
    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="call", order_by="Requirement.position"
    )

    def is_open(self, on: date) -> bool:
        """Whether dossiers are taken on that day."""
        return self.opens_on <= on and (self.closes_on is None or on <= self.closes_on)


class Criterion(Identified, Base):
    """One published criterion of a call."""

    __tablename__ = "call_criterion"
    __table_args__ = (UniqueConstraint("call_id", "position"),)

    call_id: Mapped[int] = mapped_column(restrict("accreditation_call.id"))
    position: Mapped[int]
    title: Mapped[str]

    call: Mapped[Call] = relationship(back_populates="criteria")


class Requirement(Identified, Base):
    """A document that a call asks for; an optional one may stay away."""

    __tablename__ = "call_requirement"
    __table_args__ = (UniqueConstraint("call_id", "position"),)

    call_id: Mapped[int] = mapped_column(restrict("accreditation_call.id"))
    position: Mapped[int]
    title: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    is_optional: Mapped[bool] = mapped_column(default=False)

    call: Mapped[Call] = relationship(back_populates="requirements")
