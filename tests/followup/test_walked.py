"""What follow-up refuses so that the public chain stays in order, in words that help."""

from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.core.errors import Invalid
from app.followup import actions
from tests.factories import accounts as people
from tests.factories import followup as make

LATER = "Ce jour est avant la préoccupation dont elle vient."


def concern():
    """Return a concern that was raised today."""
    return actions.enter_concern(
        make.secretariat(),
        words="Ma mère attend son acte.",
        channel="letter",
        raised_on=make.today(),
    )


def test_a_recommendation_is_not_issued_before_the_concern_it_comes_from(app) -> None:
    raised, origin = concern(), make.instrument()
    before = {"concern": raised.ref, "issued_on": make.today() - timedelta(days=1)}
    with pytest.raises(Invalid) as refused:
        make.recommendation(origin, **before)
    assert refused.value.fields == {"issued_on": [LATER]}
    issued = make.recommendation(origin, concern=raised.ref)
    assert (issued.number, issued.issued_on) == (1, make.today())


def test_an_address_without_account_is_refused_as_such(app, client, sign_in) -> None:
    recommendation = make.recommendation()
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    sent = {
        "deliverable": "Deux journées.",
        "lead": make.body().slug,
        "validator": "personne@exemple.org",
        "revision": recommendation.revision,
    }
    answer = client.post(
        f"/gestion/suivi/recommandations/{recommendation.id}/engagements", data=sent
    )
    assert answer.status_code == 422
    assert 'id="validator-error">Aucun compte ne porte ce courriel.' in answer.text


def test_a_figure_without_a_period_says_so_at_the_desk(app, client, sign_in) -> None:
    source = make.source()
    made = actions.register_indicator(make.secretariat(), code="pays", title="Pays de présence")
    actions.state_measurement(make.secretariat(), made, value=77, source=source.code)
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    page = client.get("/gestion/suivi/chiffres").text
    assert "non précisée" in page
    assert "None" not in page
