"""What the dashboard remembers from one reader to the next is what it would read anew."""

from datetime import date
from typing import Any

import pytest

from app.core.actors import ANONYMOUS
from app.core.memory import forget_all
from app.followup import actions, queries
from tests.factories import followup as make
from tests.followup.test_queries import statements

pytestmark = pytest.mark.usefixtures("app")
CHOICES: tuple[dict[str, Any], ...] = ({}, {"timeliness": "late"}, {"sort": "recent", "page": 1})


def read(today: date) -> list[Any]:
    """Return what each choice shows on a day: its counts, and each line with its standing."""
    return [
        (counted, [(line.recommendation.ref, line.standing) for line in lines])
        for counted, lines in (queries.overview(ANONYMOUS, chosen, today) for chosen in CHOICES)
    ]


def test_every_act_that_moves_a_recommendation_is_seen_at_once():
    seen = [read(make.today())]

    def moved() -> None:
        remembered = read(make.today())
        forget_all()
        assert remembered == read(make.today())
        assert remembered != seen[-1]
        seen.append(remembered)

    issued = make.recommendation()
    moved()
    actions.answer_recommendation(make.secretariat(), issued, decision="accepted", reason="Oui.")
    moved()
    promise = make.commitment(issued, due_on=make.in_days(-4))
    moved()
    actions.say_obstacle(make.secretariat(), promise, blocked=True, reason="Accord attendu.")
    moved()
    make.sent(promise, execution="in_progress")
    moved()
    make.verified(promise, "done")
    moved()
    actions.request_closure(make.secretariat(), issued, reason="Tout est fait.")
    moved()


def test_the_day_after_is_read_anew():
    make.commitment(make.recommendation(), due_on=make.today())
    assert read(make.today())[0][0].late == 0
    assert read(make.in_days(1))[0][0].late == 1


def test_a_second_reader_waits_for_less():
    make.commitment(make.recommendation())

    def first() -> None:
        forget_all()
        read(make.today())

    alone = statements(first)
    assert statements(lambda: read(make.today())) == alone - len(CHOICES)
