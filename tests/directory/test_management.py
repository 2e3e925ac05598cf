"""The secretariat keeps the directory: organisations, frameworks with committees, sources."""

from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.core.db import db
from app.directory.models import Framework, Organisation, Source
from tests.factories import accounts as people
from tests.factories import directory

BASE = "/gestion/annuaire"


@pytest.fixture
def desk(client, sign_in):
    """A browser of the secretariat."""
    return sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)


def organisation(**changes: object) -> dict[str, object]:
    """Return the form of an organisation as it is sent."""
    return {
        "key": str(uuid4()),
        "slug": "ambassade-essai",
        "name": "Ambassade d’essai",
        "kind": "embassy",
        "country": "MA",
        "names": "Autre nom\n\nEncore un",
        "website": "www.exemple.org",
        "twitter": "@exemple",
        "sources": [directory.source().code],
    } | changes


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_an_organisation_is_entered_once_and_corrected(app, desk):
    form = organisation()
    for _time in range(2):
        answer = desk.post(f"{BASE}/organisations/nouvelle", data=form)
        assert (answer.status_code, answer.location) == (303, "/organisations/ambassade-essai")
    page = app.test_client().get("/organisations/ambassade-essai").text
    for words in ("Autre nom", "Encore un", "www.exemple.org", "Maroc", "Document de test"):
        assert words in page
    assert "Corriger" not in page
    address = f"{BASE}/organisations/ambassade-essai"
    form = organisation(name="Ambassade corrigée", names="", sources=[])
    assert desk.post(address, data=form | {"seen": seen_in(desk.get(address).text)}).location
    page = app.test_client().get("/organisations/ambassade-essai").text
    assert "Ambassade corrigée" in page
    assert "Autre nom" not in page


def test_two_people_do_not_correct_over_each_other(desk):
    found = directory.organisation("Banque de test")
    address = f"{BASE}/organisations/{found.slug}"
    seen = seen_in(desk.get(address).text)
    sent = {"name": "Première", "kind": "bank", "seen": seen}
    assert desk.post(address, data=sent).status_code == 303
    late = desk.post(address, data=sent | {"name": "Seconde"})
    assert (late.status_code, "Seconde" in late.text) == (409, True)
    db.session.expire_all()
    assert db.session.get(Organisation, found.id).name == "Première"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"name": ""}, "name"),
        ({"slug": "Ambassade"}, "slug"),
        ({"slug": "a b"}, "slug"),
        ({"kind": "voleur"}, "kind"),
        ({"country": "QQ"}, "country"),
        ({"planned_antennas": "-1"}, "planned_antennas"),
        ({"website": "javascript://alert"}, "website"),
        ({"names": "\n".join(f"Nom {n}" for n in range(21))}, "names"),
        ({"names": "x" * 301}, "names"),
        ({"sources": ["rien"]}, "sources"),
    ],
)
def test_a_bad_organisation_is_refused_in_words_and_nothing_is_written(desk, changes, name):
    answer = desk.post(f"{BASE}/organisations/nouvelle", data=organisation(**changes))
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text
    assert db.session.query(Organisation).count() == 0


def test_an_address_is_taken_once(desk):
    directory.organisation(slug="ambassade-essai")
    answer = desk.post(f"{BASE}/organisations/nouvelle", data=organisation())
    assert (answer.status_code, "Ce code est déjà pris." in answer.text) == (422, True)


def test_a_framework_is_entered_and_gets_a_committee(app, desk):
    body = directory.organisation("Ministère de test", slug="ministere-essai")
    form = {"key": str(uuid4()), "slug": "cadre-essai", "title": "Cadre d’essai"}
    form |= {"convened_by": body.slug, "committees": "Comité de pilotage"}
    answer = desk.post(f"{BASE}/cadres/nouveau", data=form)
    assert (answer.status_code, answer.location) == (303, "/cadres/cadre-essai")
    address = f"{BASE}/cadres/cadre-essai"
    page = desk.get(address).text
    assert "Comité de pilotage" in page
    more = form | {"committees": "Comité de pilotage\nComité technique", "seen": seen_in(page)}
    assert desk.post(address, data=more | {"key": str(uuid4())}).status_code == 303
    assert desk.post(address, data=more | {"key": str(uuid4())}).status_code == 409
    page = app.test_client().get("/cadres/cadre-essai").text
    assert page.index("Comité de pilotage") < page.index("Comité technique")
    assert "Ministère de test" in page


def test_a_framework_is_not_convened_by_nobody_known(desk):
    form = {"slug": "cadre-essai", "title": "Cadre d’essai", "convened_by": "rien"}
    answer = desk.post(f"{BASE}/cadres/nouveau", data=form)
    assert (answer.status_code, 'href="#convened_by"' in answer.text) == (422, True)
    assert db.session.query(Framework).count() == 0


def test_a_source_is_entered_and_corrected(desk):
    form = {"key": str(uuid4()), "code": "bilan-2030", "about": "Bilan, 2030"}
    assert desk.post(f"{BASE}/sources/nouvelle", data=form).status_code == 303
    form = {"about": "Bilan du ministère, 2030"}
    assert desk.post(f"{BASE}/sources/bilan-2030", data=form).status_code == 303
    assert "Bilan du ministère, 2030" in desk.get(BASE).text
    again = {"code": "bilan-2030", "about": "Autre"}
    assert desk.post(f"{BASE}/sources/nouvelle", data=again).status_code == 422
    assert desk.get(f"{BASE}/sources/rien").status_code == 404
    assert db.session.query(Source).count() == 1


def test_the_list_is_searched_without_accents(desk):
    directory.organisation("École des mines")
    directory.organisation("Banque de test")
    page = desk.get(f"{BASE}?text=ecole").text
    assert "École des mines" in page
    assert "Banque de test" not in page


@pytest.mark.parametrize(
    "address", ["", "/organisations/nouvelle", "/cadres/nouveau", "/sources/nouvelle"]
)
@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.STEERING_COMMITTEE, Role.TREASURER])
def test_the_directory_is_kept_by_the_secretariat_alone(app, client, sign_in, address, role):
    assert client.get(f"{BASE}{address}").status_code == 401
    other = sign_in(app.test_client(), people.staff(role), second_factor=True)
    assert other.get(f"{BASE}{address}").status_code == 403
    assert other.post(f"{BASE}{address}", data=organisation()).status_code in (403, 405)
    assert db.session.query(Organisation).count() == 0
