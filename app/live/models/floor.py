"""The floor of a room: hands raised, who is called, who speaks and for how long."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Term
from app.live.models.rooms import Room

SPEECH_SECONDS = 180
SHORTEST_SPEECH, LONGEST_SPEECH = 15, 3600  # seconds


class Turn(StrEnum):
    """What a hand asks for."""

    PROCEDURE = "procedure"
    REPLY = "reply"
    SPEECH = "speech"


# Who goes first whatever the rotation says: how the sitting is led, then the answer of who was
# named, then everybody's speech.
PRECEDENCE = {Turn.PROCEDURE: 0, Turn.REPLY: 1, Turn.SPEECH: 2}


class HandState(StrEnum):
    """What became of a raised hand; its person always sees it."""

    RAISED = "raised"
    CALLED = "called"
    SPEAKING = "speaking"
    PAUSED = "paused"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    PASSED = "passed"


# What the desk may turn a hand into, from where it stands. Each act is undone by another.
HAND_MOVES = {
    HandState.RAISED: {HandState.CALLED, HandState.PASSED},
    HandState.CALLED: {HandState.SPEAKING, HandState.RAISED, HandState.PASSED},
    HandState.SPEAKING: {HandState.PAUSED, HandState.DONE, HandState.RAISED},
    HandState.PAUSED: {HandState.SPEAKING, HandState.DONE, HandState.RAISED},
    HandState.DONE: {HandState.SPEAKING},
    HandState.PASSED: {HandState.RAISED},
    HandState.WITHDRAWN: set(),
}
LOWERABLE = (HandState.RAISED, HandState.CALLED)
ON_THE_FLOOR = (HandState.CALLED, HandState.SPEAKING, HandState.PAUSED)
ACTIVE = (HandState.RAISED, *ON_THE_FLOOR)


class Floor(Identified, Base):
    """
    How the floor of a room is given: seconds for each speaker, and for a country where limited.

    `raised` is the number of the last hand raised in the room.
    """

    __tablename__ = "floor"
    __table_args__ = (
        UniqueConstraint("room_id"),
        CheckConstraint("raised >= 0", name="raised"),
        CheckConstraint(
            f"speech_seconds between {SHORTEST_SPEECH} and {LONGEST_SPEECH}", name="speech_seconds"
        ),
        CheckConstraint("country_seconds > 0", name="country_seconds"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    raised: Mapped[int]
    takes_hands: Mapped[bool]
    speech_seconds: Mapped[int]
    country_seconds: Mapped[int | None]


def _one(states: str, columns: list[str], name: str) -> Index:
    """Return an index that lets one hand at most stand in some states."""
    where = text(f"state in ({states})")
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Hand(Identified, Base):
    """
    A turn to speak: somebody's, or that of somebody in the hall whom the desk entered by name.

    `number` is counted in the room without a gap, `weight` the desk's own order, `allotted` the
    seconds given (those of the room where there are none yet), `spoken_ms` the milliseconds of
    the stretches that ended, `running_since` the instant the present one began.
    """

    __tablename__ = "hand"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        _one(
            "'raised', 'called', 'speaking', 'paused'",
            ["room_id", "person_id"],
            "uq_hand_one_of_person",
        ),
        _one("'speaking'", ["room_id"], "uq_hand_speaking"),
        _one("'called'", ["room_id"], "uq_hand_called"),
        Index("ix_hand_room_state", "room_id", "state"),
        CheckConstraint("(person_id is null) = (name is not null)", name="person_or_name"),
        CheckConstraint("(person_id is null) = (entered_by_id is not null)", name="entered"),
        CheckConstraint("(state = 'speaking') = (running_since is not null)", name="running"),
        CheckConstraint("(state = 'paused') = (paused_at is not null)", name="paused"),
        CheckConstraint(
            "state not in ('speaking', 'paused', 'done') or started_at is not null", name="started"
        ),
        CheckConstraint(
            "state not in ('called', 'speaking', 'paused', 'done') or allotted is not null",
            name="called_with_time",
        ),
        CheckConstraint(
            f"allotted between {SHORTEST_SPEECH} and {LONGEST_SPEECH}", name="allotted"
        ),
        CheckConstraint("spoken_ms >= 0", name="spoken"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    name: Mapped[str | None]
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    country: Mapped[str | None]
    theme_id: Mapped[int | None] = mapped_column(restrict("term.id"))
    subject: Mapped[str | None]
    turn: Mapped[Turn] = mapped_column(word_of(Turn), default=Turn.SPEECH)
    state: Mapped[HandState] = mapped_column(word_of(HandState), default=HandState.RAISED)
    weight: Mapped[int] = mapped_column(default=0)
    allotted: Mapped[int | None]
    spoken_ms: Mapped[int] = mapped_column(default=0)
    running_since: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    raised_at: Mapped[datetime] = mapped_column(default=now)
    moved_at: Mapped[datetime] = mapped_column(default=now)

    room: Mapped[Room] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    theme: Mapped[Term | None] = relationship()

    @property
    def signature(self) -> str | None:
        """The name shown with the hand; none where its person asked not to show it."""
        if self.is_anonymous:
            return None
        return self.person.name if self.person else self.name

    @property
    def left_ms(self) -> int:
        """The milliseconds left when the last stretch ended; below zero past the time given."""
        return (self.allotted or 0) * 1000 - self.spoken_ms

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which the time given ends; none while nobody speaks."""
        if self.running_since is None:
            return None
        return self.running_since + timedelta(milliseconds=self.left_ms)
