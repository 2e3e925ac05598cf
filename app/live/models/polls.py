"""Polls of a room: what is asked, who took part, and what came of it once it is closed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.live.models.rooms import Room


class PollMethod(StrEnum):
    """What a ballot may say: one option, several, all that suit, or one grade of a scale."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    APPROVAL = "approval"
    SCALE = "scale"


class PollState(StrEnum):
    """Where a poll stands; there is no way back."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Voters(StrEnum):
    """Who may vote."""

    EVERYBODY = "everybody"
    REGISTERED = "registered"
    DELEGATES = "delegates"


class Uncounted(StrEnum):
    """Why the ballots of a closed poll were not counted."""

    FEW = "few"
    URN = "urn"


POLL_MOVES = {
    PollState.PREPARED: {PollState.OPEN, PollState.CANCELLED},
    PollState.OPEN: {PollState.CLOSED},
    PollState.CLOSED: {PollState.PUBLISHED},
    PollState.PUBLISHED: set(),
    PollState.CANCELLED: set(),
}
SHOWN_POLLS = (PollState.OPEN, PollState.CLOSED, PollState.PUBLISHED)
COUNTED_POLLS = (PollState.CLOSED, PollState.PUBLISHED)
# With one or two ballots, whoever took part would know what the other chose.
FEWEST_SECRET = 3


class Poll(Identified, Base):
    """
    A question put to the vote; `number` is counted in the room without a gap.

    `entitled` (none where everybody may vote), `taking_part`, `blank` and the options' `votes` are
    written when it closes and stand from then on; `urn` holds a secret poll's counts while it is
    open, sealed. `moved_at` is when it came to the state it is in.
    """

    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        Index(
            "uq_poll_open",
            "room_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("(urn is not null) = (is_secret and state = 'open')", name="urn"),
        CheckConstraint(
            "(taking_part is not null) = (state in ('closed', 'published'))", name="frozen"
        ),
        CheckConstraint("(blank is not null) = (taking_part is not null)", name="blank_frozen"),
        CheckConstraint("entitled >= taking_part and blank <= taking_part", name="counts"),
        CheckConstraint("uncounted is null or is_secret", name="uncounted_secret"),
        CheckConstraint("(method = 'multiple') = (most_choices is not null)", name="most_choices"),
        CheckConstraint("most_choices > 0", name="some_choices"),
        CheckConstraint("quorum_people is null or quorum_percent is null", name="one_quorum"),
        CheckConstraint("quorum_people > 0", name="quorum_people"),
        CheckConstraint("quorum_percent between 1 and 100", name="quorum_percent"),
        CheckConstraint(
            "quorum_percent is null or voters <> 'everybody'", name="quorum_of_a_known_number"
        ),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    number: Mapped[int]
    title: Mapped[str]
    method: Mapped[PollMethod] = mapped_column(word_of(PollMethod))
    voters: Mapped[Voters] = mapped_column(word_of(Voters))
    is_secret: Mapped[bool]
    most_choices: Mapped[int | None]
    quorum_people: Mapped[int | None]
    quorum_percent: Mapped[int | None]
    state: Mapped[PollState] = mapped_column(word_of(PollState), default=PollState.PREPARED)
    urn: Mapped[bytes | None] = mapped_column(LargeBinary)
    entitled: Mapped[int | None]
    taking_part: Mapped[int | None]
    blank: Mapped[int | None]
    uncounted: Mapped[Uncounted | None] = mapped_column(word_of(Uncounted))
    prepared_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()
    options: Mapped[list["PollOption"]] = relationship(
        back_populates="poll", order_by="PollOption.position"
    )

    @property
    def is_open(self) -> bool:
        """Whether it takes ballots."""
        return self.state == PollState.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether its counts stand."""
        return self.state in COUNTED_POLLS

    @property
    def moved_at(self) -> datetime:
        """When it came to where it stands."""
        return self.published_at or self.closed_at or self.opened_at or self.prepared_at

    @property
    def has_quorum(self) -> bool:
        """Whether as many took part as it needs; it is known once the poll is closed."""
        taking_part = self.taking_part or 0
        if self.quorum_percent is not None:
            return 100 * taking_part >= self.quorum_percent * (self.entitled or 0)
        return taking_part >= (self.quorum_people or 0)


class PollOption(Identified, Base):
    """An answer that a ballot may choose; `grade` is its value on a scale."""

    __tablename__ = "poll_option"
    __table_args__ = (
        UniqueConstraint("poll_id", "position"),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("votes >= 0", name="votes"),
    )

    poll_id: Mapped[int] = mapped_column(restrict("poll.id"))
    position: Mapped[int]
    label: Mapped[str]
    grade: Mapped[int | None]
    votes: Mapped[int | None]

    poll: Mapped[Poll] = relationship(back_populates="options")


class Participation(Identified, Base):
    """Somebody's ballot is in: who took part, never what was chosen."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    poll_id: Mapped[int] = mapped_column(restrict("poll.id"))
    person_id: Mapped[int] = mapped_column(restrict("person.id"), index=True)

    poll: Mapped[Poll] = relationship()
    person: Mapped[Person] = relationship()


class NamedChoice(Identified, Base):
    """What somebody chose in a poll by name; the database refuses one of a secret poll."""

    __tablename__ = "named_choice"
    __table_args__ = (UniqueConstraint("participation_id", "option_id"),)

    participation_id: Mapped[int] = mapped_column(restrict("participation.id"))
    option_id: Mapped[int] = mapped_column(restrict("poll_option.id"), index=True)

    option: Mapped[PollOption] = relationship()


class RollEntry(Identified, Base):
    """Who could vote when a poll closed: a person, or a delegate who has no account yet."""

    __tablename__ = "poll_roll"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        UniqueConstraint("poll_id", "delegate_id"),
        CheckConstraint("(person_id is null) <> (delegate_id is null)", name="one"),
    )

    poll_id: Mapped[int] = mapped_column(restrict("poll.id"))
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    delegate_id: Mapped[int | None] = mapped_column(restrict("delegate.id"))
