"""What no order of acts may do: look on time, pass 100 %, count a draft, take unknown for zero."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import Refused
from app.followup import actions, queries
from app.followup.models import LATE, Closure, Commitment, Execution, Recommendation, Timeliness
from app.followup.queries.progress import Progress, clamped, together
from tests.factories import followup as make

QUICK = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.sampled_from([word.value for word in Execution])
PERCENT = st.none() | st.integers(0, 100)
ACTS = st.one_of(
    st.tuples(st.just("reschedule"), st.integers(-200, 200)),
    st.tuples(st.just("draft"), WORDS, PERCENT),
    st.tuples(st.just("submit"), WORDS, PERCENT),
    st.tuples(st.just("validate"), WORDS, PERCENT),
    st.tuples(st.just("return")),
    st.tuples(st.just("block"), st.booleans()),
    st.tuples(st.just("transfer")),
    st.tuples(st.just("another"), st.integers(1, 200)),
    st.tuples(st.just("request")),
    st.tuples(st.just("close")),
    st.tuples(st.just("reopen")),
)


def standing_of(issued: Recommendation) -> queries.Standing:
    db.session.rollback()
    db.session.expire_all()
    return queries.standing_of(issued, make.today())


class Desk:
    """People who act on one recommendation, in whatever order they are told."""

    def __init__(self, due_on: date | None) -> None:
        self.secretariat, self.technical = make.secretariat(), make.technical()
        self.committee = make.committee()
        self.bodies = [make.body().slug for _ in range(2)]
        self.issued = make.recommendation()
        self.promise = make.commitment(self.issued, due_on=due_on, lead=self.bodies[0])
        self.sent = []
        self.turn = 0

    def do(self, act: tuple) -> None:
        """Do one act; a refusal is an answer like another."""
        try:
            getattr(self, act[0] if act[0] != "return" else "send_back")(*act[1:])
        except Refused:
            db.session.rollback()

    def reschedule(self, days: int) -> None:
        due = make.in_days(days)
        actions.reschedule(self.secretariat, self.promise, due_on=due, reason="x")

    def draft(self, word: str, percent: int | None):
        return make.report(self.promise, self.secretariat, execution=word, percent=percent)

    def submit(self, word: str, percent: int | None) -> None:
        self.sent.append(actions.submit_report(self.secretariat, self.draft(word, percent)))

    def validate(self, word: str, percent: int | None) -> None:
        if self.sent:
            actions.validate_report(
                self.technical,
                self.sent.pop(),
                confirmed=True,
                execution=word,
                percent=percent,
                words="x",
            )

    def send_back(self) -> None:
        if self.sent:
            actions.validate_report(self.technical, self.sent.pop(0), confirmed=False, words="x")

    def block(self, blocked: bool) -> None:
        actions.say_obstacle(self.secretariat, self.promise, blocked=blocked, reason="x")

    def transfer(self) -> None:
        self.turn += 1
        lead = self.bodies[self.turn % 2]
        actions.transfer_commitment(self.secretariat, self.promise, lead=lead, reason="x")

    def another(self, days: int) -> None:
        make.commitment(self.issued, due_on=make.in_days(days), lead=self.bodies[0])

    def request(self) -> None:
        actions.request_closure(self.secretariat, self.issued, reason="x")

    def close(self) -> None:
        actions.decide_closure(self.committee, self.issued, to="closed", reason="x")

    def reopen(self) -> None:
        actions.reopen(self.committee, self.issued, reason="x")


CLOSED_AND_BACK = [
    ("submit", "done", 100),
    ("validate", "done", 100),
    ("request",),
    ("close",),
    ("reopen",),
    ("reschedule", 150),
]


@QUICK
@given(acts=st.lists(ACTS, max_size=10), late=st.integers(1, 400))
@example(acts=[("reschedule", 100)], late=5)
@example(acts=[("reschedule", 100), ("reschedule", 200), ("transfer",)], late=100)
@example(acts=CLOSED_AND_BACK, late=30)
def test_no_order_of_acts_makes_what_is_overdue_look_on_time(app, acts, late):
    desk = Desk(make.in_days(-late))
    assert standing_of(desk.issued).timeliness in LATE
    chosen = {"instrument": queries.recommendation(ANONYMOUS, desk.issued.ref).instrument.code}
    for act in acts:
        desk.do(act)
        standing = standing_of(desk.issued)
        assert standing.timeliness in LATE, acts
        counted = queries.counts(ANONYMOUS, chosen, make.today())
        assert counted.late == (standing.closure != Closure.CLOSED), acts
        listed = queries.lines(ANONYMOUS, chosen | {"timeliness": "late"}, make.today())
        assert [line.recommendation.id for line in listed] == [desk.issued.id], acts


@QUICK
@given(acts=st.lists(ACTS, max_size=10), days=st.none() | st.integers(-50, 50))
def test_no_order_of_acts_passes_one_hundred_or_takes_unknown_for_zero(app, acts, days):
    desk = Desk(None if days is None else make.in_days(days))
    assert queries.readings_of([desk.promise])[desk.promise.id] == queries.Readings()
    for act in acts:
        desk.do(act)
    db.session.expire_all()
    commitments = queries.commitments_of(desk.issued)
    readings = queries.by_recommendation(commitments)[desk.issued.id]
    for progress in (readings.declared, readings.verified):
        assert progress is None or 0 <= progress.percent <= 100
    standing = standing_of(desk.issued)
    if standing.verifying == 0:
        assert (standing.verified, readings.verified) == (None, None)
    if standing.declaring == 0:
        assert (standing.declared, readings.declared) == (None, None)
    if standing.verifying < standing.commitments:
        assert standing.verified not in (Execution.LARGELY_DONE, Execution.DONE)
        assert not standing.is_settled


@QUICK
@given(drafts=st.lists(st.tuples(WORDS, PERCENT), min_size=1, max_size=4))
def test_a_draft_counts_for_nothing(app, drafts):
    desk = Desk(make.in_days(-3))
    before = standing_of(desk.issued), queries.counts(ANONYMOUS, {}, make.today())
    for word, percent in drafts:
        desk.draft(word, percent)
    after = standing_of(desk.issued), queries.counts(ANONYMOUS, {}, make.today())
    assert after[0] == before[0]
    assert replace(after[1], axes=[], bodies=[]) == replace(before[1], axes=[], bodies=[])
    chain = queries.chain(desk.secretariat, desk.issued, make.today())
    assert chain.promises[0].reports == []
    assert chain.readings == queries.Readings()


@given(
    actual=st.integers(-(10**12), 10**12),
    baseline=st.none() | st.integers(-(10**12), 10**12),
    target=st.integers(-(10**12), 10**12),
)
def test_progress_of_a_measure_stays_between_zero_and_one_hundred(actual, baseline, target):
    assert 0 <= clamped(actual, baseline, target) <= 100


@given(
    known=st.lists(
        st.tuples(
            st.integers(1, 1000),
            st.none() | st.builds(Progress, st.integers(0, 100), st.just("said")),
        )
    )
)
def test_weights_never_carry_progress_past_one_hundred(known):
    found = together(known)
    if all(progress is None for _, progress in known):
        assert found is None
    else:
        assert 0 <= found.percent <= 100
        assert (found.known, found.total) == (sum(p is not None for _, p in known), len(known))


@pytest.mark.usefixtures("app")
class TestTimeliness:
    """Each word of the third axis, from the dates alone."""

    @pytest.mark.parametrize(
        ("days", "word"),
        [
            (None, Timeliness.UNDATED),
            (0, Timeliness.DUE_SOON),
            (30, Timeliness.DUE_SOON),
            (31, Timeliness.ON_TIME),
            (-1, Timeliness.OVERDUE),
            (-90, Timeliness.OVERDUE),
            (-91, Timeliness.LONG_OVERDUE),
        ],
    )
    def test_a_date_says_it(self, days, word):
        due = None if days is None else make.in_days(days)
        promise = make.commitment(due_on=due)
        standing = standing_of(promise.recommendation)
        assert (standing.timeliness, standing.due_on) == (word, due)

    def test_a_date_moved_in_time_counts_and_one_missed_does_not_come_back(self):
        promise = make.commitment(due_on=make.in_days(5))
        actions.reschedule(make.secretariat(), promise, due_on=make.in_days(60), reason="Véhicule.")
        standing = standing_of(promise.recommendation)
        assert (standing.timeliness, standing.rescheduled) == (Timeliness.ON_TIME, 1)
        missed = make.commitment(due_on=make.in_days(-5))
        actions.reschedule(make.secretariat(), missed, due_on=make.in_days(60), reason="Trop tard.")
        standing = standing_of(missed.recommendation)
        assert standing.timeliness == Timeliness.OVERDUE
        assert (standing.due_on, standing.rescheduled) == (make.in_days(-5), 1)
        assert make.reread(missed).original_due_on == make.in_days(-5)

    def test_what_was_verified_in_time_stays_so_when_the_day_passes(self):
        promise = make.commitment(due_on=make.in_days(2))
        make.verified(promise)
        later = make.today() + timedelta(days=400)
        standing = queries.standing_of(promise.recommendation, later)
        assert (standing.timeliness, standing.is_silent) == (Timeliness.ON_TIME, False)

    def test_a_declaration_alone_does_not_stop_the_clock(self):
        promise = make.commitment(due_on=make.in_days(2))
        make.sent(promise, execution="done", percent=100)
        later = make.today() + timedelta(days=100)
        standing = queries.standing_of(promise.recommendation, later)
        assert (standing.timeliness, standing.is_silent) == (Timeliness.LONG_OVERDUE, True)

    def test_what_was_refused_owes_no_news(self):
        issued = make.recommendation()
        later = make.today() + timedelta(days=400)
        assert queries.standing_of(issued, later).is_silent
        actions.answer_recommendation(
            make.secretariat(), issued, decision="refused", reason="Hors de notre compétence."
        )
        assert not queries.standing_of(issued, later).is_silent

    def test_late_and_blocked_may_both_be_true(self):
        promise = make.commitment(due_on=make.in_days(-2))
        actions.say_obstacle(make.secretariat(), promise, blocked=True, reason="Accord attendu.")
        standing = standing_of(promise.recommendation)
        assert (standing.is_late, standing.is_blocked) == (True, True)

    def test_a_recommendation_is_as_far_as_its_least_advanced_commitment(self):
        issued = make.recommendation()
        first, second = make.commitment(issued), make.commitment(issued)
        make.verified(first)
        standing = standing_of(issued)
        assert (standing.verified, standing.verifying) == (Execution.IN_PROGRESS, 1)
        make.verified(second, "preparing")
        assert standing_of(issued).verified == Execution.PREPARING

    def test_measures_of_a_report_make_the_progress(self):
        promise = make.commitment()
        measure = actions.measure_commitment(
            make.secretariat(), promise, title="Journées tenues", target=2
        )
        make.sent(promise, measures={measure.id: 1}, percent=90)
        readings = queries.readings_of([db.session.get(Commitment, promise.id)])[promise.id]
        assert readings.declared == Progress(50, "measured")
        assert readings.verified is None
