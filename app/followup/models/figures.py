"""Indicators and their measurements: of a commitment, or of the public record ("Repères")."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict
from app.directory.models import Source
from app.followup.models.commitments import Commitment
from app.followup.models.reports import ProgressReport


class Indicator(Identified, Base):
    """
    Something counted: a figure of the record, or the measure of a commitment.

    Values are whole numbers of 10^-`decimals` of the `unit`. `share_of` is the whole of which it
    is a part; `compared_with` another figure beside which it is to be read, with a note.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_indicator_commitment", "commitment_id"),
        CheckConstraint("decimals between 0 and 6", name="decimals"),
        CheckConstraint("target <> baseline", name="way_to_go"),
        CheckConstraint("code is not null or commitment_id is not null", name="named"),
        CheckConstraint("share_of_id <> id and compared_with_id <> id", name="another"),
    )

    code: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str]
    unit: Mapped[str | None] = mapped_column(String(40))
    decimals: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    commitment_id: Mapped[int | None] = mapped_column(restrict("commitment.id"))
    baseline: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[int | None] = mapped_column(BigInteger)
    share_of_id: Mapped[int | None] = mapped_column(restrict("indicator.id"))
    compared_with_id: Mapped[int | None] = mapped_column(restrict("indicator.id"))
    compared_note: Mapped[str | None]
    entered_at: Mapped[datetime] = mapped_column(default=now)

    commitment: Mapped[Commitment | None] = relationship()
    share_of: Mapped["Indicator | None"] = relationship(
        remote_side="Indicator.id", foreign_keys=[share_of_id]
    )
    compared_with: Mapped["Indicator | None"] = relationship(
        remote_side="Indicator.id", foreign_keys=[compared_with_id]
    )
    measurements: Mapped[list["Measurement"]] = relationship(
        back_populates="indicator", order_by="Measurement.id"
    )


class Measurement(Identified, Base):
    """
    A value as it is stated or reported, with its doubts. Append-only.

    `period` is as the source says it ("2016", "quatre ans"), `year` where it is one.
    `claimed_share` is a stated percentage in hundredths of a percent: 1481 is 14.81 %.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        Index("ix_measurement_indicator", "indicator_id", "id"),
        Index("ix_measurement_report", "report_id"),
        CheckConstraint("not (at_least and about)", name="one_doubt"),
        CheckConstraint("claimed_share >= 0", name="claimed_share"),
        CheckConstraint("year between 1900 and 2200", name="year"),
        CheckConstraint("(also_value is null) = (also_unit is null)", name="also"),
        CheckConstraint("source_id is not null or report_id is not null", name="stated_by"),
    )

    indicator_id: Mapped[int] = mapped_column(restrict("indicator.id"))
    report_id: Mapped[int | None] = mapped_column(restrict("progress_report.id"))
    value: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str | None] = mapped_column(String(60))
    year: Mapped[int | None]
    on_date: Mapped[date | None]
    at_least: Mapped[bool] = mapped_column(default=False)
    about: Mapped[bool] = mapped_column(default=False)
    is_projection: Mapped[bool] = mapped_column(default=False)
    also_value: Mapped[int | None] = mapped_column(BigInteger)
    also_unit: Mapped[str | None] = mapped_column(String(40))
    claimed_share: Mapped[int | None]
    cites: Mapped[str | None]
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)

    indicator: Mapped[Indicator] = relationship(back_populates="measurements")
    report: Mapped[ProgressReport | None] = relationship()
    source: Mapped[Source | None] = relationship()
