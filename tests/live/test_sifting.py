"""What the filter of the desk lets through, for any filter and any questions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.live import actions
from app.live.models import DeskFilter, QuestionState, Way
from app.live.queries.lookalikes import asking_the_same
from app.live.queries.sifting import Ground, ground_of, sift, way_of
from tests.factories import live

OPENED = datetime(2025, 12, 16, 10, tzinfo=UTC)
ME = 7
WORDS = ("carte", "école", "bourse")
CODES = st.sampled_from(["ML", "FR", None])
GROUND = Ground(ME, OPENED, frozenset({1, 3}))


@pytest.fixture
def database_kind() -> str:
    """One kind of database: questions are sifted after they were read."""
    return "sqlite"


def view(number: int, **more: Any) -> dict[str, Any]:
    """Return a question as the desk sees it."""
    return {
        "id": number,
        "number": number,
        "body": "Ma carte est périmée",
        "original": None,
        "translation": None,
        "state": "received",
        "country": None,
        "theme": None,
        "language": "fr",
        "entered_for": None,
        "asked_at": OPENED.isoformat(),
        "claimed_by": None,
    } | more


ONES = st.fixed_dictionaries(
    {
        "state": st.sampled_from(QuestionState).map(lambda state: state.value),
        "country": CODES,
        "theme": st.sampled_from(["sante", None]),
        "language": st.sampled_from(["fr", "bm"]),
        "entered_for": st.sampled_from([None, {"hall": "Fès"}]),
        "asked_at": st.sampled_from([-1, 1]).map(
            lambda hours: (OPENED + timedelta(hours=hours)).isoformat()
        ),
        "claimed_by": st.sampled_from([None, {"id": ME}, {"id": 8}]),
        "body": st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    }
)
QUESTIONS = st.lists(ONES, max_size=8).map(
    lambda ones: [view(number, **one) for number, one in enumerate(ones, start=1)]
)
FILTERS = st.builds(
    DeskFilter,
    state=st.sampled_from(["received", "taken", None]),
    country=st.sampled_from(["ML", "none", None]),
    theme=st.sampled_from(["sante", "none", None]),
    language=st.sampled_from(["bm", None]),
    way=st.sampled_from(["phone", "hall", "before", None]),
    reader=st.sampled_from(["me", "nobody", "somebody", None]),
    alike=st.sampled_from(["yes", None]),
    words=st.sampled_from(["CARTE", "ecole bourse", "2", None]),
)


@given(QUESTIONS, FILTERS)
def test_a_question_passes_when_it_answers_each_thing_asked_by_itself(
    questions: list[dict[str, Any]], wanted: DeskFilter
) -> None:
    alone = [DeskFilter(**{name: value}) for name, value in wanted.criteria.items()]
    assert sift(questions, wanted, GROUND) == [
        one for one in questions if all(one in sift(questions, each, GROUND) for each in alone)
    ]


@given(QUESTIONS)
def test_what_can_be_asked_of_one_thing_shares_all_the_questions_out(
    questions: list[dict[str, Any]],
) -> None:
    assert sift(questions, DeskFilter(), GROUND) == questions
    for name, values in (
        ("way", ("phone", "hall", "before")),
        ("reader", ("nobody", "somebody")),
        ("country", ("ML", "FR", "none")),
        ("theme", ("sante", "none")),
    ):
        parts = [sift(questions, DeskFilter(**{name: value}), GROUND) for value in values]
        numbers = sorted(one["number"] for part in parts for one in part)
        assert numbers == [one["number"] for one in questions], name


def test_words_are_found_without_accents_in_what_was_asked_and_by_number() -> None:
    asked = [
        view(1, body="L’École de Fès"),
        view(12, original="une bourse d’école"),
        view(3, translation={"body": "School fees", "language": "en"}),
    ]

    def found(words: str) -> list[int]:
        return [one["number"] for one in sift(asked, DeskFilter(words=words), GROUND)]

    assert found("ecole") == [1, 12]
    assert found("ÉCOLE fes") == [1]
    assert found("school") == [3]
    assert found("12") == [12]
    assert found("l'ecole") == [1]
    assert found("rien") == []


def test_what_one_reads_is_not_what_somebody_else_reads() -> None:
    asked = [view(1), view(2, claimed_by={"id": ME}), view(3, claimed_by={"id": 8})]
    for reader, numbers in (("me", [2]), ("nobody", [1]), ("somebody", [2, 3])):
        found = sift(asked, DeskFilter(reader=reader), GROUND)
        assert [one["number"] for one in found] == numbers


def test_a_room_that_never_opened_was_asked_everything_before() -> None:
    assert way_of(view(1), None) == Way.BEFORE
    assert way_of(view(1), OPENED) == Way.PHONE
    assert way_of(view(1, entered_for={"hall": "Fès"}), None) == Way.HALL


def test_the_session_begins_when_the_room_first_opens(app: Flask) -> None:
    room = live.room()
    desk = live.moderator(room)
    for to in ("closed", "open", "paused", "open"):
        actions.change_room_state(desk, room, to=to)
    ground = ground_of(room, [], DeskFilter(way="before"), desk.id)
    again = ground_of(room, [], DeskFilter(), desk.id)
    assert ground.opened_at is not None
    assert again.opened_at is None
    actions.change_room_state(desk, room, to="closed")
    actions.change_room_state(desk, room, to="open")
    assert ground_of(room, [], DeskFilter(way="before"), desk.id) == ground


def test_a_question_that_waits_asks_the_same_as_a_public_one(app: Flask) -> None:
    room = live.room()
    taken = live.question(room, body="Quand les passeports demandés à Paris seront-ils délivrés ?")
    same = live.question(
        room, QuestionState.RECEIVED, body="Quel délai de délivrance du passeport demandé à Paris ?"
    )
    other = live.question(room, QuestionState.RECEIVED, body="Où coudre à Bamako ?")
    asked = [taken, same, other]
    assert asking_the_same(room, asked) == {same.id}
    actions.moderate_question(live.moderator(room), taken, to="refused", reason="off_topic")
    assert asking_the_same(room, asked) == set()
