"""A decision gives a reason that goes with it, and the desk finds what waits for a third person."""

from uuid import uuid4

import pytest

from app.accounts.models import Person, Role
from app.accreditation import actions, queries
from app.core.db import db
from app.core.errors import Invalid
from tests.factories import accounts
from tests.factories import accreditation as make

NOT_FITTING = "Ce motif ne va pas avec cette décision."


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("accredited", "false_document"), ("refused", "criteria_met"), ("provisional", "no_answer")],
)
def test_a_recommendation_gives_a_reason_that_goes_with_it(app, outcome: str, reason: str) -> None:
    desk = make.reviewer()
    dossier, _who = make.under_review(desk)
    with pytest.raises(Invalid) as refused:
        actions.recommend(desk, dossier, outcome=outcome, reason=reason, argument="Voici.")
    assert refused.value.fields == {"reason": [NOT_FITTING]}
    assert queries.waiting_proposal(dossier) is None


def test_a_decision_is_refused_beside_a_reason_that_contradicts_it(app, client, sign_in) -> None:
    dossier, _who = make.recommended()
    sign_in(client, db.session.get(Person, make.decider().id), second_factor=True)
    proposal = queries.waiting_proposal(dossier)
    assert proposal is not None
    address = f"/gestion/accreditations/{dossier.reference}/decision"
    sent = {
        "key": str(uuid4()),
        "proposal": proposal.id,
        "outcome": "accredited",
        "reason": "false_document",
        "words": "Vos motifs.",
    }
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert f'id="reason-error">{NOT_FITTING}' in answer.text
    assert queries.decisions(dossier) == []
    fitting = sent | {"reason": "criteria_met", "key": str(uuid4())}
    assert client.post(address, data=fitting).status_code == 303


def test_the_desk_lists_the_appeals_alone_and_the_history_gives_them_no_reason(
    app, client, sign_in
) -> None:
    appealed, who = make.decided("refused")
    make.under_review()
    (decision,) = queries.decisions(appealed)
    actions.lodge_appeal(who, appealed, decision, grounds="Une pièce n’a pas été lue.")
    sign_in(client, accounts.staff(Role.STEERING_COMMITTEE), second_factor=True)
    desk = client.get("/gestion/accreditations").text
    assert 'href="/gestion/accreditations?appeal=true"' in desk
    assert desk.count('<th scope="row">') == 2
    listed = client.get("/gestion/accreditations?appeal=true").text
    assert listed.count('<th scope="row">') == 1
    assert appealed.reference in listed
    page = client.get(f"/gestion/accreditations/{appealed.reference}").text
    assert "Recours déposé" in page
    assert "souhait de l’association" not in page
