"""What a room leaves behind, read together."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.facts import FactRecord
from app.live.models.feed import FeedLine
from app.live.models.floor import Hand
from app.live.models.questions import Question
from app.live.models.rooms import Room
from app.live.models.standing import Country, Spoken


@dataclass(frozen=True)
class Archived:
    """
    A room as it stands at `read_at`, the first thing first.

    `polls` are views of those that are published, `turns` the hands that had the floor, `states`
    the facts that opened, paused, closed and archived it.
    """

    room: Room
    read_at: datetime
    at_desk: bool
    questions: list[Question]
    votes: Counter[int]
    polls: list[dict[str, Any]]
    turns: list[Hand]
    by_country: dict[Country, Spoken]
    lines: list[FeedLine]
    states: list[FactRecord]
