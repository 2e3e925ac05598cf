"""The table of moves walked by every role: who may, who may not, and the way back."""

from typing import Any

import pytest

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.errors import NotAllowed, SignInRequired
from app.live import actions
from app.live.actions import MoveRefused
from app.live.models import MODERATION, MOVES, QuestionState, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import clear_the_air, details, everything, standing

each_state = pytest.mark.parametrize("was", list(QuestionState))
DESK = (Role.ADMINISTRATOR, Role.SECRETARIAT, Role.MODERATOR)


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the rules do not depend on it."""
    return "sqlite"


def test_the_way_back_from_every_move_is_in_the_table() -> None:
    for was, moves in MOVES.items():
        for to in moves.desk:
            steps = MODERATION[to] | {
                last for next_one in MODERATION[to] for last in MODERATION[next_one]
            }
            assert was in steps, (was, to)
    assert QuestionState.RECEIVED in MOVES[QuestionState.WITHDRAWN].author


@each_state
def test_who_does_not_hold_the_desk_moves_nothing(room: Room, was: QuestionState) -> None:
    person = people.guest()
    reader, into = live.moderator(room), live.question(room)
    asked = standing(room, was, into, reader, author=person)
    others = [people.staff_actor(role) for role in Role if role not in DESK]
    others += [people.actor(person), live.guest_actor(), live.moderator(live.room())]
    before = everything()
    for to in QuestionState:
        for actor in (ANONYMOUS, *others):
            refused = NotAllowed if actor.is_known else SignInRequired
            with pytest.raises(refused):
                actions.moderate_question(actor, asked, to=to.value, **details(to, into))
    assert everything() == before


@pytest.mark.parametrize("role", DESK)
@each_state
def test_who_holds_the_desk_makes_every_move_and_no_other(
    room: Room, was: QuestionState, role: Role
) -> None:
    actor, into = people.staff_actor(role), live.question(room)
    for to in sorted(set(QuestionState) - {was}):
        asked = standing(room, was, into, actor)
        act: dict[str, Any] = {"to": to.value} | details(to, into)
        if to in MODERATION[was]:
            assert actions.moderate_question(actor, asked, **act).state == to
            clear_the_air(room)
            continue
        with pytest.raises(MoveRefused):
            actions.moderate_question(actor, asked, **act)
        clear_the_air(room)


@each_state
def test_its_author_alone_takes_it_back_and_puts_it_back(room: Room, was: QuestionState) -> None:
    person = people.guest()
    author, into = people.actor(person), live.question(room)
    strangers: list[Actor] = [
        live.guest_actor(),
        live.moderator(room),
        people.staff_actor(Role.ADMINISTRATOR),
    ]
    for act, to in (
        (actions.withdraw_question, QuestionState.WITHDRAWN),
        (actions.reinstate_question, QuestionState.RECEIVED),
    ):
        asked = standing(room, was, into, live.moderator(room), author=person)
        before = everything()
        for actor in strangers:
            with pytest.raises(NotAllowed):
                act(actor, asked)
        assert everything() == before
        if to in MOVES[was].author:
            assert act(author, asked).state == to
        elif was != to:
            with pytest.raises(MoveRefused):
                act(author, asked)
        clear_the_air(room)
