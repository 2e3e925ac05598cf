"""An association's dossier, from draft to decision, renewal and appeal."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.accreditation import actions, queries
from app.accreditation.models import Dossier, DossierState, Owner, Step
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.directory import queries as directory
from tests.factories import accounts
from tests.factories import accreditation as make

pytestmark = pytest.mark.usefixtures("app")


def test_a_draft_makes_its_author_the_officer_of_an_association_nobody_sees() -> None:
    dossier, who = make.draft(name="Demander")
    assert dossier.state == DossierState.DRAFT
    assert dossier.reference == f"{now().year}-0001"
    assert dossier.organisation.slug == "demander-2"
    assert who.holds(Role.ASSOCIATION_OFFICER, organisation=dossier.organisation_id)
    assert directory.page_of_organisations(who).items == []
    with pytest.raises(NotFound):
        directory.organisation(who, dossier.organisation.slug)


def test_nobody_opens_a_dossier_without_an_account_or_outside_the_days_of_the_call() -> None:
    with pytest.raises(NotAllowed):
        make.draft(accounts.actor(accounts.guest()))
    over = make.call(closes_on=now().date() - timedelta(days=1))
    with pytest.raises(actions.CallClosed):
        make.draft(under=over)


def test_a_dossier_is_submitted_with_every_document_asked_for() -> None:
    dossier, who = make.draft()
    make.fill(dossier, who, dossier.call.requirements[0])
    with pytest.raises(actions.DocumentsMissing) as refused:
        actions.submit_dossier(who, dossier)
    assert "Liste du bureau" in refused.value.sentence
    assert "Rapport" not in refused.value.sentence
    make.fill(dossier, who, dossier.call.requirements[1])
    actions.submit_dossier(who, dossier)
    assert (dossier.state, dossier.owner) == (DossierState.SUBMITTED, Owner.REVIEWERS)
    assert dossier.due_at is not None


def test_the_whole_way_to_an_accreditation_leaves_its_steps_and_lists_the_association() -> None:
    dossier, who = make.decided()
    moves = [step.move.value for step in _steps(dossier)]
    assert moves == [
        *("open", "submit", "check", "ask_consulate", "receive_opinion", "recommend", "decide"),
    ]
    assert dossier.state == DossierState.ACCREDITED
    assert dossier.is_valid(now().date())
    assert (dossier.owner, dossier.due_at) == (None, None)
    assert directory.organisation(who, dossier.organisation.slug) is dossier.organisation
    assert queries.accreditation_of(dossier.organisation_id, now().date()) is dossier


def test_a_file_seen_in_another_dossier_is_an_alert_for_the_desk_and_refuses_nothing() -> None:
    first, officer = make.draft()
    second, other = make.draft()
    same = make.stored(make.PDF + b"the same")
    for dossier, who in ((first, officer), (second, other)):
        actions.send_document(who, dossier, requirement=dossier.call.requirements[0].id, file=same)
    (alert,) = queries.alerts(first)
    assert queries.alerts(second) == [alert]
    assert (alert.dossier_id, alert.other_id) == (second.id, first.id)
    make.fill(second, other, second.call.requirements[1])
    actions.submit_dossier(other, second)
    actions.settle_alert(make.reviewer(), second, alert, words="Un modèle commun.")
    assert alert.settled_words == "Un modèle commun."


def test_sending_the_same_file_again_in_ones_own_dossier_alerts_nobody() -> None:
    dossier, who = make.draft()
    same = make.stored()
    for requirement in dossier.call.requirements[:2]:
        actions.send_document(who, dossier, requirement=requirement.id, file=same)
    assert queries.alerts(dossier) == []


def test_an_association_of_the_same_name_is_an_alert() -> None:
    first, _ = make.submitted(name="Les Amis")
    second, _ = make.submitted(name="les amis")
    (alert,) = queries.alerts(second)
    assert (alert.kind.value, alert.other_id) == ("same_name", first.id)


def test_more_is_asked_twice_at_most_and_only_of_the_list() -> None:
    desk = make.reviewer()
    dossier, who = make.returned(desk)
    assert (dossier.rounds, dossier.owner) == (1, Owner.ASSOCIATION)
    with pytest.raises(actions.AnswerMissing):
        actions.answer_return(who, dossier)
    with pytest.raises(Invalid):
        make.fill(dossier, who, dossier.call.requirements[1])
    make.fill(dossier, who, dossier.call.requirements[0])
    actions.answer_return(who, dossier)
    stranger = make.call().requirements[0]
    with pytest.raises(Invalid):
        _ask(desk, dossier, stranger.id)
    with pytest.raises(Invalid):
        actions.return_dossier(desk, dossier, items=[])
    _ask(desk, dossier, dossier.call.requirements[1].id)
    actions.answer_return(who, dossier, words="La mairie ne répond pas.")
    with pytest.raises(actions.NoMoreRounds):
        _ask(desk, dossier, dossier.call.requirements[1].id)
    with pytest.raises(actions.DocumentsNotAccepted):
        actions.ask_consulate(desk, dossier)
    make.propose(dossier, desk, "closed_without_prejudice")
    assert dossier.state == DossierState.RECOMMENDED


def test_before_both_requests_an_incomplete_dossier_is_not_closed() -> None:
    desk = make.reviewer()
    dossier, _ = make.checking(desk)
    with pytest.raises(actions.MoveRefused):
        make.propose(dossier, desk, "closed_without_prejudice")


def test_a_silent_association_lets_the_desk_go_on_once_its_deadline_passed() -> None:
    desk = make.reviewer()
    dossier, _ = make.returned(desk)
    with pytest.raises(actions.TooEarly):
        actions.resume_check(desk, dossier)
    make.let_deadline_pass(dossier)
    actions.resume_check(desk, dossier)
    assert dossier.state == DossierState.COMPLETENESS
    assert queries.open_return(dossier) is None


def test_a_silent_consulate_blocks_nothing_once_its_deadline_passed() -> None:
    desk = make.reviewer()
    dossier, _ = make.at_consulate(desk)
    with pytest.raises(actions.TooEarly):
        actions.go_on_without_opinion(desk, dossier)
    make.let_deadline_pass(dossier)
    actions.go_on_without_opinion(desk, dossier)
    assert dossier.state == DossierState.UNDER_REVIEW
    assert queries.opinions(dossier)[-1].opinion is None


def test_nobody_examines_or_decides_for_their_own_association() -> None:
    dossier, who = make.submitted()
    person = db.session.get(accounts.Person, who.id)
    for role in (Role.REVIEWER, Role.DECIDER):
        accounts.grant(person, role)
    insider = accounts.actor(person, second_factor=True)
    with pytest.raises(NotAllowed):
        actions.begin_check(insider, dossier)


def test_a_suspension_is_lifted_and_an_accreditation_taken_back_by_two_people() -> None:
    dossier, _ = make.decided()
    make.measured("suspended", dossier)
    make.measured("reinstated", dossier)
    assert dossier.status(now().date()) == "accredited"
    make.measured("revoked", dossier)
    assert dossier.status(now().date()) == "revoked"
    assert [made.serial for made in queries.decisions(dossier)] == [1, 2, 3, 4]


def test_a_measure_that_is_not_followed_changes_nothing_and_takes_no_number() -> None:
    dossier, _ = make.decided()
    make.propose(dossier, make.reviewer(), "suspended")
    proposal = queries.waiting_proposal(dossier)
    assert dossier.owner == Owner.DECIDERS
    actions.decline(make.decider(), dossier, proposal, words="Rien de grave.")
    assert (dossier.state, dossier.owner) == (DossierState.ACCREDITED, None)
    assert len(queries.decisions(dossier)) == 1


def test_a_renewal_asked_in_time_keeps_the_accreditation_valid_until_its_decision() -> None:
    dossier, who = make.decided()
    with pytest.raises(actions.TooEarly):
        actions.ask_renewal(who, dossier)
    today = now().date()
    make.ends_on(dossier, today)
    actions.ask_renewal(who, dossier)
    make.ends_on(dossier, today)
    assert dossier.status(today + timedelta(days=200)) == "accredited"
    make.measured("renewed", dossier)
    assert dossier.valid_until > today + timedelta(days=1000)
    assert dossier.state == DossierState.ACCREDITED


def test_an_accreditation_past_its_last_day_is_expired_without_anybody_writing_it() -> None:
    dossier, _ = make.decided()
    make.ends_on(dossier, now().date() - timedelta(days=1))
    assert dossier.status(now().date()) == "expired"
    assert queries.accreditation_of(dossier.organisation_id, now().date()) is None


def test_a_contested_leadership_leaves_the_status_as_it_is() -> None:
    dossier, _ = make.decided()
    desk = make.reviewer()
    actions.mark_dispute(desk, dossier, disputed=True, words="Deux bureaux se disent élus.")
    assert dossier.leadership_disputed
    assert dossier.status(now().date()) == "accredited"
    actions.mark_dispute(desk, dossier, disputed=False, words="Accord signé.")
    assert not dossier.leadership_disputed


def test_a_dossier_is_withdrawn_before_its_decision_and_another_one_opened() -> None:
    dossier, who = make.recommended()
    with pytest.raises(actions.AlreadyOpen):
        _open_again(who, dossier)
    actions.withdraw_dossier(who, dossier)
    assert queries.waiting_proposal(dossier) is None
    assert _open_again(who, dossier).reference == f"{now().year}-0002"
    with pytest.raises(NotAllowed):
        _open_again(make.officer(), dossier)


def test_a_replay_returns_the_first_result_and_writes_nothing() -> None:
    desk, key = make.reviewer(), "5b2f0a1e-6c9f-4f0e-9a31-0d6a2f0a7a11"
    dossier, _ = make.under_review(desk)
    details = {"outcome": "accredited", "reason": "criteria_met", "argument": "Oui.", "key": key}
    first = actions.recommend(desk, dossier, **details)
    assert actions.recommend(desk, dossier, **details) is first
    proposal, decider = queries.waiting_proposal(dossier), make.decider()
    words = {"outcome": "accredited", "reason": "criteria_met", "words": "Oui.", "key": key}
    made = actions.decide(decider, dossier, proposal, **words)
    steps = len(_steps(dossier))
    assert actions.decide(decider, dossier, proposal, **words) is made
    assert len(_steps(dossier)) == steps
    with pytest.raises(actions.ProposalClosed):
        actions.decide(decider, dossier, proposal, **(words | {"key": None}))


def _steps(dossier: Dossier) -> list[Step]:
    query = select(Step).where(Step.dossier_id == dossier.id).order_by(Step.position)
    return list(db.session.scalars(query))


def _ask(desk, dossier, requirement: int):
    item = {"requirement": requirement, "reason": "missing", "words": ""}
    return actions.return_dossier(desk, dossier, items=[item])


def _open_again(who, dossier):
    return actions.open_dossier_again(
        who, make.call(), dossier.organisation, officer_function="Présidente", presentation="Oui."
    )
