"""The minutes of a room: a working text, each version of it kept, one of them published."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict
from app.live.models.rooms import Room


class Minutes(Identified, Base):
    """The minutes of a room; `written` numbers the last version, `published` the one to read."""

    __tablename__ = "minutes"
    __table_args__ = (
        UniqueConstraint("room_id"),
        CheckConstraint("published between 1 and written", name="published_is_written"),
        CheckConstraint("(published is null) = (published_at is null)", name="published_at"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    written: Mapped[int]
    published: Mapped[int | None]
    published_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()


class MinutesVersion(Identified, Base):
    """What the minutes said at some moment, in Markdown; it stays as it was written."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    minutes_id: Mapped[int] = mapped_column(restrict("minutes.id"))
    number: Mapped[int]
    body: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)

    minutes: Mapped[Minutes] = relationship()
    written_by: Mapped[Person] = relationship()
