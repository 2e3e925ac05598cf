"""Where the money is: sums of the movements, kept by the database itself."""

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, restrict, word_of
from app.giving.models.ledger import Place
from app.giving.models.words import PlaceKind


class Position(Identified, Base):
    """
    What came into a place and left it, of one lot and currency: the sum of its movements.

    Only the database writes it, with each movement; a trigger refuses a figure that no movement
    accounts for, and another a balance below zero.
    """

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("lot_id", "place_id", "currency"),
        Index("ix_position_lot_kind", "lot_id", "kind", "id"),
        Index("ix_position_place", "place_id", "currency"),
        CheckConstraint("entered >= 0 and gone >= 0", name="amounts"),
    )

    lot_id: Mapped[int] = mapped_column(restrict("lot.id"))
    place_id: Mapped[int] = mapped_column(restrict("place.id"))
    kind: Mapped[PlaceKind] = mapped_column(word_of(PlaceKind))
    currency: Mapped[str] = mapped_column(String(3))
    entered: Mapped[int] = mapped_column(BigInteger)
    gone: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)

    place: Mapped[Place] = relationship()

    @property
    def left(self) -> int:
        """What remains there, in minor units."""
        return self.entered - self.gone


class KindPosition(Identified, Base):
    """The positions of a lot added up by kind of place, so that a million of them read as nine."""

    __tablename__ = "position_by_kind"
    __table_args__ = (
        UniqueConstraint("lot_id", "kind", "currency"),
        Index("ix_position_by_kind_kind", "kind", "lot_id"),
        CheckConstraint("entered >= 0 and gone >= 0", name="amounts"),
    )

    lot_id: Mapped[int] = mapped_column(restrict("lot.id"))
    kind: Mapped[PlaceKind] = mapped_column(word_of(PlaceKind))
    currency: Mapped[str] = mapped_column(String(3))
    entered: Mapped[int] = mapped_column(BigInteger)
    gone: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)

    @property
    def left(self) -> int:
        """What remains in places of that kind, in minor units."""
        return self.entered - self.gone
