"""The written feed of a room."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict
from app.live.models.questions import Question


class FeedLine(Identified, Base):
    """A line of the written feed, by a rapporteur."""

    __tablename__ = "feed_line"
    __table_args__ = (Index("ix_feed_line_room", "room_id", "said_at"),)

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    author_id: Mapped[int] = mapped_column(restrict("person.id"))
    speaker: Mapped[str | None]
    body: Mapped[str]
    question_id: Mapped[int | None] = mapped_column(restrict("question.id"))
    said_at: Mapped[datetime] = mapped_column(default=now)

    question: Mapped[Question | None] = relationship()
