"""The machine walked: every act from every state by every role, and at random; the guards."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.accreditation import actions, queries
from app.accreditation.models import (
    WAITING,
    Alert,
    Appeal,
    Decision,
    Document,
    Dossier,
    DossierState,
    Proposal,
    Requirement,
    Step,
)
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, Refused
from app.core.throttle import throttle
from tests.factories import accounts
from tests.factories import accreditation as make
from tests.services.databases import Kind
from tests.walks import walks

S = DossierState
pytestmark = pytest.mark.usefixtures("app")

# From which states each act goes on, and who may do it.
DESK = {"reviewer", "secretary"}
ACTS = {
    "describe": ({S.DRAFT}, {"officer"}),
    "submit": ({S.DRAFT}, {"officer"}),
    "withdraw": (
        {
            *(S.DRAFT, S.SUBMITTED, S.COMPLETENESS, S.RETURNED, S.CONSULAR_OPINION),
            *(S.UNDER_REVIEW, S.ON_HOLD, S.RECOMMENDED, S.WITHDRAWN),
        },
        {"officer"},
    ),
    "answer": ({S.RETURNED}, {"officer"}),
    "renew": ({S.ACCREDITED, S.PROVISIONAL}, {"officer"}),
    "check": ({S.SUBMITTED}, DESK),
    "ask": ({S.COMPLETENESS}, DESK),
    "resume": ({S.RETURNED}, DESK),
    "consulate": ({S.COMPLETENESS}, DESK),
    "opinion": ({S.CONSULAR_OPINION}, DESK),
    "go_on": ({S.CONSULAR_OPINION}, DESK),
    "hold": ({S.UNDER_REVIEW}, DESK),
    "release": ({S.ON_HOLD}, DESK),
    "recommend": (
        {S.UNDER_REVIEW, S.ACCREDITED, S.PROVISIONAL, S.RENEWAL, S.SUSPENDED},
        {"reviewer"},
    ),
    "decide": ({S.RECOMMENDED}, {"decider"}),
}


def perform(act: str, who, dossier: Dossier):
    """Do one act with plain details."""
    item = {"requirement": dossier.call.requirements[0].id, "reason": "missing", "words": ""}
    proposal = queries.waiting_proposal(dossier)
    later = dossier.state in (S.ACCREDITED, S.PROVISIONAL, S.RENEWAL)
    outcome = (
        "suspended" if later else "reinstated" if dossier.state == S.SUSPENDED else "accredited"
    )
    told = {"reason": "criteria_met", "outcome": outcome}
    return {
        "describe": lambda: actions.describe_dossier(
            who, dossier, officer_function="Trésorier", presentation="Autre."
        ),
        "submit": lambda: actions.submit_dossier(who, dossier),
        "withdraw": lambda: actions.withdraw_dossier(who, dossier),
        "answer": lambda: actions.answer_return(who, dossier, words="Impossible."),
        "renew": lambda: actions.ask_renewal(who, dossier),
        "check": lambda: actions.begin_check(who, dossier),
        "ask": lambda: actions.return_dossier(who, dossier, items=[item]),
        "resume": lambda: actions.resume_check(who, dossier),
        "consulate": lambda: actions.ask_consulate(who, dossier),
        "opinion": lambda: actions.receive_opinion(who, dossier, opinion="reserved"),
        "go_on": lambda: actions.go_on_without_opinion(who, dossier),
        "hold": lambda: actions.hold_dossier(who, dossier, reason="other", words="Attendons."),
        "release": lambda: actions.release_dossier(who, dossier),
        "recommend": lambda: actions.recommend(who, dossier, argument="Voilà.", **told),
        "decide": lambda: actions.decide(
            who, dossier, proposal or Proposal(id=0, proposer_id=0), words="Voilà.", **told
        ),
    }[act]()


BRING = {
    S.DRAFT: make.draft,
    S.SUBMITTED: make.submitted,
    S.COMPLETENESS: make.checking,
    S.RETURNED: make.returned,
    S.CONSULAR_OPINION: make.at_consulate,
    S.UNDER_REVIEW: make.under_review,
    S.RECOMMENDED: make.recommended,
    S.ACCREDITED: make.decided,
    S.REFUSED: lambda: make.decided("refused"),
    S.CLOSED: lambda: make.decided("closed_without_prejudice"),
    S.PROVISIONAL: lambda: make.decided("provisional"),
    S.ON_HOLD: lambda: _after(make.under_review, "hold"),
    S.WITHDRAWN: lambda: _after(make.submitted, "withdraw"),
    S.RENEWAL: lambda: _after(make.decided, "renew"),
    S.SUSPENDED: lambda: _measured("suspended"),
    S.REVOKED: lambda: _measured("revoked"),
}


def _after(bring, act: str):
    """Return a dossier one act further than where `bring` leaves it, and its officer."""
    dossier, officer = bring()
    if dossier.valid_until:
        make.ends_on(dossier, now().date() + timedelta(days=3))
    perform(act, officer if "officer" in ACTS[act][1] else make.reviewer(), dossier)
    return dossier, officer


def _measured(outcome: str):
    dossier, officer = make.decided()
    make.measured(outcome, dossier)
    return dossier, officer


# The table of acts is in the code; what each writes where it may be done is tested on both kinds.
@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("state", BRING)
def test_every_act_by_every_role_goes_on_only_where_and_by_whom_it_may(state: S) -> None:
    dossier, officer = BRING[state]()
    if state == S.DRAFT:
        make.fill(dossier, officer)
    roles = {
        "officer": officer,
        "stranger": make.officer(),
        "reviewer": make.reviewer(),
        "secretary": accounts.staff_actor(Role.SECRETARIAT),
        "decider": make.decider(),
        "treasurer": accounts.staff_actor(Role.TREASURER),
    }
    assert dossier.state == state
    for act, (states, allowed) in ACTS.items():
        for role, who in roles.items():
            if role in allowed and state in states:
                continue  # walked by the tests of the acts
            steps = dossier.last_step
            with pytest.raises((Refused, NotAllowed)) as refused:
                perform(act, who, dossier)
            if role not in allowed:
                assert isinstance(refused.value, NotAllowed), (act, role)
            db.session.refresh(dossier)
            assert (dossier.state, dossier.last_step) == (state, steps), (act, role)


WALK = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, "send", "accept", "late", "ends", "appeal", "answer_appeal"]),
        st.integers(0, 2),
    ),
    min_size=40,
    max_size=120,
)


def test_no_walk_breaks_what_the_procedure_promises(database_kind: Kind) -> None:
    @walks(database_kind, 9)
    @given(st.sampled_from([make.submitted, make.under_review, make.decided]), WALK)
    def walk(bring, acts) -> None:
        throttle.setup("memory://")
        dossier, officer = bring()
        both = [accounts.staff_actor(Role.REVIEWER, Role.DECIDER) for _ in range(3)]
        for act, number in acts:
            who = officer if ACTS.get(act, ((), ()))[1] == {"officer"} else both[number]
            try:
                _walk(act, who, officer, dossier)
            except (Refused, KeyError):
                db.session.rollback()
            db.session.refresh(dossier)
            _check_state(dossier)
        _check_history(dossier)

    walk()


def _walk(act: str, who, officer, dossier: Dossier) -> None:
    if act == "send":
        make.fill(dossier, officer)
    elif act == "accept":
        make.accept_all(dossier, who)
    elif act == "late" and dossier.due_at:
        make.let_deadline_pass(dossier)
    elif act == "ends" and dossier.valid_until:
        make.ends_on(dossier, now().date() + timedelta(days=3))
    elif act == "appeal":
        if decision := queries.appealable_decision(dossier):
            actions.lodge_appeal(officer, dossier, decision, grounds="Revoyez.")
    elif act == "answer_appeal":
        if appeal := queries.waiting_appeal(dossier):
            actions.answer_appeal(
                who, dossier, appeal, result="overturned", reason="new_evidence", words="Oui."
            )
    elif act in ACTS and (act != "decide" or queries.waiting_proposal(dossier)):
        perform(act, who, dossier)


def _check_state(dossier: Dossier) -> None:
    """What changes from step to step."""
    last = select(Step.position, Step.state).where(Step.dossier_id == dossier.id)
    position, state = db.session.execute(last.order_by(Step.position.desc()).limit(1)).one()
    assert (position, state) == (dossier.last_step, dossier.state)
    assert dossier.state not in WAITING or None not in (dossier.owner, dossier.due_at)
    assert dossier.rounds <= 2


def _check_history(dossier: Dossier) -> None:
    """What the database lets nobody change: at the end of a walk all of it is there to see."""
    own = select(Step).where(Step.dossier_id == dossier.id)
    steps = list(db.session.scalars(own.order_by(Step.position)))
    assert [step.position for step in steps] == list(range(1, dossier.last_step + 1))
    assert all(after.was == before.state.value for before, after in pairwise(steps))
    for decision in queries.decisions(dossier):
        assert decision.recommender_id != decision.decider_id
    for appeal in queries.appeals(dossier):
        people = {appeal.recommender_id, appeal.decider_id, appeal.reviewer_id}
        assert len(people) == 3 or appeal.reviewer_id is None
    serials = sorted(db.session.scalars(select(Decision.serial)))
    assert serials == list(range(1, len(serials) + 1))


def _refuses(statement: str) -> None:
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_the_database_itself_keeps_steps_decisions_and_what_a_document_is() -> None:
    make.decided()
    for table in (Step, Decision, Requirement):
        name = table.__tablename__
        _refuses(f"UPDATE {name} SET id = id + 100")
        _refuses(f"DELETE FROM {name}")
    for table in (Dossier, Document, Proposal, Appeal, Alert):
        row = db.session.scalar(select(table.id).limit(1))
        if row:
            _refuses(f"DELETE FROM {table.__tablename__}")
    _refuses(f"UPDATE dossier_document SET sha256 = '{'0' * 64}'")
    _refuses("UPDATE dossier SET reference = 'x'")
    _refuses("UPDATE dossier_proposal SET outcome = 'refused'")
    _refuses("UPDATE dossier_proposal SET closed_at = NULL")
    _refuses("UPDATE number_series SET last = last + 2 WHERE kind = 'decision'")
    _refuses("UPDATE number_series SET last = 0 WHERE kind = 'decision'")
    _refuses("DELETE FROM number_series")
    _refuses("UPDATE dossier SET rounds = 3")
    _refuses("UPDATE dossier SET state = 'submitted', owner = NULL, due_at = NULL")


def test_the_database_itself_refuses_one_person_for_two_parts() -> None:
    dossier, who = make.decided("refused")
    (decision,) = queries.decisions(dossier)
    appeal = actions.lodge_appeal(who, dossier, decision, grounds="Revoyez.")
    proposal = Proposal(
        dossier_id=dossier.id,
        outcome="accredited",
        reason="criteria_met",
        argument="Oui.",
        proposer_id=decision.decider_id,
    )
    db.session.add(proposal)
    db.session.commit()
    values = {"outcome": "accredited", "reason": "criteria_met", "words": "Oui.", "was": "draft"}
    for recommender in (decision.decider_id, decision.recommender_id):
        forged = Decision(
            **values,
            number="2099-0001",
            year=2099,
            serial=1,
            dossier_id=dossier.id,
            proposal_id=proposal.id,
            recommender_id=recommender,
            decider_id=decision.decider_id,
        )
        db.session.add(forged)
        with pytest.raises(DBAPIError):
            db.session.commit()
        db.session.rollback()
    for one_of_them in (appeal.recommender_id, appeal.decider_id):
        _refuses(
            f"UPDATE accreditation_appeal SET reviewer_id = {one_of_them}, result = 'upheld', "
            f"answer_id = {decision.id} WHERE id = {appeal.id}"
        )
