"""The registers of the secretariat: agreements, policies and figures, entered and corrected."""

from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM
from app.core.db import db
from app.followup import actions, queries
from app.followup.models import Indicator, Instrument, Measurement, Recommendation
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.factories import live

TEXTS = "/gestion/suivi/textes"
FIGURES = "/gestion/suivi/chiffres"


@pytest.fixture
def desk(client, sign_in):
    """A browser of the secretariat."""
    return sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)


def agreement(**changes: object) -> dict[str, object]:
    """Return the form of an agreement as it is sent."""
    return {
        "key": str(uuid4()),
        "code": "ma-ml-2030",
        "kind": "agreement",
        "title": "Accord de test",
        "source": make.source().code,
        "signed_on": "2020-02-25",
        "place": "Bamako",
        "parties": [make.body().slug, "", make.body().slug],
        "axes": "AXE1 : Emploi\n\nAXE2: Études",
    } | changes


def figure(**changes: object) -> Indicator:
    """Return a figure of the record without any value."""
    details = {"code": f"chiffre-{uuid4().hex[:8]}", "title": "Pays", "unit": "pays"} | changes
    return actions.register_indicator(SYSTEM, **details)


def test_an_agreement_is_entered_once_and_read_by_everybody(app, desk):
    form = agreement()
    for _time in range(2):
        answer = desk.post(f"{TEXTS}/nouveau", data=form)
        assert (answer.status_code, answer.location) == (303, "/suivi/textes/MA-ML-2030")
    page = app.test_client().get("/suivi/textes/ma-ml-2030").text
    for words in ("Accord de test", "25 février 2020", "Bamako", "Emploi", "Études"):
        assert words in page
    kept = queries.instrument_in_full(ANONYMOUS, "MA-ML-2030")
    assert [party.organisation.slug for party in kept.parties] == [
        slug for slug in form["parties"] if slug
    ]
    assert "Accord de test" in app.test_client().get("/suivi/textes").text
    assert "Corriger" not in page


def test_a_policy_says_what_it_costs_and_what_is_unknown(app, desk):
    form = agreement(code="pol-1", kind="policy", parties=[], axes="", adopted_by="Conseil")
    form |= {"plan_from": 2015, "plan_to": 2019, "budget": "120 000 000 000", "currency": "XOF"}
    assert desk.post(f"{TEXTS}/nouveau", data=form).status_code == 303
    page = " ".join(app.test_client().get("/suivi/textes/POL-1").text.split())
    assert "120 000 000 000" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "2015–2019" in page
    assert "inconnu" in page  # the day it was adopted


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"code": "é"}, "code"),
        ({"code": "a/b"}, "code"),
        ({"kind": "meeting"}, "kind"),
        ({"title": ""}, "title"),
        ({"source": "rien"}, "source"),
        ({"signed_on": "2020-02-31"}, "signed_on"),
        ({"signed_on": make.in_days(1).isoformat()}, "signed_on"),
        ({"adopted_on": make.in_days(1).isoformat()}, "adopted_on"),
        ({"parties": ["rien"]}, "parties"),
        ({"axes": "sans deux points"}, "axes"),
        ({"axes": "A : x\nA : y"}, "axes"),
        ({"axes": "A : " + "x" * 301}, "axes"),
        ({"plan_from": 2019, "plan_to": 2015}, "plan_to"),
        ({"budget": "0"}, "budget"),
        ({"budget": "-5"}, "budget"),
        ({"budget": "1,5", "currency": "XOF"}, "budget"),
        ({"currency": "ZZZ"}, "currency"),
        ({"taxonomy": "rien"}, "taxonomy"),
    ],
)
def test_a_bad_agreement_is_refused_in_words_and_nothing_is_written(desk, changes, name):
    answer = desk.post(f"{TEXTS}/nouveau", data=agreement(**changes))
    assert answer.status_code == 422
    assert (f'href="#{name}"' if name else 'role="alert"') in answer.text
    assert "Accord de test" in answer.text or name == "title"  # what was written is kept
    assert db.session.query(Instrument).count() == 0


def test_a_code_is_taken_once(desk):
    assert desk.post(f"{TEXTS}/nouveau", data=agreement()).status_code == 303
    answer = desk.post(f"{TEXTS}/nouveau", data=agreement())
    assert answer.status_code == 422
    assert "Ce code est déjà pris." in answer.text


def test_a_text_and_a_meeting_never_begin_the_same_references(desk):
    live.meeting(slug="ma-ml-2030")
    answer = desk.post(f"{TEXTS}/nouveau", data=agreement())
    assert (answer.status_code, "Ce code est déjà pris." in answer.text) == (422, True)
    assert desk.post(f"{TEXTS}/nouveau", data=agreement(code="accord-9")).status_code == 303
    live.meeting(slug="accord-9")
    address = "/gestion/suivi/recommandations/nouvelle?rencontre=accord-9"
    answer = desk.post(address, data={"instrument": "ACCORD-9", "text": "Former."})
    assert (answer.status_code, 'href="#instrument"' in answer.text) == (422, True)
    assert db.session.query(Recommendation).count() == 0


def test_an_agreement_is_corrected_and_a_stale_form_is_refused(desk):
    desk.post(f"{TEXTS}/nouveau", data=agreement())
    address = f"{TEXTS}/MA-ML-2030"
    page = desk.get(address).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = agreement(title="Accord corrigé", seen=seen, parties=[])
    assert desk.post(address, data=form).status_code == 303
    stale = desk.post(address, data=form | {"title": "Trop tard", "key": str(uuid4())})
    assert stale.status_code == 409
    assert "Trop tard" in stale.text
    kept = queries.instrument_in_full(ANONYMOUS, "MA-ML-2030")
    assert (kept.title, len(kept.parties), len(kept.axes)) == ("Accord corrigé", 2, 2)


def test_what_a_meeting_says_is_corrected_in_the_meeting(desk):
    origin = make.instrument()
    assert desk.get(f"{TEXTS}/{origin.code}").status_code == 403
    assert desk.post(f"{TEXTS}/{origin.code}", data=agreement()).status_code == 403


def test_a_figure_is_entered_then_stated_then_replaced(app, desk):
    source = make.source().code
    form = {"key": str(uuid4()), "code": "pays-de-presence", "title": "Pays", "unit": "pays"}
    for _time in range(2):
        answer = desk.post(f"{FIGURES}/nouveau", data=form)
        assert (answer.status_code, answer.location) == (303, f"{FIGURES}/pays-de-presence")
    address = f"{FIGURES}/pays-de-presence"
    stated = {"value": "1 077", "source": source, "period": "2016", "doubt": "at_least"}
    for value in ("1 077", "77"):
        sent = stated | {"value": value, "key": str(uuid4())}
        assert desk.post(f"{address}/valeurs", data=sent).status_code == 303
    found = queries.figure(ANONYMOUS, "pays-de-presence")
    assert [one.value for one in found.measurements] == [1077, 77]
    assert (found.latest.value, [one.value for one in found.replaced]) == (77, [1077])
    page = app.test_client().get("/reperes").text.replace("\u202f", " ").replace("\xa0", " ")
    assert "<s>au moins 1 077 pays</s>" in page
    assert "1 valeur remplacée" in page


def test_what_was_stated_of_an_older_time_does_not_become_the_latest(app):
    one, source = figure(), make.source().code
    for period, value in (("2016", 5), ("2017", 7), ("2016", 6)):
        actions.state_measurement(SYSTEM, one, value=value, period=period, source=source)
    found = queries.figure(ANONYMOUS, one.code)
    assert (found.latest.value, [m.value for m in found.before]) == (7, [6])
    assert [m.value for m in found.replaced] == [5]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"value": "douze"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "1,5"}, "value"),
        ({"value": "9" * 18}, "value"),
        ({"value": "1e9"}, "value"),
        ({"source": "rien"}, "source"),
        ({"source": ""}, "source"),
        ({"doubt": "peut-être"}, "doubt"),
        ({"also_value": "3"}, "also_unit"),
        ({"also_unit": "EUR"}, "also_value"),
        ({"claimed_share": "14,815"}, "claimed_share"),
        ({"on_date": "2016-13-01"}, "on_date"),
    ],
)
def test_a_bad_value_is_refused_in_words_and_nothing_is_written(desk, changes, name):
    address = f"{FIGURES}/{figure().code}"
    sent = {"value": "3", "source": make.source().code} | changes
    answer = desk.post(f"{address}/valeurs", data=sent)
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text
    assert db.session.query(Measurement).count() == 0


def test_a_figure_is_renamed_but_its_unit_stays_under_its_values(desk):
    one, source = figure(), make.source().code
    address = f"{FIGURES}/{one.code}"
    sent = {"title": "Pays de présence", "unit": "pays", "position": 3}
    seen = desk.get(address).text.split('name="seen" value="')[1].split('"')[0]
    assert desk.post(address, data=sent | {"seen": seen}).status_code == 303
    assert desk.post(address, data=sent | {"seen": seen}).status_code == 409
    actions.state_measurement(SYSTEM, one, value=3, source=source)
    refused = desk.post(address, data=sent | {"unit": "villes"})
    assert (refused.status_code, 'href="#unit"' in refused.text) == (422, True)
    assert desk.post(address, data=sent | {"share_of": one.code}).status_code == 422
    kept = make.reread(one)
    assert (kept.title, kept.unit, kept.position) == ("Pays de présence", "pays", 3)


@pytest.mark.parametrize("address", [TEXTS, f"{TEXTS}/nouveau", FIGURES, f"{FIGURES}/nouveau"])
@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.STEERING_COMMITTEE, Role.TREASURER])
def test_the_registers_are_for_the_secretariat(app, client, sign_in, address, role):
    assert client.get(address).status_code == 303
    other = sign_in(app.test_client(), people.staff(role), second_factor=True)
    assert other.get(address).status_code == 403
    assert other.post(address, data=agreement()).status_code in (403, 405)
    assert db.session.query(Instrument).count() == 0


def test_the_committee_s_pack_holds_what_it_must_decide(client):
    late = make.commitment(due_on=make.in_days(-12))
    actions.say_obstacle(make.secretariat(), late, blocked=True, reason="Accord attendu.")
    stuck = make.commitment(due_on=make.in_days(90))
    actions.say_obstacle(make.secretariat(), stuck, blocked=True, reason="Véhicule en panne.")
    soon = make.commitment(due_on=make.in_days(9))
    done = make.commitment(due_on=make.in_days(40))
    make.verified(done)
    actions.request_closure(make.secretariat(), done.recommendation, reason="Vérifiée.")
    quiet = make.commitment(due_on=make.in_days(300))
    page = client.get("/suivi/dossier").text
    parts = [page.index(f'id="{name}"') for name in ("requested", "late", "blocked", "due_soon")]
    assert parts == sorted(parts)
    bounds = [*parts, len(page)]
    for place, promise in enumerate((done, late, stuck, soon)):
        ref = promise.recommendation.ref
        assert page.count(f"/suivi/{ref}") == 1
        assert ref in page[bounds[place] : bounds[place + 1]]
    assert "Accord attendu." in page
    assert quiet.recommendation.ref not in page
