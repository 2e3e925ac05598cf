"""What the tests of the rooms read from the database, past the session's memory."""

from datetime import timedelta
from types import ModuleType
from typing import Any

from sqlalchemy import text

from app.core import facts
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import Fact
from app.live import rules
from app.live.models import Question, QuestionState, Room
from tests.factories import live

TABLES = (
    *("room", "question", "vote", "feed_line", "feed_wording", "stream", "floor", "hand"),
    *("minutes", "minutes_version"),
    *("poll", "poll_option", "participation", "named_choice", "poll_roll"),
    *("stage_note", "hand_over", "screen_scene", "saved_view"),
    *("identity_opening", "fact_record", "fact_scope", "answered_key"),
)


def sees(actor: Actor, room: Room, kind: ModuleType) -> dict[str, Any]:
    """Return what one kind of item brings to the actor's snapshot, which asks a dozen kinds."""
    return dict(kind.standing(actor, room, rules.may_moderate(actor, room)))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row that an act in a room could have written, as the database holds it."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table: [
                tuple(map(_written, row))
                for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
            ]
            for table in TABLES
        }


def _written(value: Any) -> str:
    """Return a value as text: one driver gives bytes, the other a view of them."""
    return str(bytes(value) if isinstance(value, memoryview) else value)


def standing(
    room: Room, state: QuestionState, into: Question, reader: Actor, **columns: Any
) -> Question:
    """Return a question in a state: merged `into` a taken one, or in the `reader`'s hands."""
    if state == QuestionState.MERGED:
        columns["merged_into_id"] = into.id
    if state == QuestionState.IN_REVIEW:
        columns |= {"claimed_by_id": reader.id, "claimed_at": now()}
    return live.question(room, state, **columns)


def details(to: QuestionState, into: Question) -> dict[str, Any]:
    """Return what a state needs to be entered."""
    needed: dict[QuestionState, dict[str, Any]] = {
        QuestionState.REFUSED: {"reason": "off_topic"},
        QuestionState.MERGED: {"into": into.id},
        QuestionState.FOLLOW_UP: {"office": "La DGME", "due": now().date() + timedelta(days=9)},
    }
    return needed.get(to, {})


def clear_the_air(room: Room) -> None:
    """Make room for the next question on air."""
    on_air = (Question.room_id == room.id) & (Question.state == QuestionState.ON_AIR)
    answered = {"state": QuestionState.ANSWERED, "answered_as": "oral", "answered_at": now()}
    db.session.execute(db.update(Question).where(on_air).values(**answered))
    db.session.commit()


def last_facts(room: Room, count: int) -> list[Fact]:
    """Return the last facts of a room, oldest first."""
    return [row.fact for row in facts.since(room.scope, facts.latest(room.scope) - count)]
