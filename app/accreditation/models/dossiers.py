"""Dossiers: their documents, steps, requests for more, opinions and alerts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.accreditation.models.calls import Call, Requirement
from app.accreditation.models.words import (
    BEFORE_DECISION,
    GRANTED,
    WAITING,
    AlertKind,
    DossierState,
    ItemReason,
    Move,
    Opinion,
    Owner,
    StepReason,
    Verdict,
)
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation


def _among(states: Iterable[DossierState]) -> str:
    return "state in ({})".format(", ".join(f"'{state.value}'" for state in states))


# One association has one dossier that goes on, or one accreditation that stands.
LIVE = _among([*BEFORE_DECISION, *GRANTED[:-1]])


class Dossier(Identified, Base):
    """
    An association's dossier, then its accreditation.

    `owner` owes the next act until `due_at`. `grade` is what was given, accredited or provisional,
    until `valid_until` (the last day). `rounds` counts the requests for more, `last_step` the
    steps. `renewal_asked_on` keeps an accreditation valid while its renewal is examined.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("reference"),
        Index("ix_dossier_organisation", "organisation_id"),
        Index("ix_dossier_state_due", "state", "due_at"),
        Index(
            "uq_dossier_live",
            "organisation_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        CheckConstraint("rounds between 0 and 2", name="rounds"),
        CheckConstraint(
            f"not ({_among(WAITING)}) or (owner is not null and due_at is not null)", name="owed_by"
        ),
        CheckConstraint("valid_until >= valid_from", name="validity_in_order"),
        CheckConstraint(
            "grade is null or grade in ('accredited', 'provisional')", name="known_grade"
        ),
    )

    reference: Mapped[str]
    call_id: Mapped[int] = mapped_column(restrict("accreditation_call.id"))
    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"))
    state: Mapped[DossierState] = mapped_column(word_of(DossierState), default=DossierState.DRAFT)
    owner: Mapped[Owner | None] = mapped_column(word_of(Owner))
    due_at: Mapped[datetime | None]
    rounds: Mapped[int] = mapped_column(default=0)
    last_step: Mapped[int] = mapped_column(default=0)
    officer_function: Mapped[str] = mapped_column(default="")
    presentation: Mapped[str] = mapped_column(default="")
    grade: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    renewal_asked_on: Mapped[date | None]
    leadership_disputed: Mapped[bool] = mapped_column(default=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    opened_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    organisation: Mapped[Organisation] = relationship()
    steps: Mapped[list["Step"]] = relationship(
        back_populates="dossier", order_by="Step.position", viewonly=True
    )
    documents: Mapped[list["Document"]] = relationship(
        back_populates="dossier", order_by="Document.id", viewonly=True
    )

    def status(self, on: date) -> str | None:
        """
        Return what the accreditation is worth on a day, none where it was never given.

        One of accredited, provisional, expired, suspended, revoked.
        """
        if self.state in (DossierState.SUSPENDED, DossierState.REVOKED):
            return self.state.value
        if self.state not in GRANTED or self.valid_until is None:
            return None
        in_time = self.renewal_asked_on is not None and self.renewal_asked_on <= self.valid_until
        examined = self.state == DossierState.RENEWAL and in_time
        return self.grade if on <= self.valid_until or examined else "expired"

    def is_valid(self, on: date) -> bool:
        """Whether the association is accredited on that day, provisionally or not."""
        return self.status(on) in ("accredited", "provisional")

    def lacks(
        self, documents: Mapping[int, "Document"], on: date, *, accepted: bool = False
    ) -> list[Requirement]:
        """
        Return what the call asks for that no valid document answers on that day.

        `documents` are the newest by requirement; `accepted` counts those alone that are.
        """
        answered = {
            number
            for number, document in documents.items()
            if not document.is_expired(on)
            and (not accepted or document.verdict == Verdict.ACCEPTED)
        }
        wanted = [one for one in self.call.requirements if not one.is_optional]
        return [one for one in wanted if one.id not in answered]

    def last_day_to_appeal(self, decided_at: datetime) -> date:
        """Return the last day on which a decision of that instant can be appealed against."""
        return decided_at.date() + timedelta(days=self.call.appeal_days)

    def is_overdue(self, at: datetime) -> bool:
        """Whether the next act is late."""
        return self.due_at is not None and self.owner is not None and self.due_at < at


class Document(Identified, Base):
    """
    A document that was sent: its bytes under their SHA-256, their true type and size in bytes.

    A newer one of the same requirement replaces it; both stay.
    """

    __tablename__ = "dossier_document"
    __table_args__ = (
        Index("ix_dossier_document_dossier", "dossier_id"),
        Index("ix_dossier_document_sha256", "sha256"),
        Index(
            "uq_dossier_document_current",
            "dossier_id",
            "requirement_id",
            unique=True,
            sqlite_where=text("replaced_at is null"),
            postgresql_where=text("replaced_at is null"),
        ),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("(verdict = 'waiting') = (checked_at is null)", name="checked"),
    )

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    requirement_id: Mapped[int] = mapped_column(restrict("call_requirement.id"))
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    expires_on: Mapped[date | None]
    sent_by_id: Mapped[int] = mapped_column(restrict("person.id"))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    verdict: Mapped[Verdict] = mapped_column(word_of(Verdict), default=Verdict.WAITING)
    verdict_words: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    checked_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]

    dossier: Mapped[Dossier] = relationship(back_populates="documents")
    requirement: Mapped[Requirement] = relationship()

    def is_expired(self, on: date) -> bool:
        """Whether the document is past its last day."""
        return self.expires_on is not None and self.expires_on < on


class Step(Identified, Base):
    """One step of the procedure, append-only: who, when, why, and the words shown."""

    __tablename__ = "dossier_step"
    __table_args__ = (UniqueConstraint("dossier_id", "position"),)

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    position: Mapped[int]
    move: Mapped[Move] = mapped_column(word_of(Move))
    was: Mapped[str | None]
    state: Mapped[DossierState] = mapped_column(word_of(DossierState))
    reason: Mapped[StepReason] = mapped_column(word_of(StepReason))
    words: Mapped[str] = mapped_column(default="")
    # Empty when the platform itself took the step.
    actor_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    taken_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]

    dossier: Mapped[Dossier] = relationship(back_populates="steps")
    actor: Mapped[Person | None] = relationship()


class Return(Identified, Base):
    """A request for more, the first or the second, each item tied to a requirement."""

    __tablename__ = "dossier_return"
    __table_args__ = (
        UniqueConstraint("dossier_id", "round"),
        CheckConstraint("round between 1 and 2", name="round"),
    )

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    round: Mapped[int]
    step_id: Mapped[int] = mapped_column(restrict("dossier_step.id"))
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    items: Mapped[list["ReturnItem"]] = relationship(order_by="ReturnItem.id")


class ReturnItem(Identified, Base):
    """One requirement that is asked for again, and why."""

    __tablename__ = "dossier_return_item"
    __table_args__ = (UniqueConstraint("return_id", "requirement_id"),)

    return_id: Mapped[int] = mapped_column(restrict("dossier_return.id"))
    requirement_id: Mapped[int] = mapped_column(restrict("call_requirement.id"))
    reason: Mapped[ItemReason] = mapped_column(word_of(ItemReason))
    words: Mapped[str] = mapped_column(default="")

    requirement: Mapped[Requirement] = relationship()


class ConsularOpinion(Identified, Base):
    """The opinion asked of the consulate; one that never came stays empty."""

    __tablename__ = "consular_opinion"
    __table_args__ = (
        Index("ix_consular_opinion_dossier", "dossier_id"),
        CheckConstraint("(opinion is null) = (given_at is null)", name="given"),
    )

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    opinion: Mapped[Opinion | None] = mapped_column(word_of(Opinion))
    words: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))


class Alert(Identified, Base):
    """Something reviewers should look at: a file or a name seen in another dossier."""

    __tablename__ = "dossier_alert"
    __table_args__ = (
        Index("ix_dossier_alert_dossier", "dossier_id"),
        UniqueConstraint("dossier_id", "kind", "other_id", "document_id"),
        CheckConstraint("other_id <> dossier_id", name="another"),
        CheckConstraint("(settled_at is null) = (settled_by_id is null)", name="settled_by"),
    )

    dossier_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    kind: Mapped[AlertKind] = mapped_column(word_of(AlertKind))
    other_id: Mapped[int] = mapped_column(restrict("dossier.id"))
    document_id: Mapped[int | None] = mapped_column(restrict("dossier_document.id"))
    raised_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    settled_words: Mapped[str] = mapped_column(default="")

    dossier: Mapped[Dossier] = relationship(foreign_keys=[dossier_id])
    other: Mapped[Dossier] = relationship(foreign_keys=[other_id])
    document: Mapped[Document | None] = relationship()
