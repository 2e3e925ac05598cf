"""Typed links between concerns, recommendations, commitments, and to meetings and money."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Identified, restrict, word_of
from app.followup.models.commitments import Commitment
from app.followup.models.concerns import Concern
from app.followup.models.recommendations import Recommendation
from app.followup.models.words import LinkKind
from app.giving.models import Lot, Programme

FROM = ("concern", "recommendation", "commitment", "lot", "programme")
TO = ("concern", "recommendation", "commitment", "meeting")


def _exactly_one(side: str, kinds: tuple[str, ...]) -> str:
    return (
        " + ".join(f"(case when {side}_{kind}_id is null then 0 else 1 end)" for kind in kinds)
        + " = 1"
    )


class Link(Identified, Base):
    """One thing to another: a recommendation derived from a concern, a lot that implements it."""

    __tablename__ = "followup_link"
    __table_args__ = (
        CheckConstraint(_exactly_one("from", FROM), name="one_from"),
        CheckConstraint(_exactly_one("to", TO), name="one_to"),
        CheckConstraint("from_concern_id <> to_concern_id", name="two_concerns"),
        CheckConstraint(
            "from_recommendation_id <> to_recommendation_id", name="two_recommendations"
        ),
        CheckConstraint("from_commitment_id <> to_commitment_id", name="two_commitments"),
        *(Index(f"ix_followup_link_from_{kind}", f"from_{kind}_id", "kind") for kind in FROM),
        *(Index(f"ix_followup_link_to_{kind}", f"to_{kind}_id", "kind") for kind in TO),
    )

    kind: Mapped[LinkKind] = mapped_column(word_of(LinkKind))
    from_concern_id: Mapped[int | None] = mapped_column(restrict("concern.id"))
    from_recommendation_id: Mapped[int | None] = mapped_column(restrict("recommendation.id"))
    from_commitment_id: Mapped[int | None] = mapped_column(restrict("commitment.id"))
    from_lot_id: Mapped[int | None] = mapped_column(restrict("lot.id"))
    from_programme_id: Mapped[int | None] = mapped_column(restrict("programme.id"))
    to_concern_id: Mapped[int | None] = mapped_column(restrict("concern.id"))
    to_recommendation_id: Mapped[int | None] = mapped_column(restrict("recommendation.id"))
    to_commitment_id: Mapped[int | None] = mapped_column(restrict("commitment.id"))
    to_meeting_id: Mapped[int | None] = mapped_column(restrict("meeting.id"))
    words: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_because: Mapped[str | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    withdrawn_at: Mapped[datetime | None]

    from_concern: Mapped[Concern | None] = relationship(foreign_keys=[from_concern_id])
    from_recommendation: Mapped[Recommendation | None] = relationship(
        foreign_keys=[from_recommendation_id]
    )
    from_commitment: Mapped[Commitment | None] = relationship(foreign_keys=[from_commitment_id])
    from_lot: Mapped[Lot | None] = relationship()
    from_programme: Mapped[Programme | None] = relationship()
    to_concern: Mapped[Concern | None] = relationship(foreign_keys=[to_concern_id])
    to_recommendation: Mapped[Recommendation | None] = relationship(
        foreign_keys=[to_recommendation_id]
    )
    to_commitment: Mapped[Commitment | None] = relationship(foreign_keys=[to_commitment_id])
