"""What beneficiaries say of their shares: that the money arrived, or that it did not."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.giving.models.ledger import Entry, Place
from app.giving.models.words import ConfirmationChannel


class Confirmation(Identified, Base):
    """
    The word of one beneficiary on one posted entry. Append-only.

    "No" may be followed by "yes", never the other way: a trigger keeps it. `words` are for the
    treasury and the secretariat alone.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        UniqueConstraint("entry_id", "place_id", "is_received"),
        CheckConstraint(
            "(channel = 'secretariat') = (entered_by_id is not null)", name="who_wrote_it"
        ),
    )

    entry_id: Mapped[int] = mapped_column(restrict("entry.id"))
    place_id: Mapped[int] = mapped_column(restrict("place.id"), index=True)
    is_received: Mapped[bool]
    channel: Mapped[ConfirmationChannel] = mapped_column(word_of(ConfirmationChannel))
    words: Mapped[str | None]
    entered_by_id: Mapped[int | None] = mapped_column(restrict("person.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(default=now)

    entry: Mapped[Entry] = relationship()
    place: Mapped[Place] = relationship()
    entered_by: Mapped[Person | None] = relationship()
