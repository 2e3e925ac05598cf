"""Support of questions."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.db import Base, Identified, restrict


class Vote(Identified, Base):
    """One person's support of one question; taken back, it stays with its end."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)

    question_id: Mapped[int] = mapped_column(restrict("question.id"))
    person_id: Mapped[int] = mapped_column(restrict("person.id"), index=True)
    cast_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
