"""Numbered series without a gap, and the receipts that are handed out under them."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.giving.models.ledger import Entry, Lot
from app.giving.models.words import ReceiptKind

LEDGER, RECEIPTS = "ledger", "REC"  # the series of what must have no gap
ALWAYS = 0  # the year of a series that does not begin again each year


class Series(Identified, Base):
    """The last number of a series in a year, and its last hash; its row is the lock."""

    __tablename__ = "giving_series"
    __table_args__ = (UniqueConstraint("name", "year"),)

    name: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str | None] = mapped_column(String(64))


class Receipt(Identified, Base):
    """A receipt as it was handed out: a frozen snapshot. It is cancelled by a new one."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("series", "year", "number"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("kind <> 'cancellation' or replaces_id is not null", name="cancels"),
    )

    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[ReceiptKind] = mapped_column(word_of(ReceiptKind))
    series: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    number: Mapped[int]
    entry_id: Mapped[int] = mapped_column(restrict("entry.id"), index=True)
    lot_id: Mapped[int] = mapped_column(restrict("lot.id"), index=True)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))
    replaces_id: Mapped[int | None] = mapped_column(restrict("receipt.id"))
    issued_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    issued_at: Mapped[datetime] = mapped_column(default=now)

    entry: Mapped[Entry] = relationship()
    lot: Mapped[Lot] = relationship()
    replaces: Mapped["Receipt | None"] = relationship(remote_side="Receipt.id")

    def computed_hash(self) -> str:
        """Return the hash of the snapshot as it stands."""
        written = json.dumps(
            self.snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(written.encode()).hexdigest()
