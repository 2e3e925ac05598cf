"""What the desk puts on the screen in the hall; kept, never changed: the last one stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.live.models.polls import Poll
from app.live.models.questions import Question


class Shown(StrEnum):
    """What the screen shows; by itself, what happens in the room, as it happens."""

    AUTOMATIC = "automatic"
    ON_AIR = "on_air"
    QUESTION = "question"
    NEXT = "next"
    HISTORY = "history"
    POLL = "poll"
    TIMER = "timer"
    JOIN = "join"
    MESSAGE = "message"
    BLANK = "blank"


class ScreenScene(Identified, Base):
    """
    What the screen of a room shows since `shown_at`: a row for each change, the last one stands.

    It is no part of the room's archive, which holds what was asked, said and voted: how it was
    projected is told in the log of the desk.
    """

    __tablename__ = "screen_scene"
    __table_args__ = (
        CheckConstraint("(question_id is not null) = (shows = 'question')", name="question"),
        CheckConstraint("(poll_id is not null) = (shows = 'poll')", name="poll"),
        CheckConstraint("(words is not null) = (shows = 'message')", name="words"),
        CheckConstraint("(language is not null) = (words is not null)", name="language"),
        CheckConstraint("words <> ''", name="with_words"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"), index=True)
    shows: Mapped[Shown] = mapped_column(word_of(Shown))
    question_id: Mapped[int | None] = mapped_column(restrict("question.id"))
    poll_id: Mapped[int | None] = mapped_column(restrict("poll.id"))
    words: Mapped[str | None]
    language: Mapped[str | None]
    shown_at: Mapped[datetime] = mapped_column(default=now)

    question: Mapped[Question | None] = relationship()
    poll: Mapped[Poll | None] = relationship()


@dataclass(frozen=True)
class Scene:
    """What the screen shows, or would: all of it may be seen by everybody."""

    shows: Shown = Shown.AUTOMATIC
    question: Question | None = None
    poll: Poll | None = None
    words: str | None = None
    language: str | None = None
    shown_at: datetime | None = None
