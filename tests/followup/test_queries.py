"""What is read: as many queries for many as for few, claims beside what the rows give."""

from decimal import Decimal

import pytest
from sqlalchemy import event

from app.core.actors import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Invalid
from app.followup import actions, queries
from tests.factories import followup as make

pytestmark = pytest.mark.usefixtures("app")


def statements(read) -> int:
    """Return how many statements a read takes."""
    found: list[str] = []

    def count(_connection, _cursor, statement, *_rest):
        found.append(statement)

    db.session.rollback()
    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        read()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(found)


def seed() -> None:
    origin = make.instrument()
    for _number in range(3):
        issued = make.recommendation(origin)
        make.verified(make.commitment(issued, due_on=make.in_days(-4)), "in_progress")
        waiting = make.recommendation(origin, addressed_to=make.body().slug)
        actions.answer_recommendation(
            make.secretariat(), waiting, decision="accepted", reason="Oui."
        )


def test_the_dashboard_takes_as_many_queries_for_many_as_for_few():
    def read():
        queries.counts(ANONYMOUS, {}, make.today())
        for line in queries.lines(ANONYMOUS, {}, make.today()):
            assert line.recommendation.instrument.title
            assert line.recommendation.instrument.meeting.title
            assert all(commitment.lead.name for commitment in line.commitments)

    seed()
    few = statements(read)
    seed()
    assert statements(read) == few


def test_a_body_owes_what_it_promised_and_what_nobody_promised_for_it():
    asked, other = make.body(), make.body()
    make.recommendation(addressed_to=asked.slug)
    make.commitment(make.recommendation(addressed_to=asked.slug), lead=other.slug)
    for body, total in ((asked, 1), (other, 1)):
        filters = {"body": body.slug}
        assert len(queries.lines(ANONYMOUS, filters, make.today())) == total
        assert queries.counts(ANONYMOUS, filters, make.today()).shown == total
    owed = queries.counts(ANONYMOUS, {}, make.today()).bodies
    assert {group.thing.id: group.total for group in owed} == {asked.id: 1, other.id: 1}


def test_two_commitments_of_one_body_are_one_recommendation_owed():
    issued, body = make.recommendation(), make.body()
    for days in (-3, 3):
        make.commitment(issued, lead=body.slug, due_on=make.in_days(days))
    owed = queries.counts(ANONYMOUS, {}, make.today()).bodies
    assert [(group.total, group.late) for group in owed] == [(1, 1)]


def test_a_claimed_share_stands_beside_the_computed_one():
    source = make.source().code
    for code, value, more in (
        ("logements-2015", 1556, {}),
        ("logements-diaspora-2015", 307, {"claimed_share": 1481}),
    ):
        part = code.startswith("logements-d")
        indicator = actions.register_indicator(
            SYSTEM, code=code, title=code, share_of="logements-2015" if part else None
        )
        for _time in range(2):
            actions.state_measurement(
                SYSTEM, indicator, value=value, source=source, period="2015", **more
            )
    found = queries.figure(ANONYMOUS, "logements-diaspora-2015")
    assert found.share is not None
    assert (found.share.computed, found.share.claimed) == (Decimal("19.73"), Decimal("14.81"))
    assert found.share.differs
    assert len(found.measurements) == 1
    assert queries.figure(ANONYMOUS, "logements-2015").share is None


def test_shares_of_different_years_are_not_mixed():
    source = make.source().code
    whole = actions.register_indicator(SYSTEM, code="tout", title="Tout")
    part = actions.register_indicator(SYSTEM, code="part", title="Part", share_of="tout")
    actions.state_measurement(SYSTEM, whole, value=181_708, source=source, period="2016")
    actions.state_measurement(SYSTEM, part, value=73_200, source=source, period="2015")
    unknown = queries.figure(ANONYMOUS, "part").share
    assert unknown is not None
    assert (unknown.computed, unknown.differs) == (None, False)
    actions.state_measurement(SYSTEM, part, value=73_200, source=source, period="2016")
    known = queries.figure(ANONYMOUS, "part").share
    assert known is not None
    assert known.computed == Decimal("40.28")


def test_a_figure_keeps_its_doubts():
    source = make.source().code
    indicator = actions.register_indicator(
        SYSTEM, code="diaspora-total", title="Maliens vivant à l’étranger", unit="personnes"
    )
    stated = actions.state_measurement(
        SYSTEM,
        indicator,
        value=497_700_000_000,
        source=source,
        period="2017",
        projection=True,
        at_least=True,
        also=(759_000_000, "EUR"),
        cites="BCEAO",
    )
    assert (stated.year, stated.is_projection, stated.at_least) == (2017, True, True)
    assert (stated.also_value, stated.also_unit, stated.cites) == (759_000_000, "EUR", "BCEAO")
    for wrong in (
        {"value": 1, "source": "S-unknown"},
        {"value": 10**20, "source": source},
        {"value": 1, "source": source, "about": True, "at_least": True},
    ):
        with pytest.raises(Invalid):
            actions.state_measurement(SYSTEM, indicator, **wrong)
    with pytest.raises(Invalid):
        actions.register_indicator(SYSTEM, code="diaspora-total", title="Encore")
