"""
The ledger: lots of money, the places where it sits, and the movements between them.

Money always belongs to a lot and always sits in a place. One movement takes an amount of a lot
from one place to another, so that nothing is created or lost by construction.
"""

import hashlib
import json
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.directory.models import Organisation, Source
from app.giving.models.pledges import Campaign, FxRate, Pledge
from app.giving.models.programmes import Programme
from app.giving.models.words import (
    EntryKind,
    EntryState,
    Instrument,
    LotKind,
    PlaceKind,
)
from app.meetings.models import Meeting


def _once(column: str) -> Index:
    """Return an index that takes an entry as the object of one other that stands."""
    stands = text(f"{column} is not null and state <> 'rejected'")
    return Index(
        f"uq_entry_{column}", column, unique=True, sqlite_where=stands, postgresql_where=stands
    )


def _found_by(column: str) -> Index:
    """Return an index of the few entries that have another as their object."""
    few = text(f"{column} is not null")
    return Index(f"ix_entry_{column}", column, sqlite_where=few, postgresql_where=few)


class Lot(Identified, Base):
    """
    One gift or one budget line, followed to its end.

    `seq` counts its movements without a gap; writing it is the lock that orders them.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("pledge_id"),
        CheckConstraint("seq >= 0", name="seq"),
        CheckConstraint("(kind = 'donation') = (pledge_id is not null)", name="gift_has_pledge"),
    )

    ref: Mapped[str] = mapped_column(String(40))
    kind: Mapped[LotKind] = mapped_column(word_of(LotKind))
    title: Mapped[str]
    restriction: Mapped[str | None]
    pledge_id: Mapped[int | None] = mapped_column(restrict("pledge.id"))
    campaign_id: Mapped[int | None] = mapped_column(restrict("campaign.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(restrict("programme.id"), index=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(default=now)

    pledge: Mapped[Pledge | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    programme: Mapped[Programme | None] = relationship()


class Place(Identified, Base):
    """
    Somewhere money sits: `name` is public, `private_name` is for the accountant alone.

    A beneficiary is a person or a group under a code; a transit place awaits one receiver.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_place_kind", "kind"),
        CheckConstraint("kind <> 'transit' or organisation_id is not null", name="transit_to_whom"),
        CheckConstraint("(kind = 'award') = (award_id is not null)", name="place_of_award"),
    )

    code: Mapped[str] = mapped_column(String(80))
    kind: Mapped[PlaceKind] = mapped_column(word_of(PlaceKind))
    name: Mapped[str]
    private_name: Mapped[str | None]
    organisation_id: Mapped[int | None] = mapped_column(restrict("organisation.id"), index=True)
    award_id: Mapped[int | None] = mapped_column(restrict("award.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)

    organisation: Mapped[Organisation | None] = relationship()


class Entry(Identified, Base):
    """
    One act of the ledger, prepared by one person and approved by another.

    Once posted it has its `number` in the ledger and its hash, and never changes. An entry taken
    from the public record names its source instead of people. `lines` is how many movements it
    has. A day or an instrument that nobody stated is empty.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("idem_key"),
        _once("reverses_id"),
        _once("answers_id"),
        _found_by("reverses_id"),
        _found_by("answers_id"),
        UniqueConstraint("number"),
        UniqueConstraint("previous_hash"),
        UniqueConstraint("hash"),
        Index("ix_entry_state", "state", "id"),
        Index("ix_entry_occurred_on", "occurred_on"),
        CheckConstraint("approved_by_id <> prepared_by_id", name="two_people"),
        CheckConstraint("source_id is not null or prepared_by_id is not null", name="prepared_by"),
        CheckConstraint(
            "state <> 'posted' or source_id is not null or approved_by_id is not null",
            name="approved_by",
        ),
        CheckConstraint("(state = 'posted') = (number is not null)", name="posted_number"),
        CheckConstraint("(state = 'posted') = (hash is not null)", name="posted_hash"),
        CheckConstraint("(state = 'posted') = (previous_hash is not null)", name="posted_previous"),
        CheckConstraint("(state = 'posted') = (posted_at is not null)", name="posted_at"),
        CheckConstraint("(state = 'rejected') = (rejected_because is not null)", name="rejected"),
        CheckConstraint("(kind = 'reversal') = (reverses_id is not null)", name="reversal"),
        CheckConstraint(
            "(kind in ('acknowledgement', 'refusal')) = (answers_id is not null)", name="answer"
        ),
        CheckConstraint("lines > 0", name="lines"),
        CheckConstraint("length(evidence_sha256) = 64", name="evidence"),
    )

    kind: Mapped[EntryKind] = mapped_column(word_of(EntryKind))
    state: Mapped[EntryState] = mapped_column(word_of(EntryState), default=EntryState.DRAFT)
    idem_key: Mapped[str] = mapped_column(String(80))
    lines: Mapped[int]
    occurred_on: Mapped[date | None]
    instrument: Mapped[Instrument | None] = mapped_column(word_of(Instrument))
    instrument_number: Mapped[str | None]
    words: Mapped[str | None]
    meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"), index=True)
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    evidence_type: Mapped[str | None]
    evidence_size: Mapped[int | None]
    evidence_is_public: Mapped[bool] = mapped_column(default=False)
    prepared_by_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    prepared_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    posted_at: Mapped[datetime | None]
    rejected_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    rejected_at: Mapped[datetime | None]
    rejected_because: Mapped[str | None]
    reverses_id: Mapped[int | None] = mapped_column(restrict("entry.id"))
    answers_id: Mapped[int | None] = mapped_column(restrict("entry.id"))
    source_id: Mapped[int | None] = mapped_column(restrict("source.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int | None] = mapped_column(BigInteger)
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))

    prepared_by: Mapped[Person | None] = relationship(foreign_keys=[prepared_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    rejected_by: Mapped[Person | None] = relationship(foreign_keys=[rejected_by_id])
    meeting: Mapped[Meeting | None] = relationship()
    source: Mapped[Source | None] = relationship()
    reverses: Mapped["Entry | None"] = relationship(
        remote_side="Entry.id", foreign_keys=[reverses_id]
    )
    answers: Mapped["Entry | None"] = relationship(
        remote_side="Entry.id", foreign_keys=[answers_id]
    )
    planned: Mapped[list["EntryLine"]] = relationship(
        back_populates="entry", order_by="EntryLine.line"
    )

    @property
    def is_open(self) -> bool:
        """Whether nobody decided about it yet: who prepared it may leave it or write it anew."""
        return self.state in (EntryState.DRAFT, EntryState.SUBMITTED)

    def computed_hash(self) -> str:
        """Return the hash this entry must have, from its content, its lines and the one before."""
        lines = [line.content for line in self.planned]
        return hashlib.sha256(_written(self, lines).encode()).hexdigest()


def _written(entry: Entry, lines: list[list[object]]) -> str:
    day, posted = entry.occurred_on, entry.posted_at
    content = [
        *(entry.previous_hash, entry.number, entry.kind.value, entry.idem_key),
        *(day.isoformat() if day else None, posted.isoformat() if posted else None),
        *(entry.instrument and entry.instrument.value, entry.instrument_number, entry.words),
        *(entry.meeting_id, entry.evidence_sha256, entry.prepared_by_id, entry.approved_by_id),
        *(entry.reverses_id, entry.answers_id, entry.source_id, lines),
    ]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


class EntryLine(Identified, Base):
    """A movement as it is prepared; it moves nothing before the entry is posted."""

    __tablename__ = "entry_line"
    __table_args__ = (
        UniqueConstraint("entry_id", "line"),
        CheckConstraint("line > 0", name="line"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("from_id <> to_id", name="two_places"),
    )

    entry_id: Mapped[int] = mapped_column(restrict("entry.id"))
    line: Mapped[int]
    lot_id: Mapped[int] = mapped_column(restrict("lot.id"), index=True)
    from_id: Mapped[int] = mapped_column(restrict("place.id"))
    to_id: Mapped[int] = mapped_column(restrict("place.id"))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
    fx_rate_id: Mapped[int | None] = mapped_column(restrict("fx_rate.id"))

    entry: Mapped[Entry] = relationship(back_populates="planned")
    lot: Mapped[Lot] = relationship()
    from_place: Mapped[Place] = relationship(foreign_keys=[from_id])
    to_place: Mapped[Place] = relationship(foreign_keys=[to_id])
    fx_rate: Mapped[FxRate | None] = relationship()

    @property
    def content(self) -> list[object]:
        """What the hash of the entry is made of, for this line."""
        places = [self.line, self.lot_id, self.from_id, self.to_id]
        return [*places, self.currency, self.amount, self.fx_rate_id]


class Movement(Identified, Base):
    """An amount of a lot, in minor units, taken from one place to another. Append-only."""

    __tablename__ = "movement"
    __table_args__ = (
        UniqueConstraint("entry_id", "line"),
        UniqueConstraint("lot_id", "seq"),
        Index("ix_movement_from", "lot_id", "from_id", "seq"),
        Index("ix_movement_to", "lot_id", "to_id", "seq"),
        Index("ix_movement_currency", "currency", "id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("line > 0", name="line"),
        CheckConstraint("from_id <> to_id", name="two_places"),
    )

    entry_id: Mapped[int] = mapped_column(restrict("entry.id"))
    line: Mapped[int]
    lot_id: Mapped[int] = mapped_column(restrict("lot.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    from_id: Mapped[int] = mapped_column(restrict("place.id"))
    to_id: Mapped[int] = mapped_column(restrict("place.id"))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
    fx_rate_id: Mapped[int | None] = mapped_column(restrict("fx_rate.id"))

    entry: Mapped[Entry] = relationship()
    lot: Mapped[Lot] = relationship()
    from_place: Mapped[Place] = relationship(foreign_keys=[from_id])
    to_place: Mapped[Place] = relationship(foreign_keys=[to_id])
    fx_rate: Mapped[FxRate | None] = relationship()
