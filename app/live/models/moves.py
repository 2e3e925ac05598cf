"""What moderators changed by hand in the order of a queue."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.live.models.questions import Question


class MoveReason(StrEnum):
    """Why a question was moved; everybody may read it."""

    THREAD = "thread"
    RESPONDENT = "respondent"
    URGENT = "urgent"
    FAIRNESS = "fairness"
    OTHER = "other"


class QueueMove(Identified, Base):
    """A question moved from a place of the queue to another; `to_place` is none once let go."""

    __tablename__ = "queue_move"
    __table_args__ = (Index("ix_queue_move_room", "room_id"),)

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    question_id: Mapped[int] = mapped_column(restrict("question.id"))
    moved_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    from_place: Mapped[int]
    to_place: Mapped[int | None]
    reason: Mapped[MoveReason] = mapped_column(word_of(MoveReason))
    moved_at: Mapped[datetime] = mapped_column(default=now)

    question: Mapped[Question] = relationship()
