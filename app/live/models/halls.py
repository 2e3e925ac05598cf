"""Questions that the staff of an organisation entered for the people of a hall."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, restrict
from app.directory.models import Organisation
from app.live.models.questions import Question


class HallEntry(Identified, Base):
    """
    For whom a question was entered; its author is the person who entered it.

    `hall` is where it was said, `spoken_by` who said it, in their own words.
    """

    __tablename__ = "hall_entry"
    __table_args__ = (UniqueConstraint("question_id"),)

    question_id: Mapped[int] = mapped_column(restrict("question.id"))
    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"), index=True)
    hall: Mapped[str]
    spoken_by: Mapped[str | None]

    question: Mapped[Question] = relationship(back_populates="entry")
    organisation: Mapped[Organisation] = relationship()
