"""A page costs as many queries with fifty questions as with five."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.live.models import PollState, QuestionState, Room
from app.live.queries import cursor
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

STATES = [state for state in QuestionState if state.value not in {"on_air", "merged"}]


def fill(room: Room, count: int) -> None:
    """Ask questions of every state, with votes, lines, polls and hands, by as many people."""
    theme = live.theme(f"theme-{count}")
    for place in range(count):
        state = STATES[place % len(STATES)]
        asked = live.question(room, state, theme_id=theme.id)
        if state == QuestionState.TAKEN:
            live.vote(asked)
            live.question(room, QuestionState.MERGED, merged_into_id=asked.id)
        live.line(room, question_id=asked.id)
        live.hand(room, theme_id=theme.id)
    for _ in range(count // 5):
        live.poll(room, PollState.PUBLISHED)
    live.poll(room)


def queries_of(act: Callable[[], Any]) -> int:
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            statements.append(statement)

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the queries are the same."""
    return "sqlite"


PARTS = ("", "/texte", "/ecran", "/poser", "/bureau", "/redaction", "/equite")


SIFTED = "/bureau?way=before&alike=yes&words=reponse"


@pytest.mark.parametrize(("part", "most"), [*((part, 25) for part in PARTS), (SIFTED, 27)])
def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    app: Flask, sign_in: Callable[..., Client], part: str, most: int
) -> None:
    few, many = live.room(), live.room()
    fill(few, 5)
    fill(many, 50)
    person = people.staff(Role.MODERATOR)
    client = sign_in(app.test_client(), person, second_factor=True)
    addresses = [f"/direct/{room.slug}{part}" for room in (few, many)]
    for address in addresses:
        client.get(address)  # the first to open a desk makes the index of its room's words
    counts = [queries_of(partial(client.get, address)) for address in addresses]
    assert counts[0] == counts[1]
    assert counts[0] <= most


def test_catching_up_asks_the_database_as_often_for_many_as_for_few(app: Flask) -> None:
    few, many = live.room(), live.room()
    fill(few, 5)
    fill(many, 50)
    for actor in (ANONYMOUS, live.guest_actor(), live.moderator()):

        def snapshot(room: Room, actor: Any = actor) -> int:
            found = db.session.get_one(Room, room.id)
            return queries_of(lambda: cursor.snapshot(actor, found))

        assert snapshot(few) == snapshot(many)
