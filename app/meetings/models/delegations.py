"""Delegations: how many places an association has at a meeting, and who it sends."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation
from app.meetings.models.meetings import Meeting


class Attendance(StrEnum):
    """How a delegate takes part: places are counted apart."""

    ONSITE = "onsite"
    REMOTE = "remote"


class DelegateState(StrEnum):
    """Where a nomination stands."""

    NOMINATED = "nominated"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    DECLINED = "declined"
    REFUSED = "refused"
    REPLACED = "replaced"
    REVOKED = "revoked"


class DelegateMove(StrEnum):
    """What was done to a nomination in one step."""

    NOMINATE = "nominate"
    CONFIRM = "confirm"
    DECLINE = "decline"
    APPROVE = "approve"
    REFUSE = "refuse"
    REPLACE = "replace"
    REVOKE = "revoke"


# They hold a place of the quota.
SEATED = (DelegateState.NOMINATED, DelegateState.CONFIRMED, DelegateState.APPROVED)
IS_SEATED = "state in ('nominated', 'confirmed', 'approved')"


class Quota(Identified, Base):
    """The published places of one association at one meeting; the row is locked to assign one."""

    __tablename__ = "delegation_quota"
    __table_args__ = (
        UniqueConstraint("meeting_id", "organisation_id", "attendance"),
        UniqueConstraint("id", "meeting_id"),
        CheckConstraint("places >= 0", name="places"),
    )

    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"))
    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"), index=True)
    attendance: Mapped[Attendance] = mapped_column(word_of(Attendance))
    places: Mapped[int]
    # The last day to nominate, confirm or replace; none where the meeting's first day is.
    closes_on: Mapped[date | None]
    published_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting] = relationship()
    organisation: Mapped[Organisation] = relationship()
    delegates: Mapped[list["Delegate"]] = relationship(
        back_populates="quota", order_by="Delegate.id", viewonly=True
    )

    @property
    def taken(self) -> int:
        """How many places are held."""
        return sum(delegate.state in SEATED for delegate in self.delegates)

    @property
    def last_day(self) -> date | None:
        """The last day to nominate, confirm or replace, if one is known."""
        return self.closes_on or self.meeting.starts_on


class Delegate(Identified, Base):
    """Somebody an association nominates; the letter's link, made with `nonce`, speaks for them."""

    __tablename__ = "delegate"
    __table_args__ = (
        ForeignKeyConstraint(
            ["quota_id", "meeting_id"],
            ["delegation_quota.id", "delegation_quota.meeting_id"],
            ondelete="RESTRICT",
            name="fk_delegate_quota",
        ),
        Index("ix_delegate_quota", "quota_id"),
        Index(
            "uq_delegate_seated",
            "meeting_id",
            "email",
            unique=True,
            sqlite_where=text(IS_SEATED),
            postgresql_where=text(IS_SEATED),
        ),
        CheckConstraint("replaced_by_id <> id", name="not_by_itself"),
    )

    quota_id: Mapped[int]
    meeting_id: Mapped[int]
    name: Mapped[str]
    email: Mapped[str]
    nonce: Mapped[str]
    state: Mapped[DelegateState] = mapped_column(
        word_of(DelegateState), default=DelegateState.NOMINATED
    )
    last_step: Mapped[int] = mapped_column(default=0)
    nominated_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    nominated_at: Mapped[datetime] = mapped_column(default=now)
    # The account that opened the link, where one did.
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    replaced_by_id: Mapped[int | None] = mapped_column(restrict("delegate.id"))

    quota: Mapped[Quota] = relationship(back_populates="delegates")
    steps: Mapped[list["DelegateStep"]] = relationship(
        back_populates="delegate", order_by="DelegateStep.position", viewonly=True
    )


class DelegateStep(Identified, Base):
    """One step of a nomination, append-only; the actor is empty where the link was followed."""

    __tablename__ = "delegate_step"
    __table_args__ = (UniqueConstraint("delegate_id", "position"),)

    delegate_id: Mapped[int] = mapped_column(restrict("delegate.id"))
    position: Mapped[int]
    move: Mapped[DelegateMove] = mapped_column(word_of(DelegateMove))
    state: Mapped[DelegateState] = mapped_column(word_of(DelegateState))
    words: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    taken_at: Mapped[datetime] = mapped_column(default=now)

    delegate: Mapped[Delegate] = relationship(back_populates="steps")
