"""Who may do what in a room, for every role."""

import pytest

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM, Actor, Grant
from app.live import rules
from app.live.models import PUBLIC_STATES, Question, QuestionState, Room

ROOM = Room(id=1, meeting_id=7)
GUEST = Actor(id=1)
MEMBER = Actor(id=2, is_member=True)


def holder(role: Role, place: str | None = None, number: int | None = None) -> Actor:
    grants = frozenset({Grant(role.value, place, number)})
    return Actor(id=3, is_member=True, second_factor=True, grants=grants)


def question(state: QuestionState, author_id: int = 99) -> Question:
    return Question(id=5, room=ROOM, author_id=author_id, state=state)


MAY = {
    "may_prepare_room": {Role.ADMINISTRATOR, Role.SECRETARIAT},
    "may_run_room": {Role.ADMINISTRATOR, Role.SECRETARIAT, Role.MODERATOR},
    "may_moderate": {Role.ADMINISTRATOR, Role.SECRETARIAT, Role.MODERATOR},
    "may_write_feed": {
        Role.ADMINISTRATOR,
        Role.SECRETARIAT,
        Role.MODERATOR,
        Role.RAPPORTEUR,
    },
}


@pytest.mark.parametrize("rule", sorted(MAY))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_on_everything_may_what_its_line_says(rule: str, role: Role) -> None:
    assert getattr(rules, rule)(holder(role), ROOM) is (role in MAY[rule])


@pytest.mark.parametrize("rule", sorted(set(MAY) - {"may_prepare_room"}))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_on_the_meeting_may_the_same_there_alone(rule: str, role: Role) -> None:
    may = getattr(rules, rule)
    assert may(holder(role, "meeting", 7), ROOM) is (role in MAY[rule])
    assert may(holder(role, "meeting", 8), ROOM) is False
    assert may(holder(role, "organisation", 7), ROOM) is False


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECRETARIAT])
def test_a_role_on_one_meeting_prepares_no_room(role: Role) -> None:
    assert rules.may_prepare_room(holder(role, "meeting", 7)) is False


@pytest.mark.parametrize("rule", sorted(MAY))
def test_those_without_a_role_may_none_of_it_and_the_system_all(rule: str) -> None:
    may = getattr(rules, rule)
    assert [may(actor, ROOM) for actor in (ANONYMOUS, GUEST, MEMBER, SYSTEM)] == [
        *(False, False, False),
        True,
    ]


def test_anybody_known_may_ask_and_support() -> None:
    taken = question(QuestionState.TAKEN)
    assert [rules.may_ask(actor, ROOM) for actor in (ANONYMOUS, GUEST, MEMBER)] == [0, 1, 1]
    assert [rules.may_vote(actor, taken) for actor in (ANONYMOUS, GUEST, MEMBER)] == [0, 1, 1]


@pytest.mark.parametrize("state", list(QuestionState))
def test_what_was_taken_is_public_and_the_rest_for_its_author_and_the_desk(
    state: QuestionState,
) -> None:
    public = state in PUBLIC_STATES
    asked = question(state, author_id=GUEST.id or 0)
    assert rules.may_see_question(ANONYMOUS, asked) is public
    assert rules.may_see_question(MEMBER, asked) is public
    assert rules.may_see_question(GUEST, asked) is True
    assert rules.may_see_question(holder(Role.MODERATOR, "meeting", 7), asked) is True
    assert rules.may_see_question(holder(Role.MODERATOR, "meeting", 8), asked) is public
    assert rules.may_see_question(holder(Role.RAPPORTEUR), asked) is public


def test_nobody_is_the_author_of_anything() -> None:
    orphan = Question(id=5, room=ROOM, author_id=None, state=QuestionState.RECEIVED)
    assert rules.is_author(ANONYMOUS, orphan) is False
    assert rules.is_author(GUEST, question(QuestionState.RECEIVED, author_id=1)) is True
    assert rules.is_author(MEMBER, question(QuestionState.RECEIVED, author_id=1)) is False


@pytest.mark.parametrize("state", list(QuestionState))
def test_who_moderates_the_room_moderates_its_questions(state: QuestionState) -> None:
    asked = question(state, author_id=1)
    assert rules.may_moderate_question(holder(Role.MODERATOR, "meeting", 7), asked) is True
    assert rules.may_moderate_question(holder(Role.MODERATOR, "meeting", 8), asked) is False
    assert rules.may_moderate_question(GUEST, asked) is False
