"""Several questions held at once by one act."""

from sqlalchemy import ColumnElement, select

from app.core.db import db
from app.live.models import Question


def _lock_questions(*which: ColumnElement[bool]) -> list[Question]:
    """
    Lock the questions that meet all conditions, and read them again.

    All in one order: two acts on several, or one on several and one on one, never wait in a circle.
    """
    found = (
        select(Question)
        .where(*which)
        .order_by(Question.id)
        .with_for_update(of=Question, key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(found))
