"""The filter of the desk: which of a room's questions it lets through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.facts import FactRecord
from app.core.formats import sort_key
from app.live.facts import RoomStateChanged
from app.live.models import Question, Room, RoomState
from app.live.models.saved_views import NOT_SAID, DeskFilter, Reader, Way
from app.live.queries.lookalikes import asking_the_same

View = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """What a filter looks at beside a question: who asks it, when the session began, and so on."""

    actor_id: int | None
    opened_at: datetime | None = None
    alike: frozenset[int] = frozenset()


def sift(views: Iterable[View], wanted: DeskFilter, ground: Ground) -> list[View]:
    """Return the questions that answer everything the filter asks, in the order they came."""
    asked = wanted.criteria.items()
    return [
        view for view in views if all(ASKED[name](view, value, ground) for name, value in asked)
    ]


def way_of(view: View, opened_at: datetime | None) -> Way:
    """Return how a question came, in a room that opened at an instant or never did."""
    if view["entered_for"]:
        return Way.HALL
    is_before = opened_at is None or datetime.fromisoformat(view["asked_at"]) < opened_at
    return Way.BEFORE if is_before else Way.PHONE


def _says(name: str) -> Callable[[View, str, Ground], bool]:
    """Return whether a question says a word, or none, under a name."""
    return lambda view, word, _ground: (view[name] or NOT_SAID) == word


def _is_read(view: View, by: str, ground: Ground) -> bool:
    reader = view["claimed_by"]
    if by == Reader.ME:
        return reader is not None and reader["id"] == ground.actor_id
    return (reader is None) == (by == Reader.NOBODY)


def _holds(view: View, words: str, _ground: Ground) -> bool:
    """Whether every one of the words is in what was asked, or is the question's number."""
    translation = view["translation"] or {"body": ""}
    texts = (view["body"], view["original"] or "", translation["body"])
    plain = sort_key(" ".join(texts))
    return all(word in plain or word == str(view["number"]) for word in sort_key(words).split())


ASKED: dict[str, Callable[[View, str, Ground], bool]] = {
    "state": _says("state"),
    "country": _says("country"),
    "theme": _says("theme"),
    "language": _says("language"),
    "way": lambda view, way, ground: way_of(view, ground.opened_at) == way,
    "reader": _is_read,
    "alike": lambda view, _yes, ground: view["id"] in ground.alike,
    "words": _holds,
}


def ground_of(
    room: Room, questions: list[Question], wanted: DeskFilter, actor_id: int | None
) -> Ground:
    """Return what this filter looks at beside the questions; what it does not ask is not read."""
    return Ground(
        actor_id,
        _opened_at(room) if wanted.way else None,
        asking_the_same(room, questions) if wanted.alike else frozenset(),
    )


def _opened_at(room: Room) -> datetime | None:
    """Return when the room was first open, none if it never was."""
    query = select(FactRecord).where(
        FactRecord.scope == room.scope, FactRecord.name == RoomStateChanged.__name__
    )
    changes = db.session.scalars(query.order_by(FactRecord.seq))
    return next((one.happened_at for one in changes if one.data["to"] == RoomState.OPEN), None)
