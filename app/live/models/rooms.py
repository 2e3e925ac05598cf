"""Rooms of a meeting."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.meetings.models import Meeting


class RoomState(StrEnum):
    """Where a room stands; only an open one takes questions and votes."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Room(Identified, Base):
    """A room of a meeting; `asked` is the number of the last question asked in it."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("slug"), CheckConstraint("asked >= 0", name="asked"))

    slug: Mapped[str]
    meeting_id: Mapped[int] = mapped_column(restrict("meeting.id"), index=True)
    title: Mapped[str]
    state: Mapped[RoomState] = mapped_column(word_of(RoomState), default=RoomState.CLOSED)
    asked: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        """Whether the room takes questions and votes."""
        return self.state == RoomState.OPEN

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
