"""What followed a question into another one, read from the facts."""

from sqlalchemy import select

from app.core.db import db
from app.core.facts import FactRecord
from app.live.facts import QuestionModerated, QuestionReinstated, QuestionSucceeded
from app.live.models import Question

PLACING = tuple(
    kind.__name__ for kind in (QuestionModerated, QuestionReinstated, QuestionSucceeded)
)
_about = FactRecord.data["question_id"].as_integer()


def brought_along(question: Question) -> list[int]:
    """Return which questions the merge of this one brought along and nobody moved since."""
    placed = select(FactRecord).where(
        FactRecord.scope == question.room.scope, FactRecord.name.in_(PLACING)
    )
    latest = placed.where(_about == question.id).order_by(FactRecord.seq.desc()).limit(1)
    merge = db.session.scalar(latest)
    brought = merge.data.get("brought") if merge else None
    if merge is None or not brought:
        return []
    since = placed.where(FactRecord.seq > merge.seq, _about.in_(brought))
    moved = {row.data["question_id"] for row in db.session.scalars(since)}
    return [number for number in brought if number not in moved]
