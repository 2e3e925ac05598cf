"""Appeals: lodged by the association in time, answered by a third person."""

from datetime import timedelta

import pytest

from app.accounts.models import Person, Role
from app.accreditation import actions, queries
from app.accreditation.models import DossierState, Owner
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed
from app.core.formats import day
from tests.factories import accounts
from tests.factories import accreditation as make

pytestmark = pytest.mark.usefixtures("app")


def test_who_recommended_does_not_decide_and_a_third_person_answers_the_appeal() -> None:
    both = accounts.staff_actor(Role.REVIEWER, Role.DECIDER)
    dossier, who = make.recommended(both, outcome="refused")
    with pytest.raises(NotAllowed):
        make.decide(dossier, both, "refused")
    decider = make.decider()
    decision = make.decide(dossier, decider, "refused")
    appeal = actions.lodge_appeal(who, dossier, decision, grounds="Une pièce n’a pas été lue.")
    assert (dossier.state, dossier.owner) == (DossierState.REFUSED, Owner.APPEAL_REVIEWERS)
    for one_of_them in (both, decider):
        with pytest.raises(NotAllowed):
            _answer(one_of_them, dossier, appeal, "upheld")
    third = accounts.staff_actor(Role.STEERING_COMMITTEE)
    answer = _answer(third, dossier, appeal, "overturned")
    assert answer.serial == decision.serial + 1
    assert (dossier.state, dossier.owner) == (DossierState.UNDER_REVIEW, Owner.REVIEWERS)
    with pytest.raises(actions.AppealAnswered):
        _answer(third, dossier, appeal, "upheld")


def test_an_upheld_refusal_stays_and_is_not_appealed_twice() -> None:
    dossier, who = make.decided("refused")
    (decision,) = queries.decisions(dossier)
    appeal = actions.lodge_appeal(who, dossier, decision, grounds="Revoyez.")
    with pytest.raises(actions.MoveRefused):
        actions.lodge_appeal(who, dossier, decision, grounds="Encore.")
    _answer(make.decider(), dossier, appeal, "upheld")
    assert (dossier.state, dossier.owner) == (DossierState.REFUSED, None)
    with pytest.raises(actions.MoveRefused):
        actions.lodge_appeal(who, dossier, decision, grounds="Encore.")


def test_an_overturned_suspension_gives_the_accreditation_back(client) -> None:
    dossier, who = make.decided("provisional")
    decision = make.measured("suspended", dossier)
    assert dossier.status(now().date()) == "suspended"
    appeal = actions.lodge_appeal(who, dossier, decision, grounds="C’était une erreur.")
    with pytest.raises(actions.AppealWaits):
        make.propose(dossier, make.reviewer(), "reinstated")
    address = f"/associations/verifier/{decision.number}"
    assert "décision annulée" not in client.get(address).text
    answer = _answer(make.decider(), dossier, appeal, "overturned")
    assert dossier.status(now().date()) == "provisional"
    told = client.get(address).text
    assert "décision annulée" in told
    assert f"/associations/verifier/{answer.number}" in told


def test_an_appeal_comes_in_time() -> None:
    dossier, who = make.decided("refused")
    (decision,) = queries.decisions(dossier)
    db.session.expunge(decision)
    dossier.call.appeal_days = 30
    late = decision.decided_at + timedelta(days=32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.accreditation.actions.appeals.now", lambda: late)
        with pytest.raises(actions.TooLate):
            actions.lodge_appeal(who, dossier, decision, grounds="Trop tard.")


def test_the_page_says_the_last_day_to_appeal_and_asks_for_nothing_after_it(
    client, sign_in
) -> None:
    dossier, who = make.decided("refused")
    (decision,) = queries.decisions(dossier)
    last = dossier.last_day_to_appeal(decision.decided_at)
    sign_in(client, db.session.get(Person, who.id))
    address = f"/associations/dossiers/{dossier.reference}"
    page = client.get(address).text
    assert f"Le recours se dépose jusqu’au {day(last)}" in page
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.accreditation.views.following.today", lambda: last + timedelta(days=1))
        page = client.get(address).text
    assert "Le délai de recours est passé" in page
    assert f'action="{address}/recours"' not in page


def _answer(who, dossier, appeal, result: str):
    reason = "well_founded" if result == "upheld" else "new_evidence"
    return actions.answer_appeal(
        who, dossier, appeal, result=result, reason=reason, words="Nos motifs."
    )
