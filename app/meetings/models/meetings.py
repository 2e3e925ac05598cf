"""Meetings and what is known of them; what no source states stays empty."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Framework, Organisation, Source, Term


class MeetingKind(StrEnum):
    """What sort of gathering it is."""

    SESSION = "session"
    CEREMONY = "ceremony"
    FIELD_MISSION = "field_mission"
    CONFERENCE = "conference"
    ASSIZES = "assizes"
    FORUM = "forum"
    CONSULTATION_DAYS = "consultation_days"
    COMMEMORATION = "commemoration"
    TRAINING = "training"
    CAMPAIGN = "campaign"
    OTHER = "other"


class MeetingMode(StrEnum):
    """How people take part."""

    ONSITE = "onsite"
    REMOTE = "remote"
    HYBRID = "hybrid"


class MeetingStatus(StrEnum):
    """Whether it stands. Whether it is past is told by its dates, not by a state."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class FigureKind(StrEnum):
    """What a stated figure counts."""

    DELEGATES = "delegates"
    COUNTRIES = "countries"
    PARTICIPANTS = "participants"


class NoteKind(StrEnum):
    """What a stated text says about the meeting."""

    FOLLOWS_UP = "follows_up"
    PRESENTED = "presented"
    BESIDE = "beside"
    COMMUNITY = "community"
    REMOTE_FROM = "remote_from"
    CLOSING = "closing"
    CONCERN = "concern"
    ABOUT = "about"


class Meeting(Identified, Base):
    """
    A meeting, with its dates as far as they are known.

    `starts_on` and `ends_on` are days at the meeting's place; `starts_at` and `ends_at` instants,
    where hours are known; `known_before` says that it took place before a day, no more; `year` is
    the year it took place where one is known. `search_text` holds its words without accents.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("slug"),
        Index("ix_meeting_starts_on", "starts_on"),
        Index("ix_meeting_framework", "framework_id"),
        CheckConstraint("ends_on is null or starts_on is not null", name="end_has_start"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("starts_at is null or starts_on is not null", name="hour_has_day"),
        CheckConstraint("ends_at is null or starts_at is not null", name="end_hour_has_start"),
        CheckConstraint("ends_at > starts_at", name="hours_in_order"),
        CheckConstraint("known_before is null or starts_on is null", name="one_knowledge"),
        CheckConstraint("year between 1900 and 2200", name="year"),
        CheckConstraint("edition > 0", name="edition"),
    )

    slug: Mapped[str]
    framework_id: Mapped[int] = mapped_column(restrict("framework.id"))
    edition: Mapped[int | None]
    kind: Mapped[MeetingKind] = mapped_column(word_of(MeetingKind))
    title: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    known_before: Mapped[date | None]
    year: Mapped[int | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(default="Africa/Bamako")
    venue: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    mode: Mapped[MeetingMode] = mapped_column(word_of(MeetingMode))
    status: Mapped[MeetingStatus] = mapped_column(
        word_of(MeetingStatus), default=MeetingStatus.PLANNED
    )
    cancelled_because: Mapped[str | None]
    led_by_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    invited_by_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    theme_id: Mapped[int | None] = mapped_column(restrict("term.id"))
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    search_text: Mapped[str] = mapped_column(default="")

    framework: Mapped[Framework] = relationship()
    led_by: Mapped[Organisation | None] = relationship(foreign_keys=[led_by_id])
    invited_by: Mapped[Organisation | None] = relationship(foreign_keys=[invited_by_id])
    theme: Mapped[Term | None] = relationship()
    source: Mapped[Source | None] = relationship()
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting",
        order_by="AgendaItem.position, AgendaItem.id",
        primaryjoin="and_(Meeting.id == AgendaItem.meeting_id, AgendaItem.withdrawn_at.is_(None))",
        viewonly=True,
    )
    hosts: Mapped[list["MeetingHost"]] = relationship(
        back_populates="meeting", order_by="MeetingHost.position", cascade="all, delete-orphan"
    )
    stops: Mapped[list["MeetingStop"]] = relationship(
        back_populates="meeting", order_by="MeetingStop.position", cascade="all, delete-orphan"
    )
    figures: Mapped[list["StatedFigure"]] = relationship(
        back_populates="meeting", order_by="StatedFigure.id", cascade="all, delete-orphan"
    )
    notes: Mapped[list["MeetingNote"]] = relationship(
        back_populates="meeting",
        order_by="MeetingNote.kind, MeetingNote.position",
        cascade="all, delete-orphan",
    )

    @property
    def last_day(self) -> date | None:
        """The last day known, which is the first where only one day is."""
        return self.ends_on or self.starts_on

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status == MeetingStatus.CANCELLED

    def notes_of(self, kind: str) -> list["MeetingNote"]:
        """Return the stated texts of one kind, in their order."""
        return [note for note in self.notes if note.kind == kind]


class AgendaItem(Identified, Base):
    """A point of the agenda, with its day and hours where they are set."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        Index("ix_agenda_item_meeting", "meeting_id", "position"),
        CheckConstraint("ends_at > starts_at", name="hours_in_order"),
    )

    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"))
    position: Mapped[int]
    title: Mapped[str]
    day: Mapped[date | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()


class MeetingHost(Identified, Base):
    """An organisation that received the meeting or the mission."""

    __tablename__ = "meeting_host"
    __table_args__ = (UniqueConstraint("meeting_id", "organisation_id"),)

    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"))
    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"))
    position: Mapped[int]

    meeting: Mapped[Meeting] = relationship(back_populates="hosts")
    organisation: Mapped[Organisation] = relationship()


class MeetingStop(Identified, Base):
    """A place or a country where a mission or a campaign went."""

    __tablename__ = "meeting_stop"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint("place is not null or country is not null", name="somewhere"),
    )

    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"))
    position: Mapped[int]
    place: Mapped[str | None]
    country: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship(back_populates="stops")


class StatedFigure(Identified, Base):
    """A figure as its source states it: "at least 300 participants"."""

    __tablename__ = "stated_figure"
    __table_args__ = (
        UniqueConstraint("meeting_id", "what"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("not (at_least and about)", name="one_doubt"),
    )

    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"))
    what: Mapped[FigureKind] = mapped_column(word_of(FigureKind))
    value: Mapped[int]
    at_least: Mapped[bool] = mapped_column(default=False)
    about: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="figures")
    source: Mapped[Source | None] = relationship()


class MeetingNote(Identified, Base):
    """A text that the source states about the meeting: a concern heard, what it follows up ..."""

    __tablename__ = "meeting_note"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "position"),)

    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"))
    kind: Mapped[NoteKind] = mapped_column(word_of(NoteKind))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    country: Mapped[str | None]
    term_id: Mapped[int | None] = mapped_column(restrict("term.id"))
    on_date: Mapped[date | None]
    venue: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship(back_populates="notes")
    term: Mapped[Term | None] = relationship()
