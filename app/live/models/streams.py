"""The picture and the sound of a room, on a player of somebody else."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, restrict, word_of
from app.live.models.rooms import Room


class Player(StrEnum):
    """Who plays the stream."""

    YOUTUBE = "youtube"
    FACEBOOK = "facebook"
    JITSI = "jitsi"
    BIGBLUEBUTTON = "bigbluebutton"


class Stream(Identified, Base):
    """
    The one stream of a room; `address` is none once it was taken away.

    `hourly_weight` is what an hour of it costs its watcher, in megabytes; none where nobody
    measured it.
    """

    __tablename__ = "stream"
    __table_args__ = (
        UniqueConstraint("room_id"),
        CheckConstraint("address like 'https://%'", name="encrypted"),
        CheckConstraint("hourly_weight > 0", name="weight"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    player: Mapped[Player] = mapped_column(word_of(Player))
    address: Mapped[str | None]
    is_private: Mapped[bool] = mapped_column(default=False)
    hourly_weight: Mapped[int | None]

    room: Mapped[Room] = relationship(back_populates="stream")
