"""Rooms of a meeting."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.meetings.models import Meeting

if TYPE_CHECKING:
    from app.live.models.streams import Stream


class RoomState(StrEnum):
    """Where a room stands; only an open one takes questions and votes."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"
    ARCHIVED = "archived"


class OrderRule(StrEnum):
    """Who goes first in a room's queue."""

    BALANCED = "balanced"
    VOTES = "votes"
    TIME = "time"


class Room(Identified, Base):
    """
    A room of a meeting; `asked` is the number of the last question asked in it.

    From `questions_from` until `questions_until` a closed room takes questions and supports too;
    written answers are promised until `answers_until`.
    """

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("asked >= 0", name="asked"),
        CheckConstraint("questions_until > questions_from", name="questions_until"),
        CheckConstraint("answers_until >= questions_until", name="answers_until"),
    )

    slug: Mapped[str]
    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"), index=True)
    title: Mapped[str]
    state: Mapped[RoomState] = mapped_column(word_of(RoomState), default=RoomState.CLOSED)
    asked: Mapped[int] = mapped_column(default=0)
    order_rule: Mapped[OrderRule] = mapped_column(
        word_of(OrderRule), default=OrderRule.BALANCED, server_default="balanced"
    )
    questions_from: Mapped[datetime | None]
    questions_until: Mapped[datetime | None]
    answers_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting] = relationship(lazy="joined")
    stream: Mapped["Stream | None"] = relationship(lazy="joined", back_populates="room")

    @property
    def is_open(self) -> bool:
        """Whether the room takes questions and votes: live, or before its session."""
        return self.state == RoomState.OPEN or self.is_open_to_questions

    @property
    def is_open_to_questions(self) -> bool:
        """Whether the room is not live but its question window is open."""
        if self.state != RoomState.CLOSED or not self.questions_from or not self.questions_until:
            return False
        return self.questions_from <= now() < self.questions_until

    @property
    def scope(self) -> str:
        """The sequence of the room's facts: the cursor of its clients."""
        return f"room:{self.id}"

    @property
    def desk_topic(self) -> str:
        """Under which name who sits at the desk is counted."""
        return f"room:{self.id}:desk"

    @property
    def votes_scope(self) -> str:
        """The sequence of the room's votes, apart so that a vote does not move the cursor."""
        return f"room:{self.id}:votes"

    @property
    def ballots_scope(self) -> str:
        """The sequence of the ballots of the room's polls, apart like that of the votes."""
        return f"room:{self.id}:ballots"
