"""The written feed of a room."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict
from app.live.models.questions import Question
from app.live.models.rooms import Room


class FeedLine(Identified, Base):
    """
    A line of the written feed, by a rapporteur, or told by an act whose person agreed to it.

    `link` is the address on this site of what such a line tells.
    """

    __tablename__ = "feed_line"
    __table_args__ = (Index("ix_feed_line_room", "room_id", "said_at"),)

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    author_id: Mapped[int] = mapped_column(restrict("person.id"))
    speaker: Mapped[str | None]
    body: Mapped[str]
    question_id: Mapped[int | None] = mapped_column(restrict("question.id"))
    said_at: Mapped[datetime] = mapped_column(default=now)
    link: Mapped[str | None]

    question: Mapped[Question | None] = relationship()
    room: Mapped[Room] = relationship()
    earlier: Mapped[list["FeedWording"]] = relationship(order_by="FeedWording.id")


class FeedWording(Identified, Base):
    """What a line of the feed said before it was corrected; it stays as it was."""

    __tablename__ = "feed_wording"

    line_id: Mapped[int] = mapped_column(restrict("feed_line.id"), index=True)
    body: Mapped[str]
    speaker: Mapped[str | None]
    said_at: Mapped[datetime]
    corrected_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    corrected_at: Mapped[datetime] = mapped_column(default=now)
