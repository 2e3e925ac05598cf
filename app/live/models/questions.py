"""Questions put to a room, and the table of what may become of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Term
from app.live.models.rooms import Room

if TYPE_CHECKING:
    from app.live.models.halls import HallEntry

CLAIM_LASTS = timedelta(minutes=5)
UNDO_LASTS = timedelta(seconds=30)


class QuestionState(StrEnum):
    """What became of a question; the author always sees it."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    TAKEN = "taken"
    QUEUED = "queued"
    ON_AIR = "on_air"
    ANSWERED = "answered"
    FOLLOW_UP = "follow_up"
    REFUSED = "refused"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Moves(NamedTuple):
    """Where a question may go from where it stands, by the desk's hand and by its author's."""

    desk: frozenset[QuestionState]
    author: frozenset[QuestionState]


def _moves(desk: Sequence[QuestionState] = (), author: Sequence[QuestionState] = ()) -> Moves:
    return Moves(frozenset(desk), frozenset(author))


S = QuestionState
# Each act is undone by one or two others: from where it leads, the way back is in the table too.
MOVES = {
    S.RECEIVED: _moves((S.IN_REVIEW, S.TAKEN, S.REFUSED, S.MERGED), (S.WITHDRAWN,)),
    S.IN_REVIEW: _moves((S.RECEIVED, S.TAKEN, S.REFUSED, S.MERGED), (S.WITHDRAWN,)),
    S.TAKEN: _moves(
        (S.RECEIVED, S.QUEUED, S.ON_AIR, S.ANSWERED, S.FOLLOW_UP, S.REFUSED, S.MERGED),
        (S.WITHDRAWN,),
    ),
    S.QUEUED: _moves(
        (S.TAKEN, S.ON_AIR, S.ANSWERED, S.FOLLOW_UP, S.REFUSED, S.MERGED), (S.WITHDRAWN,)
    ),
    S.ON_AIR: _moves((S.TAKEN, S.QUEUED, S.ANSWERED, S.FOLLOW_UP)),
    S.ANSWERED: _moves((S.TAKEN, S.ON_AIR, S.FOLLOW_UP)),
    S.FOLLOW_UP: _moves((S.TAKEN, S.ON_AIR, S.ANSWERED)),
    S.REFUSED: _moves((S.RECEIVED, S.TAKEN)),
    S.MERGED: _moves((S.RECEIVED, S.TAKEN)),
    # One that others followed comes back among them: merged into the one that took its place.
    S.WITHDRAWN: _moves(author=(S.RECEIVED, S.MERGED)),
}
MODERATION = {state: moves.desk for state, moves in MOVES.items()}
WITHDRAWABLE = tuple(state for state, moves in MOVES.items() if S.WITHDRAWN in moves.author)
UNREAD = (S.RECEIVED, S.IN_REVIEW)
IN_LINE = (S.TAKEN, S.QUEUED)
SETTLED = (S.ANSWERED, S.FOLLOW_UP)
PUBLIC_STATES = (*IN_LINE, S.ON_AIR, *SETTLED)
OPEN_TO_VOTES = (*IN_LINE, S.ON_AIR)
REWORDABLE = (*UNREAD, *IN_LINE)
# Where a move can be taken back to: the others held words that left the row with the move.
UNDOABLE = (*UNREAD, *IN_LINE, S.ON_AIR, S.MERGED)


class RefusalReason(StrEnum):
    """Why a question is not taken; its author reads it."""

    PRIVATE_PERSON = "private_person"
    OFF_TOPIC = "off_topic"
    ALREADY_ANSWERED = "already_answered"
    NOT_A_QUESTION = "not_a_question"
    UNCLEAR = "unclear"
    OFFENSIVE = "offensive"
    OTHER = "other"


class AnswerMode(StrEnum):
    """How a question was answered."""

    ORAL = "oral"
    WRITTEN = "written"


class Question(Identified, Base):
    """
    A question put to a room.

    `number` is counted in the room without a gap, `receipt` is the author's secret way back to
    it, `asked_seq` its place in the room's sequence, `country` the author's when it was asked.
    `body` is what is shown; `original` what its author wrote, where the desk worded it otherwise.
    `office` is the body that owes the answer until `due_on`, or gave it: one of the directory, or
    words. A withdrawn question that others followed names the one that took its place, so that
    the supports it had stay with them.
    `turn` is the one that moderators gave it in the room, none where the order's rule decides.
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
        CheckConstraint("state <> 'merged' or merged_into_id is not null", name="merged"),
        CheckConstraint(
            "merged_into_id is null or state in ('merged', 'withdrawn')", name="merged_alone"
        ),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("(state = 'refused') = (reason is not null)", name="refused_with_reason"),
        CheckConstraint("(state = 'in_review') = (claimed_by_id is not null)", name="claimed"),
        CheckConstraint("(claimed_by_id is null) = (claimed_at is null)", name="claimed_since"),
        CheckConstraint("(state = 'answered') = (answered_as is not null)", name="answered"),
        CheckConstraint(
            "answered_as is null or answered_at is not null", name="answered_at_a_minute"
        ),
        CheckConstraint(
            "answered_as <> 'written' or (answer is not null and "
            "(office_id is not null or office_words is not null))",
            name="written_by_a_body",
        ),
        CheckConstraint(
            "state <> 'follow_up' or (due_on is not null and "
            "(office_id is not null or office_words is not null))",
            name="owed_by_a_body",
        ),
        CheckConstraint("office_id is null or office_words is null", name="one_office"),
        CheckConstraint("original <> body", name="reworded"),
        CheckConstraint(
            "(translation is null) = (translation_language is null)", name="translated"
        ),
        CheckConstraint("translation_language <> language", name="other_language"),
        CheckConstraint("pseudonym is null or is_anonymous", name="pseudonym_seals"),
        CheckConstraint("turn > 0", name="turn"),
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
    turn: Mapped[int | None]
    asked_seq: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    moved_at: Mapped[datetime] = mapped_column(default=now)
    pseudonym: Mapped[str | None]
    original: Mapped[str | None]
    translation: Mapped[str | None]
    translation_language: Mapped[str | None]
    claimed_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    claimed_at: Mapped[datetime | None]
    answered_as: Mapped[AnswerMode | None] = mapped_column(word_of(AnswerMode))
    answered_at: Mapped[datetime | None]
    respondent: Mapped[str | None]
    office_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    office_words: Mapped[str | None]
    due_on: Mapped[date | None]

    room: Mapped[Room] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id])
    theme: Mapped[Term | None] = relationship()
    office: Mapped[Organisation | None] = relationship()
    merged_into: Mapped["Question | None"] = relationship(remote_side="Question.id")
    followers: Mapped[list["Question"]] = relationship(
        foreign_keys=[merged_into_id], order_by="Question.number", viewonly=True
    )

    entry: Mapped["HallEntry | None"] = relationship(back_populates="question")

    @property
    def signature(self) -> str | None:
        """The name shown: one chosen for it, the author's, or none; none for somebody of a hall."""
        if self.is_anonymous:
            return self.pseudonym
        return None if self.entry else self.author.name

    @property
    def root_id(self) -> int:
        """The question that carries this one's votes: the one it was merged into, or itself."""
        return self.merged_into_id or self.id

    @property
    def claim_is_stale(self) -> bool:
        """Whether who reads it has held it for so long that another may."""
        return self.claimed_at is None or now() - self.claimed_at > CLAIM_LASTS


class IdentityOpening(Identified, Base):
    """The sealed identity of a question's author was opened, by whom and why; written once."""

    __tablename__ = "identity_opening"
    __table_args__ = (CheckConstraint("reason <> ''", name="with_a_reason"),)

    question_id: Mapped[int] = mapped_column(restrict("question.id"), index=True)
    opened_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    reason: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(default=now)

    question: Mapped[Question] = relationship()
    opened_by: Mapped[Person] = relationship()
