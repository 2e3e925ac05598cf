"""A refused form of follow-up tells all that is wrong in it at once, each beside its field."""

import io
import re
from datetime import date

import pytest

from app.accounts.models import Role
from app.core.db import db
from app.followup import actions
from app.followup.models import Concern, Recommendation
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.followup.test_actions import PNG

WORK, HELD = "/gestion/suivi/recommandations", "/gestion/suivi/engagements"
TOMORROW = make.in_days(1).isoformat()
NOBODY = "personne@exemple.org"
BESIDE = re.compile(r'<p class="error" id="([\w-]+)-error">')


@pytest.fixture
def desk(client, sign_in):
    """A browser of the secretariat."""
    return sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)


def beside(answer) -> set[str]:
    """Return the fields that a refused form speaks of."""
    assert answer.status_code == 422
    summary = re.findall(r'<a href="#([\w-]+)">', answer.text.split("data-error-summary")[1])
    found = set(BESIDE.findall(answer.text))
    assert set(summary[: len(found)]) == found  # each is told above too, and leads to its field
    return found


def agreement():
    """Return an agreement with one axis."""
    axes = [("AXE1", "Emploi")]
    return actions.register_instrument(
        make.secretariat(), code="MA-ML-2019", kind="agreement", axes=axes
    )


ON_A_RECOMMENDATION = {
    "reponse": ({"decided_on": TOMORROW, "decision": "accepted"}, {"decided_on", "reason"}),
    "engagements": (
        {"due_on": "2300-01-01", "focal_point": NOBODY, "alternate": "a", "validator": NOBODY},
        {"deliverable", "lead", "due_on", "focal_point", "alternate", "validator"},
    ),
}


@pytest.mark.parametrize("act", ON_A_RECOMMENDATION)
def test_of_a_recommendation(desk, act):
    sent, wrong = ON_A_RECOMMENDATION[act]
    assert beside(desk.post(f"{WORK}/{make.recommendation().id}/{act}", data=sent)) == wrong


ON_A_COMMITMENT = {
    "echeance": ({"due_on": "2300-01-01"}, {"due_on", "reason"}),
    "personnes": ({"focal_point": NOBODY}, {"focal_point", "reason"}),
    "argent": ({"amount": "dix", "currency": "XOF"}, {"kind", "amount"}),
    "mesures": ({"baseline": "3", "target": "3"}, {"title", "target"}),
}


@pytest.mark.parametrize("act", ON_A_COMMITMENT)
def test_of_a_commitment(desk, act):
    sent, wrong = ON_A_COMMITMENT[act]
    assert beside(desk.post(f"{HELD}/{make.commitment().id}/{act}", data=sent)) == wrong


def test_who_reports_does_not_verify(desk):
    reporter = people.staff(Role.RESPONDENT)
    sent = {"focal_point": reporter.email.upper(), "validator": reporter.email}
    answer = desk.post(f"{HELD}/{make.commitment().id}/personnes", data=sent)
    assert beside(answer) == {"validator", "reason"}


def test_of_a_report(desk):
    held = make.commitment()
    measured = actions.measure_commitment(make.secretariat(), held, title="Journées", target=2)
    name = f"measure-{measured.id}"
    sent = {"percent": "101", name: "deux"}
    wrong = {"execution", "percent", "words", name}
    assert beside(desk.post(f"{HELD}/{held.id}/rapports", data=sent)) == wrong


def test_of_what_was_verified(app, sign_in):
    report = make.sent(make.commitment())
    validator = sign_in(
        app.test_client(), people.staff(Role.TECHNICAL_COMMITTEE), second_factor=True
    )
    address = f"/gestion/suivi/rapports/{report.id}/validation"
    assert beside(validator.post(address, data={"confirmed": "true"})) == {"execution", "words"}


def test_of_a_proof(app, sign_in):
    author = people.staff(Role.SECRETARIAT)
    draft = make.report(make.commitment(), people.actor(author, second_factor=True))
    address = f"/gestion/suivi/rapports/{draft.id}/preuves"
    own = sign_in(app.test_client(), author, second_factor=True)
    assert beside(own.post(address)) == {"file", "caption"}
    proof = {"file": (io.BytesIO(PNG), "photo.png")}
    assert beside(own.post(address, data=proof)) == {"caption"}


def test_of_a_concern_that_came_by_letter(desk):
    sent = {"raised_on": TOMORROW, "country": "QQ"}
    answer = desk.post("/gestion/suivi/preoccupations/nouvelle", data=sent)
    assert beside(answer) == {"words", "raised_on", "country"}
    assert db.session.query(Concern).count() == 0


def test_of_a_new_recommendation(desk):
    agreement()
    sent = {"instrument": make.instrument().code, "axis": "MA-ML-2019:AXE1", "issued_on": TOMORROW}
    answer = desk.post(f"{WORK}/nouvelle", data=sent)
    assert beside(answer) == {"text", "axis", "issued_on"}
    assert db.session.query(Recommendation).count() == 0


def test_of_a_link_whose_two_ends_are_misspelt(desk):
    found = make.recommendation()
    sent = {"recommendation": found.id, "kind": "supersedes", "start": "P-98", "end": "P-99"}
    assert beside(desk.post("/gestion/suivi/liens", data=sent)) == {"start", "end"}


def test_of_a_text(desk):
    sent = {"axes": "sans deux points", "plan_from": 2019, "plan_to": 2015, "budget": "1,5"}
    answer = desk.post("/gestion/suivi/textes/nouveau", data=sent | {"currency": "XOF"})
    wrong = {"code", "kind", "title", "source", "axes", "plan_to", "budget"}
    assert beside(answer) == wrong


def test_of_a_stated_value(desk):
    figure = actions.register_indicator(make.secretariat(), code="pays", title="Pays")
    sent = {"value": "1,5", "also_value": "3", "claimed_share": "14,815"}
    answer = desk.post(f"/gestion/suivi/chiffres/{figure.code}/valeurs", data=sent)
    assert beside(answer) == {"value", "source", "also_unit", "claimed_share"}


def test_an_axis_is_chosen_with_its_agreement(desk):
    agreement()
    page = desk.get(f"{WORK}/nouvelle").text
    assert 'value="MA-ML-2019:AXE1"' in page
    sent = {"instrument": "MA-ML-2019", "axis": "MA-ML-2019:AXE1", "text": "Former."}
    assert desk.post(f"{WORK}/nouvelle", data=sent).status_code == 303
    issued = db.session.query(Recommendation).one()
    assert (issued.axis.title, issued.issued_on) == ("Emploi", None)


def test_a_concern_by_telephone_says_at_which_mission(desk):
    meeting = make.instrument().meeting
    sent = {"words": "Mes papiers.", "channel": "call", "meeting": meeting.slug}
    sent["raised_on"] = date(2025, 1, 2).isoformat()
    form = desk.get("/gestion/suivi/preoccupations/nouvelle").text
    assert ('value="call"' in form, f'value="{meeting.slug}"' in form) == (True, True)
    answer = desk.post("/gestion/suivi/preoccupations/nouvelle", data=sent)
    assert answer.status_code == 303
    kept = db.session.query(Concern).one()
    assert (kept.channel, kept.meeting_id) == ("call", meeting.id)
