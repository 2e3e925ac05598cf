"""
How many people support each question of a room, kept in memory and never guessed.

Counting a room anew at each vote would read every vote in it. A tally remembers the numbers of the
room's two sequences at which it counted: a vote since then is one person more or less, read from
its fact; a question merged or parted changes whom it counts, and then the room is counted anew.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, distinct, func, select
from sqlalchemy.orm import aliased

from app.core import facts
from app.core.db import db
from app.core.facts import FactRecord, FactScope
from app.core.memory import Memory
from app.live.facts import QuestionModerated, VoteCast, VoteWithdrawn
from app.live.models import Question, Vote

STEP = {VoteCast.__name__: 1, VoteWithdrawn.__name__: -1}
# Built once, and past the ORM: it is asked after every transaction of votes.
_FACTS = FactRecord.__table__.c
_VOTES = (
    select(_FACTS.seq, _FACTS.name, _FACTS.data)
    .where(_FACTS.scope == bindparam("scope"))
    .where(_FACTS.seq > bindparam("after"), _FACTS.seq <= bindparam("upto"))
    .order_by(_FACTS.seq)
)


@dataclass
class Tally:
    """The votes of a room at `seq` of its votes and `room_seq` of its own sequence."""

    room_id: int
    seq: int = -1
    room_seq: int = -1
    votes: Counter[int] = field(default_factory=Counter)
    changed_at: dict[int, int] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.RLock)

    def update(self) -> None:
        """Bring the tally up to what is committed now."""
        seq, room_seq = facts.heads(f"room:{self.room_id}:votes", f"room:{self.room_id}")
        if self.seq < 0 or (room_seq > self.room_seq and self._was_merged(room_seq)):
            self._count()
            return
        # Who began to read a moment ago on SQLite sees less than is known here already.
        if seq > self.seq:
            self._add(seq)
        self.room_seq = max(room_seq, self.room_seq)

    def _was_merged(self, room_seq: int) -> bool:
        query = select(FactRecord.data).where(
            FactRecord.scope == f"room:{self.room_id}",
            FactRecord.seq > self.room_seq,
            FactRecord.seq <= room_seq,
            FactRecord.name == QuestionModerated.__name__,
        )
        return any(data.get("into_id") for data in db.session.scalars(query))

    def _add(self, seq: int) -> None:
        between = {"scope": f"room:{self.room_id}:votes", "after": self.seq, "upto": seq}
        for fact in db.session.execute(_VOTES, between).all():
            self._step(*fact)

    def _step(self, seq: int, name: str, data: dict[str, Any]) -> None:
        question_id = data["question_id"]
        self.votes[question_id] += STEP[name]
        self.changed_at[question_id] = self.seq = seq

    def hear(self, happened: Sequence[dict[str, Any]]) -> None:
        """Add what was committed just now; where something came between, look at it all."""
        if happened and happened[0]["seq"] == self.seq + 1:
            for fact in happened:
                self._step(fact["seq"], fact["name"], fact["data"])
        else:
            self.update()

    def _count(self) -> None:
        """Count the whole room; the numbers are read by the same statement as the votes."""
        votes, room = aliased(FactScope), aliased(FactScope)
        seq = select(votes.seq).where(votes.name == f"room:{self.room_id}:votes").scalar_subquery()
        room_seq = select(room.seq).where(room.name == f"room:{self.room_id}").scalar_subquery()
        root = func.coalesce(Question.merged_into_id, Question.id)
        query = (
            select(root, func.count(distinct(Vote.person_id)), seq, room_seq)
            .select_from(Question)
            .outerjoin(Vote, (Vote.question_id == Question.id) & Vote.withdrawn_at.is_(None))
            .where(Question.room_id == self.room_id)
            .group_by(root)
        )
        is_first, before = self.seq < 0, self.votes
        self.votes = Counter()
        self.seq = self.room_seq = 0
        for question_id, count, at, room_at in db.session.execute(query):
            self.votes[question_id] = count
            self.seq, self.room_seq = at or 0, room_at or 0
        for question_id in {*before, *self.votes}:
            if is_first or before[question_id] != self.votes[question_id]:
                self.changed_at[question_id] = self.seq


_tallies: Memory[int, Tally] = Memory(most=64)


def current(room_id: int) -> Tally:
    """Return the tally of a room, brought up to what is committed now."""
    kept = _kept(room_id)
    with kept.lock:
        kept.update()
    return kept


def _kept(room_id: int) -> Tally:
    return _tallies.get_or_make(room_id, lambda: Tally(room_id))


def votes_after(room_id: int, happened: Sequence[dict[str, Any]]) -> Counter[int]:
    """Return the votes of a room once facts about them, with nothing between, are committed."""
    kept = _kept(room_id)
    with kept.lock:
        kept.hear(happened)
    return kept.votes


def votes(room_id: int) -> Counter[int]:
    """Return how many people support each question of a room, merged ones under their root."""
    return current(room_id).votes
