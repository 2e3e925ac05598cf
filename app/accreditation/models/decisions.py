"""Proposals, decisions and appeals: three people, which the database checks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.accreditation.models.dossiers import Dossier
from app.accreditation.models.words import AppealResult, Outcome, StepReason
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of


class NumberSeries(Base):
    """The last number given in a year, of dossiers or of decisions; its row is the lock."""

    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Proposal(Identified, Base):
    """What a reviewer recommends; it waits for another person's decision, one at a time."""

    __tablename__ = "dossier_proposal"
    __table_args__ = (
        UniqueConstraint("id", "proposer_id"),
        Index(
            "uq_dossier_proposal_waiting",
            "dossier_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    outcome: Mapped[Outcome] = mapped_column(word_of(Outcome))
    reason: Mapped[StepReason] = mapped_column(word_of(StepReason))
    argument: Mapped[str]
    proposer_id: Mapped[int] = mapped_column(restrict("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    # Once decided, declined, or left behind by a withdrawal.
    closed_at: Mapped[datetime | None]

    dossier: Mapped[Dossier] = relationship()
    proposer: Mapped[Person] = relationship()


class Decision(Identified, Base):
    """
    A numbered decision, append-only; numbers have no gap in a year.

    Those on an appeal have no proposal. `was` is where the dossier stood before, for an appeal
    that overturns it.
    """

    __tablename__ = "accreditation_decision"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("year", "serial"),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("id", "recommender_id", "decider_id"),
        UniqueConstraint("id", "decider_id"),
        ForeignKeyConstraint(
            ["proposal_id", "recommender_id"],
            ["dossier_proposal.id", "dossier_proposal.proposer_id"],
            ondelete="RESTRICT",
            name="fk_accreditation_decision_proposal",
        ),
        Index("ix_accreditation_decision_dossier", "dossier_id"),
        CheckConstraint("recommender_id <> decider_id", name="two_people"),
        CheckConstraint(
            "(proposal_id is null) = (outcome in ('upheld', 'overturned'))", name="ground"
        ),
        CheckConstraint("(proposal_id is null) = (recommender_id is null)", name="recommended_by"),
        CheckConstraint("valid_until >= valid_from", name="validity_in_order"),
        CheckConstraint("serial > 0", name="serial"),
    )

    number: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    outcome: Mapped[Outcome] = mapped_column(word_of(Outcome))
    reason: Mapped[StepReason] = mapped_column(word_of(StepReason))
    words: Mapped[str]
    was: Mapped[str]
    proposal_id: Mapped[int | None]
    recommender_id: Mapped[int | None]
    decider_id: Mapped[int] = mapped_column(restrict("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    dossier: Mapped[Dossier] = relationship()
    decider: Mapped[Person] = relationship(foreign_keys=[decider_id])
    appeal: Mapped["Appeal | None"] = relationship(
        primaryjoin="Decision.id == foreign(Appeal.decision_id)", viewonly=True, uselist=False
    )


class Appeal(Identified, Base):
    """
    An association's appeal against one decision, read by a third person.

    `recommender_id` and `decider_id` repeat those of the decision, so that the database itself
    refuses a reviewer who is one of them.
    """

    __tablename__ = "accreditation_appeal"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        ForeignKeyConstraint(
            ["decision_id", "recommender_id", "decider_id"],
            [
                "accreditation_decision.id",
                "accreditation_decision.recommender_id",
                "accreditation_decision.decider_id",
            ],
            ondelete="RESTRICT",
            name="fk_accreditation_appeal_decision",
        ),
        ForeignKeyConstraint(
            ["answer_id", "reviewer_id"],
            ["accreditation_decision.id", "accreditation_decision.decider_id"],
            ondelete="RESTRICT",
            name="fk_accreditation_appeal_answer",
        ),
        UniqueConstraint("answer_id"),
        Index("ix_accreditation_appeal_dossier", "dossier_id"),
        CheckConstraint(
            "reviewer_id is null or (reviewer_id <> recommender_id and reviewer_id <> decider_id)",
            name="third_person",
        ),
        CheckConstraint(
            "(result is null) = (answer_id is null) and (result is null) = (reviewer_id is null)",
            name="answered",
        ),
    )

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    decision_id: Mapped[int]
    recommender_id: Mapped[int]
    decider_id: Mapped[int]
    grounds: Mapped[str]
    lodged_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    lodged_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    reviewer_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    result: Mapped[AppealResult | None] = mapped_column(word_of(AppealResult))
    answer_id: Mapped[int | None]

    dossier: Mapped[Dossier] = relationship()
    decision: Mapped[Decision] = relationship(
        primaryjoin="Decision.id == foreign(Appeal.decision_id)", viewonly=True
    )
    answer: Mapped[Decision | None] = relationship(
        primaryjoin="Decision.id == foreign(Appeal.answer_id)", viewonly=True
    )
