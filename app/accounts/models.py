"""People, devices, sign-in codes, second factors and granted roles."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of


class Role(StrEnum):
    """What a person may be trusted with, on everything, an organisation or a meeting."""

    ADMINISTRATOR = "administrator"
    SECRETARIAT = "secretariat"
    MODERATOR = "moderator"
    RESPONDENT = "respondent"
    RAPPORTEUR = "rapporteur"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    TREASURER = "treasurer"
    APPROVER = "approver"
    STEERING_COMMITTEE = "steering_committee"
    TECHNICAL_COMMITTEE = "technical_committee"
    ASSOCIATION_OFFICER = "association_officer"
    PARTICIPANT = "participant"


# Roles that act in the name of the State: held only where the session proved a second factor.
STAFF_ROLES = frozenset(Role) - {Role.ASSOCIATION_OFFICER, Role.PARTICIPANT}
# A device that nobody touched for so long proves nothing any more: it was left alone for a night.
LEFT_ALONE = timedelta(hours=12)


class Person(Identified, Base):
    """
    Somebody: a guest (a name and a country), or a member once an address was proved.

    `email` is the proved address; a guest has none. `name` is the one name shown, as chosen.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("email"), Index("ix_person_name", "name"))

    name: Mapped[str]
    country: Mapped[str | None]
    language: Mapped[str | None]
    timezone: Mapped[str | None]
    email: Mapped[str | None]
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    grants: Mapped[list["RoleGrant"]] = relationship(
        foreign_keys="RoleGrant.person_id", back_populates="person"
    )

    @property
    def is_member(self) -> bool:
        """Whether the person has an account."""
        return self.email is not None


class Device(Identified, Base):
    """
    A browser or program that speaks for a person until it is revoked.

    `challenge` is the WebAuthn challenge that waits for this device's answer, used once.
    """

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_device_person", "person_id"))

    person_id: Mapped[int] = mapped_column(restrict("person.id"))
    token_hash: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    second_factor_at: Mapped[datetime | None]
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary)
    challenge_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def is_proved(self) -> bool:
        """Whether its second factor counts now; a demonstration's always does."""
        if self.second_factor_at is None:
            return False
        touched_at = max(self.second_factor_at, self.last_seen_at)
        return self.person.is_demonstration or touched_at > now() - LEFT_ALONE


class SignInCode(Identified, Base):
    """Six digits sent to an address; they are derived from `nonce` and the secret key, not kept."""

    __tablename__ = "sign_in_code"
    __table_args__ = (
        Index("ix_sign_in_code_email", "email"),
        CheckConstraint("attempts >= 0 and attempts <= 10", name="attempts"),
    )

    email: Mapped[str]
    nonce: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class RoleGrant(Identified, Base):
    """A role given by somebody, until a day or until it is taken back."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("ix_role_grant_person", "person_id"),
        CheckConstraint("organisation_id is null or meeting_id is null", name="one_place"),
    )

    person_id: Mapped[int] = mapped_column(restrict("person.id"))
    role: Mapped[Role] = mapped_column(word_of(Role))
    organisation_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"))
    # Who gave it; empty when it was the command line.
    granted_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    granted_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="grants")
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id])

    @property
    def place(self) -> str | None:
        """Where it is held, as "meeting:3"; None where it is held on everything."""
        if self.meeting_id:
            return f"meeting:{self.meeting_id}"
        return f"organisation:{self.organisation_id}" if self.organisation_id else None

    def is_held(self, at: datetime) -> bool:
        """Whether the role was held at the instant `at`."""
        return (
            self.granted_at <= at
            and (self.until is None or at < self.until)
            and (self.revoked_at is None or at < self.revoked_at)
        )


class Authenticator(Identified, Base):
    """A one-time-password application; the secret is sealed with the platform's key (RFC 6238)."""

    __tablename__ = "authenticator"
    __table_args__ = (UniqueConstraint("person_id"),)

    person_id: Mapped[int] = mapped_column(restrict("person.id"))
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    last_counter: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Identified, Base):
    """A code that replaces the second factor once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_person", "person_id"),)

    person_id: Mapped[int] = mapped_column(restrict("person.id"))
    code_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class Passkey(Identified, Base):
    """A WebAuthn credential used as a second factor."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"), Index("ix_passkey_person", "person_id"))

    person_id: Mapped[int] = mapped_column(restrict("person.id"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
