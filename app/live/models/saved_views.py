"""What the desk asks of the questions it lists, and the filters that its moderators kept."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict
from app.live.models.rooms import Room

NOT_SAID = "none"
MOST_VIEWS = 9


class Way(StrEnum):
    """How a question came: in the session from its author's device, from a hall, or before."""

    PHONE = "phone"
    HALL = "hall"
    BEFORE = "before"


class Reader(StrEnum):
    """Who reads a question."""

    ME = "me"
    NOBODY = "nobody"
    SOMEBODY = "somebody"


@dataclass(frozen=True)
class DeskFilter:
    """
    What the desk asks of the questions it lists; what is none is not asked.

    `country` and `theme` may be `none`: those that say none. `alike` is `yes` or not asked.
    """

    state: str | None = None
    country: str | None = None
    theme: str | None = None
    language: str | None = None
    way: str | None = None
    reader: str | None = None
    alike: str | None = None
    words: str | None = None

    @property
    def criteria(self) -> dict[str, str]:
        """What is asked, by name, as an address holds it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class SavedView(Identified, Base):
    """A filter that a moderator named, for a room's desk; removed, it is kept and not shown."""

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        Index("ix_saved_view_room_id", "room_id"),
        Index(
            "uq_saved_view_name",
            "room_id",
            "owner_id",
            "name",
            unique=True,
            sqlite_where=text("removed_at is null"),
            postgresql_where=text("removed_at is null"),
        ),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    owner_id: Mapped[int] = mapped_column(restrict("person.id"))
    name: Mapped[str]
    criteria: Mapped[dict[str, str]] = mapped_column(JSON)
    is_shared: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()
    owner: Mapped[Person] = relationship()
