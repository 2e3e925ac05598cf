"""Progress reports, their evidence, and their validation by another person."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation
from app.followup.models.commitments import Commitment
from app.followup.models.words import AuthorRole, Execution, ReportState


class ProgressReport(Identified, Base):
    """
    What is declared of a commitment on a day.

    A draft may be rewritten and counts for nothing; once sent it never changes. `percent` is what
    the author estimates, 0 to 100. `on_behalf_of` is a body without account for which the
    secretariat writes.
    """

    __tablename__ = "progress_report"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        Index("ix_progress_report_state", "state", "id"),
        Index("ix_progress_report_author", "author_id"),
        CheckConstraint("percent between 0 and 100", name="percent"),
        CheckConstraint("(state = 'draft') = (submitted_at is null)", name="submitted"),
        CheckConstraint("(state = 'draft') = (number is null)", name="numbered"),
        CheckConstraint(
            "(author_role = 'secretariat') = (on_behalf_of_id is not null)", name="on_behalf_of"
        ),
    )

    commitment_id: Mapped[int] = mapped_column(restrict("commitment.id"))
    number: Mapped[int | None]
    state: Mapped[ReportState] = mapped_column(word_of(ReportState), default=ReportState.DRAFT)
    execution: Mapped[Execution] = mapped_column(word_of(Execution))
    percent: Mapped[int | None]
    words: Mapped[str]
    obstacle: Mapped[str | None]
    next_step: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(restrict("person.id"))
    author_role: Mapped[AuthorRole] = mapped_column(word_of(AuthorRole))
    on_behalf_of_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]

    commitment: Mapped[Commitment] = relationship()
    on_behalf_of: Mapped[Organisation | None] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(
        back_populates="report", order_by="Evidence.id"
    )
    validation: Mapped["Validation | None"] = relationship(back_populates="report")


class Evidence(Identified, Base):
    """A file that shows what a report says, under its hash; public only where it is said so."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("report_id", "sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("size > 0", name="size"),
    )

    report_id: Mapped[int] = mapped_column(restrict("progress_report.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(BigInteger)
    caption: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)

    report: Mapped[ProgressReport] = relationship(back_populates="evidence")


class Validation(Identified, Base):
    """What another person verified of a report, or why it was returned. Append-only."""

    __tablename__ = "validation"
    __table_args__ = (
        UniqueConstraint("report_id"),
        CheckConstraint("percent between 0 and 100", name="percent"),
        CheckConstraint("is_confirmed or (execution is null and percent is null)", name="returned"),
        CheckConstraint("not is_confirmed or execution is not null", name="confirmed"),
    )

    report_id: Mapped[int] = mapped_column(restrict("progress_report.id"))
    is_confirmed: Mapped[bool]
    execution: Mapped[Execution | None] = mapped_column(word_of(Execution))
    percent: Mapped[int | None]
    words: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    report: Mapped[ProgressReport] = relationship(back_populates="validation")
