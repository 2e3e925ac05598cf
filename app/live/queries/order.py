"""The order of a room's queue: one function decides it, for every page and every program."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.live import queries, schemas
from app.live.models import OrderRule, Question, QuestionState, Room

# Who waits for a turn, the states called first before the others.
RANKS = {QuestionState.QUEUED: 0, QuestionState.TAKEN: 1}
# Who had one.
SERVED = (QuestionState.ON_AIR, QuestionState.ANSWERED, QuestionState.FOLLOW_UP)


@dataclass(frozen=True)
class Waiting:
    """A question that waits; `turn` is the one it is held at, counted from the room's first."""

    id: int
    number: int
    votes: int = 0
    country: str | None = None
    theme: int | None = None
    turn: int | None = None
    rank: int = 0


@dataclass(frozen=True)
class Turn:
    """A turn that was had: by which country, on which theme."""

    country: str | None
    theme: int | None = None


@dataclass(frozen=True)
class Place:
    """
    A question in the order: its place from 1, and whether moderators hold it there.

    `answers` is how many its country had so far, `nth` its rank among its country's in the queue.
    """

    question_id: int
    place: int
    is_held: bool
    answers: int
    nth: int


@dataclass(frozen=True)
class Order:
    """A room's queue: its rule, how many turns were had, and each question's place by its id."""

    rule: OrderRule
    had: int
    places: dict[int, Place]

    def sort(self, views: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the views of questions that wait as they are called, each with its place."""
        waiting = [
            view | {"place": self.places[view["id"]]} for view in views if view["id"] in self.places
        ]
        return sorted(waiting, key=lambda view: view["place"].place)


def running_order(
    rule: OrderRule, waiting: Iterable[Waiting], served: Sequence[Turn]
) -> list[Waiting]:
    """
    Return who goes when: a permutation of `waiting`, given the turns already had, oldest first.

    What moderators hold at a turn stands at it. The other places go by rank, then by the rule:

    - `time`: the oldest first;
    - `votes`: the most supported first, then the oldest;
    - `balanced`: in rounds, one turn in each for every country that waits (round-robin). In a
      round a country that never had a turn comes before one that had, then supports decide, then
      the theme that was heard least, then age. A country's own questions go by support, then by
      age. A round goes on from the turns already had, so that no country waits longer than every
      other's turn, however many questions or supports the others have.
    """
    by_rank: dict[int, list[Waiting]] = defaultdict(list)
    held: list[Waiting] = []
    for one in waiting:
        (by_rank[one.rank] if one.turn is None else held).append(one)
    held.sort(key=lambda one: (one.turn, one.number), reverse=True)
    free = [_Free(rule, by_rank[rank], served) for rank in sorted(by_rank)]
    order: list[Waiting] = []
    while held or free:
        turn = len(served) + len(order) + 1
        if held and (not free or (held[-1].turn or 0) <= turn):
            following = held.pop()
        else:
            following = free[0].take()
        for part in free:
            part.note(following)
        free = [part for part in free if part.remain]
        order.append(following)
    return order


class _Free:
    """What the rule alone orders, within one rank."""

    def __init__(self, rule: OrderRule, waiting: list[Waiting], served: Sequence[Turn]) -> None:
        oldest = sorted(waiting, key=lambda one: one.number)
        by_support = sorted(oldest, key=lambda one: -one.votes)
        self.remain = len(waiting)
        self.by_country: dict[str | None, list[Waiting]] = defaultdict(list)
        for one in reversed(oldest if rule == OrderRule.TIME else by_support):
            self.by_country[one.country if rule == OrderRule.BALANCED else None].append(one)
        self.is_balanced = rule == OrderRule.BALANCED
        self.known = {turn.country for turn in served}
        self.heard = Counter(turn.theme for turn in served)
        self.round: set[str | None] = set()
        for turn in served:
            self._end_round()
            self._count(turn.country)

    def take(self) -> Waiting:
        """Return the question whose turn it is."""
        self._end_round()
        heads = [
            questions[-1]
            for country, questions in self.by_country.items()
            if questions and country not in self.round
        ]
        return min(heads, key=self._key)

    def note(self, following: Waiting) -> None:
        """Take note of a turn, given by the rule or by hand."""
        self._end_round()
        self._count(following.country)
        self.known.add(following.country)
        self.heard[following.theme] += 1
        questions = self.by_country.get(following.country if self.is_balanced else None)
        if questions and questions[-1] is following:
            questions.pop()
            self.remain -= 1

    def _key(self, one: Waiting) -> tuple[bool, int, int, int]:
        return (one.country in self.known, -one.votes, self.heard[one.theme], one.number)

    def _count(self, country: str | None) -> None:
        if self.is_balanced:
            self.round.add(country)

    def _end_round(self) -> None:
        """Begin another round once every country that waits had its turn in this one."""
        if all(country in self.round for country, left in self.by_country.items() if left):
            self.round.clear()


def order_of(room: Room, votes: Counter[int] | None = None) -> Order:
    """Return the queue of a room in the order it is called; `votes` are read unless given."""
    waiting, served = _standing(room, votes)
    answers = Counter(turn.country for turn in served)
    nth: Counter[str | None] = Counter()
    places = {}
    for place, one in enumerate(running_order(room.order_rule, waiting, served), start=1):
        nth[one.country] += 1
        is_held = one.turn is not None
        places[one.id] = Place(one.id, place, is_held, answers[one.country], nth[one.country])
    return Order(room.order_rule, len(served), places)


def order_view(room: Room) -> dict[str, Any]:
    """Return the rule in force and the questions that wait, as everybody may see them."""
    order = order_of(room)
    return schemas.order_view(order.rule, order.places.values())


def _standing(room: Room, votes: Counter[int] | None) -> tuple[list[Waiting], list[Turn]]:
    columns = (
        *(Question.id, Question.number, Question.country, Question.theme_id),
        *(Question.state, Question.turn),
    )
    told = Question.state.in_([*RANKS, *SERVED])
    query = select(*columns).where(Question.room_id == room.id, told)
    rows = db.session.execute(query.order_by(Question.moved_at, Question.id)).all()
    if votes is None:
        votes = queries.votes_of(row.id for row in rows if row.state in RANKS)
    waiting = [
        Waiting(
            *(row.id, row.number, votes[row.id], row.country, row.theme_id, row.turn),
            rank=RANKS[row.state],
        )
        for row in rows
        if row.state in RANKS
    ]
    return waiting, [Turn(row.country, row.theme_id) for row in rows if row.state in SERVED]
