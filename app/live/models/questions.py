"""Questions put to a room, and the table of what may become of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Term
from app.live.models.rooms import Room


class QuestionState(StrEnum):
    """What became of a question; the author always sees it."""

    RECEIVED = "received"
    TAKEN = "taken"
    ON_AIR = "on_air"
    ANSWERED = "answered"
    REFUSED = "refused"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


# What a moderator may turn a question into, from where it stands. Each act is undone by another.
MODERATION = {
    QuestionState.RECEIVED: {QuestionState.TAKEN, QuestionState.REFUSED, QuestionState.MERGED},
    QuestionState.TAKEN: {
        QuestionState.ON_AIR,
        QuestionState.ANSWERED,
        QuestionState.REFUSED,
        QuestionState.MERGED,
    },
    QuestionState.ON_AIR: {QuestionState.ANSWERED, QuestionState.TAKEN},
    QuestionState.ANSWERED: {QuestionState.TAKEN, QuestionState.ON_AIR},
    QuestionState.REFUSED: {QuestionState.TAKEN},
    QuestionState.MERGED: {QuestionState.TAKEN},
    QuestionState.WITHDRAWN: set(),
}
PUBLIC_STATES = (QuestionState.TAKEN, QuestionState.ON_AIR, QuestionState.ANSWERED)
OPEN_TO_VOTES = (QuestionState.TAKEN, QuestionState.ON_AIR)
WITHDRAWABLE = (QuestionState.RECEIVED, QuestionState.TAKEN)


class RefusalReason(StrEnum):
    """Why a question is not taken; its author reads it."""

    PRIVATE_PERSON = "private_person"
    OFF_TOPIC = "off_topic"
    ALREADY_ANSWERED = "already_answered"
    NOT_A_QUESTION = "not_a_question"
    UNCLEAR = "unclear"
    OFFENSIVE = "offensive"
    OTHER = "other"


class Question(Identified, Base):
    """
    A question put to a room.

    `number` is counted in the room without a gap, `receipt` is the author's secret way back to
    it, `asked_seq` its place in the room's sequence, `country` the author's when it was asked.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        UniqueConstraint("receipt"),
        Index(
            "uq_question_on_air",
            "room_id",
            unique=True,
            sqlite_where=text("state = 'on_air'"),
            postgresql_where=text("state = 'on_air'"),
        ),
        Index("ix_question_room_state", "room_id", "state"),
        CheckConstraint("(state = 'merged') = (merged_into_id is not null)", name="merged"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("(state = 'refused') = (reason is not null)", name="refused_with_reason"),
    )

    room_id: Mapped[int] = mapped_column(restrict("room.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(restrict("person.id"), index=True)
    body: Mapped[str]
    language: Mapped[str]
    theme_id: Mapped[int | None] = mapped_column(restrict("term.id"))
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    country: Mapped[str | None]
    state: Mapped[QuestionState] = mapped_column(
        word_of(QuestionState), default=QuestionState.RECEIVED
    )
    reason: Mapped[RefusalReason | None] = mapped_column(word_of(RefusalReason))
    reason_words: Mapped[str | None]
    answer: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(restrict("question.id"), index=True)
    receipt: Mapped[str]
    asked_seq: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    moved_at: Mapped[datetime] = mapped_column(default=now)

    room: Mapped[Room] = relationship()
    author: Mapped[Person] = relationship()
    theme: Mapped[Term | None] = relationship()
    merged_into: Mapped["Question | None"] = relationship(remote_side="Question.id")

    @property
    def signature(self) -> str | None:
        """The name shown with the question; none where the author asked not to show it."""
        return None if self.is_anonymous else self.author.name

    @property
    def root_id(self) -> int:
        """The question that carries this one's votes: the one it was merged into, or itself."""
        return self.merged_into_id or self.id
