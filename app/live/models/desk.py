"""What the desk says to the stage, and what its moderators say to each other."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict
from app.live.models.rooms import Room


class StageNote(Identified, Base):
    """A short note of the desk to the stage, and who there said that it was read."""

    __tablename__ = "stage_note"
    __table_args__ = (
        CheckConstraint("body <> ''", name="with_words"),
        CheckConstraint("(read_by_id is null) = (read_at is null)", name="read_by_somebody"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"), index=True)
    author_id: Mapped[int] = mapped_column(restrict("person.id"))
    body: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    read_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    read_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    read_by: Mapped[Person | None] = relationship(foreign_keys=[read_by_id])


class HandOver(Identified, Base):
    """A moderator left the desk to the others, with a note of what is pending; written once."""

    __tablename__ = "hand_over"
    __table_args__ = (CheckConstraint("note <> ''", name="with_words"),)

    room_id: Mapped[int] = mapped_column(restrict("room.id"), index=True)
    by_id: Mapped[int] = mapped_column(restrict("person.id"))
    note: Mapped[str]
    left_at: Mapped[datetime] = mapped_column(default=now)

    room: Mapped[Room] = relationship()
    by: Mapped[Person] = relationship()
