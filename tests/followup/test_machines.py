"""The machines, walked transition by transition with every role; the forbidden ones are refused."""

from itertools import product

import pytest

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM, Actor, Grant
from app.core.errors import NotAllowed, SignInRequired
from app.followup import actions, rules
from app.followup.models import (
    CLOSURE_MOVES,
    CONCERN_MOVES,
    REPORT_MOVES,
    Closure,
    Concern,
    ConcernState,
    ProgressReport,
    Recommendation,
    ReportState,
)
from tests.factories import accounts as people
from tests.factories import followup as make

pytestmark = pytest.mark.usefixtures("app")
DENIED = (NotAllowed, SignInRequired)
KEEPERS = {Role.ADMINISTRATOR, Role.SECRETARIAT}


def actor_of(role: Role | None) -> Actor:
    """Return somebody who holds the role everywhere, or a guest; their number is nobody's."""
    grants = frozenset({Grant(role)} if role else ())
    return Actor(id=2**31 - 1, is_member=bool(role), second_factor=True, grants=grants)


def recommendation_at(closure: Closure) -> Recommendation:
    issued = make.recommendation()
    make.verified(make.commitment(issued))
    if closure != Closure.OPEN:
        actions.request_closure(make.secretariat(), issued, reason="Vérifiée.")
    if closure in (Closure.CLOSED, Closure.REOPENED):
        actions.decide_closure(make.committee(), issued, to="closed", reason="Vue en séance.")
    if closure == Closure.REOPENED:
        actions.reopen(make.committee(), issued, reason="Elle a cessé.")
    return issued


def move(actor, issued: Recommendation, to: Closure) -> None:
    if to == Closure.REQUESTED:
        actions.request_closure(actor, issued, reason="x")
    elif to == Closure.REOPENED:
        actions.reopen(actor, issued, reason="x")
    else:
        actions.decide_closure(actor, issued, to=to.value, reason="x")


@pytest.mark.parametrize(("start", "to"), product(Closure, Closure))
def test_closure_goes_only_where_it_may_and_by_whom_it_may(start, to):
    issued = recommendation_at(start)
    deciding = to in (Closure.CLOSED, Closure.OPEN, Closure.REOPENED)
    allowed = {Role.STEERING_COMMITTEE} if deciding else KEEPERS | {Role.TECHNICAL_COMMITTEE}
    for role in (*Role, None):
        if role in allowed:
            continue
        with pytest.raises(DENIED):
            move(actor_of(role), issued, to)
    assert make.reread(issued).closure == start
    actor = make.committee() if deciding else make.secretariat()
    if to in CLOSURE_MOVES[start]:
        move(actor, issued, to)
        assert make.reread(issued).closure == to
    else:
        with pytest.raises((NotAllowed, actions.ClosureMoveRefused)):
            move(actor, issued, to)
        assert make.reread(issued).closure == start


def test_who_asked_for_closure_does_not_decide_it():
    both = people.staff_actor(Role.SECRETARIAT, Role.STEERING_COMMITTEE)
    issued = recommendation_at(Closure.OPEN)
    actions.request_closure(both, issued, reason="Vérifiée.")
    with pytest.raises(NotAllowed):
        actions.decide_closure(both, issued, to="closed", reason="Moi-même.")


def test_what_is_not_verified_is_not_closed():
    for prepare in (
        lambda _one: None,
        make.commitment,
        lambda one: make.sent(make.commitment(one), execution="done"),
    ):
        issued = make.recommendation()
        prepare(issued)
        with pytest.raises(actions.NothingVerified):
            actions.request_closure(make.secretariat(), issued, reason="x")


def test_what_was_refused_is_closed_without_a_commitment():
    issued = make.recommendation()
    actions.answer_recommendation(make.secretariat(), issued, decision="refused", reason="Non.")
    actions.request_closure(make.secretariat(), issued, reason="Refusée.")
    actions.decide_closure(make.committee(), issued, to="closed", reason="Vue en séance.")
    assert make.reread(issued).closure == Closure.CLOSED


def report_at(state: ReportState, author) -> ProgressReport:
    found = make.report(make.commitment(), author)
    if state != ReportState.DRAFT:
        actions.submit_report(author, found)
    if state in (ReportState.VALIDATED, ReportState.RETURNED):
        confirmed = state == ReportState.VALIDATED
        actions.validate_report(
            make.technical(), found, confirmed=confirmed, execution="done", words="x"
        )
    return found


@pytest.mark.parametrize(("start", "to"), product(ReportState, ReportState))
def test_a_report_goes_only_where_it_may_and_by_whom_it_may(start, to):
    author = make.secretariat()
    found = report_at(start, author)

    def go(actor):
        if to == ReportState.SUBMITTED:
            actions.submit_report(actor, found)
        elif to == ReportState.DRAFT:
            actions.rewrite_report(actor, found, execution="done", words="x")
        else:
            confirmed = to == ReportState.VALIDATED
            actions.validate_report(actor, found, confirmed=confirmed, execution="done", words="x")

    validating = to in (ReportState.VALIDATED, ReportState.RETURNED)
    allowed = KEEPERS | {Role.TECHNICAL_COMMITTEE} if validating else set()
    for role in (*Role, None):
        if role not in allowed:
            with pytest.raises(DENIED):
                go(actor_of(role))
    if validating:
        with pytest.raises(DENIED):
            go(author)
    actor = make.technical() if validating else author
    rewriting = start == to == ReportState.DRAFT
    if to in REPORT_MOVES[start] or rewriting:
        go(actor)
        assert make.reread(found).state == to
    else:
        with pytest.raises(DENIED):
            go(actor)
        assert make.reread(found).state == start


def concern_at(state: ConcernState) -> Concern:
    found = actions.say_concern(ANONYMOUS, words="Mes papiers.")
    if state != ConcernState.RECEIVED:
        actions.move_concern(make.secretariat(), found, to=state.value, reason="x")
    return found


@pytest.mark.parametrize(("start", "to"), product(ConcernState, ConcernState))
def test_a_concern_goes_only_where_it_may_and_by_whom_it_may(start, to):
    found = concern_at(start)
    for role in (*Role, None):
        if role not in KEEPERS:
            with pytest.raises(DENIED):
                actions.move_concern(actor_of(role), found, to=to.value, reason="x")
    if to in CONCERN_MOVES[start] or to == start:
        actions.move_concern(make.secretariat(), found, to=to.value, reason="x")
        assert make.reread(found).state == to
    else:
        with pytest.raises(actions.ConcernMoveRefused):
            actions.move_concern(make.secretariat(), found, to=to.value, reason="x")
        assert make.reread(found).state == start


def test_every_act_of_follow_up_is_for_the_roles_it_names_alone():
    issued, promise = make.recommendation(), make.commitment()
    table = {
        rules.may_keep_followup: ((), KEEPERS),
        rules.may_issue: ((), KEEPERS | {Role.RAPPORTEUR, Role.TECHNICAL_COMMITTEE}),
        rules.may_answer: ((issued,), KEEPERS),
        rules.may_commit: ((issued,), KEEPERS),
        rules.may_change_commitment: ((promise,), KEEPERS),
        # Held everywhere, the role of officer is held for every body.
        rules.may_report: ((promise,), KEEPERS | set(rules.OFFICERS)),
        rules.may_decide_closure: ((), {Role.STEERING_COMMITTEE}),
    }
    for rule, (things, allowed) in table.items():
        passing = {role for role in Role if rule(actor_of(role), *things)}
        assert passing == allowed, rule.__name__
        assert not rule(ANONYMOUS, *things)
        assert not rule(actor_of(None), *things)


def test_an_officer_reports_for_their_own_body_alone():
    promise, other = make.commitment(), make.commitment()
    person = people.member()
    people.grant(person, Role.ASSOCIATION_OFFICER, organisation_id=promise.lead_id)
    officer = people.actor(person)
    assert make.report(promise, officer).author_role == "officer"
    assert make.report(promise, officer).on_behalf_of_id is None
    with pytest.raises(NotAllowed):
        make.report(other, officer)


def test_a_focal_point_reports_and_the_secretariat_on_behalf_of_a_body_without_account():
    person = people.member(email="focal@exemple.org")
    promise = make.commitment(focal_point="focal@exemple.org")
    assert make.report(promise, people.actor(person)).author_role == "focal_point"
    written = make.report(promise, make.secretariat())
    assert (written.author_role, written.on_behalf_of_id) == ("secretariat", promise.lead_id)


def test_a_draft_is_seen_by_its_author_alone():
    author = make.secretariat()
    draft = make.report(make.commitment(), author)
    assert rules.may_see_report(author, draft)
    for role in (*Role, None):
        assert not rules.may_see_report(actor_of(role), draft)
    assert not rules.may_see_report(ANONYMOUS, draft)


def test_the_system_enters_the_record_but_writes_no_report():
    assert rules.may_keep_followup(SYSTEM)
    assert not rules.may_report(SYSTEM, make.commitment())
