"""Concerns: the words of people, untouched, and their names, sealed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Source, Term
from app.followup.models.words import ConcernChannel, ConcernState
from app.live.models import Question
from app.meetings.models import Meeting, MeetingNote


class Concern(Identified, Base):
    """
    What somebody said, in their words.

    `ref` is public, `receipt` the author's secret way back; `sealed_identity` opens only with the
    platform's key and no page shows it. `raised_at` is the instant where it is known, `raised_on`
    the day. `sent_key` makes a form sent twice one concern.
    """

    __tablename__ = "concern"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("receipt"),
        UniqueConstraint("sent_key"),
        UniqueConstraint("question_id"),
        UniqueConstraint("note_id"),
        Index("ix_concern_state", "state", "id"),
        CheckConstraint("(state = 'set_aside') = (set_aside_because is not null)", name="reason"),
        CheckConstraint("(channel = 'live') = (question_id is not null)", name="live_question"),
        CheckConstraint("length(words) > 0", name="words"),
    )

    ref: Mapped[str] = mapped_column(String(20))
    words: Mapped[str]
    language: Mapped[str] = mapped_column(String(8))
    channel: Mapped[ConcernChannel] = mapped_column(word_of(ConcernChannel))
    state: Mapped[ConcernState] = mapped_column(
        word_of(ConcernState), default=ConcernState.RECEIVED
    )
    set_aside_because: Mapped[str | None]
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    theme_id: Mapped[int | None] = mapped_column(restrict("term.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(restrict("question.id"))
    note_id: Mapped[int | None] = mapped_column(restrict("meeting_note.id"))
    raised_at: Mapped[datetime | None]
    raised_on: Mapped[date | None]
    sealed_identity: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt: Mapped[str | None] = mapped_column(String(40))
    sent_key: Mapped[str | None] = mapped_column(String(36))
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[datetime] = mapped_column(default=now)
    moved_at: Mapped[datetime] = mapped_column(default=now)
    search_text: Mapped[str] = mapped_column(default="")

    theme: Mapped[Term | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    question: Mapped[Question | None] = relationship()
    note: Mapped[MeetingNote | None] = relationship()
    source: Mapped[Source | None] = relationship()

    @property
    def day(self) -> date | None:
        """The day it was raised, where it is known."""
        return self.raised_on or (self.raised_at.date() if self.raised_at else None)
