"""The pages of accreditation: what the public, an association and the desk see and send."""

import io
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.models import Person, Role
from app.accreditation import queries
from app.accreditation.models import DossierState
from app.core.clock import now
from app.core.db import db
from app.delivery.models import Mail
from tests.factories import accounts
from tests.factories import accreditation as make


def _person(actor) -> Person:
    return db.session.get(Person, actor.id)


def _browser(app, sign_in, person, *, second_factor: bool = False):
    return sign_in(app.test_client(), person, second_factor=second_factor)


def _send(browser, reference: str, requirement: int, content: bytes, name: str = "statuts.pdf"):
    return browser.post(
        f"/associations/dossiers/{reference}/pieces",
        data={
            "requirement": str(requirement),
            "file": (io.BytesIO(content), name),
            "key": str(uuid4()),
        },
        content_type="multipart/form-data",
    )


def test_a_case_is_carried_through_by_hand_from_the_call_to_the_register(app, client, sign_in):
    secretary = _browser(app, sign_in, accounts.staff(Role.SECRETARIAT), second_factor=True)
    published = secretary.post(
        "/gestion/accreditations/appels",
        data={
            "title": "Appel 2026",
            "slug": "appel-2026",
            "opens_on": "2025-01-01",
            "criteria": "Agir depuis un an",
            "requirements": "Statuts | signés\nRapport | facultatif",
            "key": str(uuid4()),
        },
    )
    assert published.status_code == 303
    assert "Appel 2026" in client.get("/associations/demander").text
    officer = _browser(app, sign_in, accounts.member())
    opened = officer.post(
        "/associations/demander/appel-2026",
        data={
            "name": "Les Amis du fleuve",
            "country": "FR",
            "city": "Lyon",
            "officer_function": "Présidente",
            "presentation": "Nous accueillons.",
            "key": str(uuid4()),
        },
    )
    reference = opened.location.rsplit("/", 1)[1]
    page = officer.get(opened.location).text
    assert "Les Amis du fleuve" in page
    assert "Les Amis du fleuve" not in client.get("/organisations").text
    early = officer.post(f"/associations/dossiers/{reference}/deposer")
    assert early.status_code == 422
    assert "Il manque encore" in early.text
    requirement = queries.call(accounts.actor(accounts.member()), "appel-2026").requirements[0]
    assert _send(officer, reference, requirement.id, make.PDF).status_code == 303
    assert officer.post(f"/associations/dossiers/{reference}/deposer").status_code == 303
    desk = _browser(app, sign_in, accounts.staff(Role.REVIEWER), second_factor=True)
    address = f"/gestion/accreditations/{reference}"
    assert "Les Amis du fleuve" in desk.get("/gestion/accreditations").text
    assert desk.post(f"{address}/verifier").status_code == 303
    asked = desk.post(
        f"{address}/demander",
        data={
            f"reason-{requirement.id}": "illegible",
            f"words-{requirement.id}": "Page 2.",
            "key": str(uuid4()),
        },
    )
    assert asked.status_code == 303
    page = officer.get(f"/associations/dossiers/{reference}").text
    assert "Ce qu’on vous demande" in page
    assert "Page 2." in page
    _send(officer, reference, requirement.id, make.PDF + b"again")
    assert officer.post(f"/associations/dossiers/{reference}/repondre").status_code == 303
    (piece,) = re.findall(rf'action="{address}/pieces/(\d+)"', desk.get(address).text)[:1]
    desk.post(f"{address}/pieces/{piece}", data={"verdict": "accepted"})
    assert desk.post(f"{address}/consulat").status_code == 303
    desk.post(f"{address}/avis", data={"opinion": "favourable", "words": "Connue."})
    desk.post(
        f"{address}/recommander",
        data={"outcome": "accredited", "reason": "criteria_met", "argument": "Tout est là."},
    )
    decider = _browser(app, sign_in, accounts.staff(Role.DECIDER), second_factor=True)
    page = decider.get(f"{address}/decision").text
    assert "Tout est là." in page
    (proposal,) = set(re.findall(r'name="proposal" value="(\d+)"', page))
    decided = decider.post(
        f"{address}/decision",
        data={
            "proposal": proposal,
            "outcome": "accredited",
            "reason": "criteria_met",
            "words": "Bienvenue.",
        },
    )
    assert decided.status_code == 303
    number = f"{now().year}-0001"
    assert number in client.get("/associations?country=FR&status=accredited&text=amis").text
    assert "valable jusqu’au" in client.get("/associations").text
    assert "Les Amis du fleuve" not in client.get("/associations?status=suspended").text
    assert "Les Amis du fleuve;" not in client.get("/associations.csv").text
    assert "Les Amis du fleuve," in client.get("/associations.csv").text
    assert number in client.get("/associations/les-amis-du-fleuve").text
    assert "Les Amis du fleuve" in client.get("/organisations").text
    found = client.get(f"/associations/verifier?numero={now().year} – 0001")
    assert found.location.endswith(f"/associations/verifier/{number}")
    assert "Cette décision existe" in client.get(found.location).text
    assert officer.get(address).status_code == 403
    assert "Bienvenue." in officer.get(f"/associations/dossiers/{reference}").text


def test_a_dossier_and_its_documents_do_not_exist_for_others(app, client, sign_in):
    dossier, who = make.submitted()
    document = next(iter(queries.current_documents(dossier).values()))
    path = f"/associations/dossiers/{dossier.reference}"
    piece = f"{path}/pieces/{document.id}"
    assert client.get(piece).status_code == 404
    stranger = _browser(app, sign_in, accounts.member())
    assert stranger.get(path).status_code == 404
    assert stranger.get(piece).status_code == 404
    assert stranger.post(f"{path}/retirer").status_code == 404
    owner = _browser(app, sign_in, _person(who))
    answer = owner.get(piece)
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    other, _ = make.submitted()
    assert (
        owner.get(f"/associations/dossiers/{other.reference}/pieces/{document.id}").status_code
        == 404
    )
    desk = _browser(app, sign_in, accounts.staff(Role.REVIEWER), second_factor=True)
    assert desk.get(piece).status_code == 200
    assert (
        desk.get(f"/associations/dossiers/{other.reference}/pieces/{document.id}").status_code
        == 404
    )


def test_a_draft_is_not_shown_to_the_desk(app, sign_in):
    dossier, _ = make.draft()
    desk = _browser(app, sign_in, accounts.staff(Role.REVIEWER), second_factor=True)
    assert desk.get(f"/gestion/accreditations/{dossier.reference}").status_code == 404
    assert dossier.organisation.name not in desk.get("/gestion/accreditations").text


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"MZ\x90\x00 a renamed executable", 422, "ni un PDF ni une image"),
        (b"", 422, "Ce fichier est vide"),
        (make.PDF + b"0" * (10 * 1024 * 1024), 413, "trop lourd"),
        (make.PDF + b"0" * (50 * 1024 * 1024), 413, "trop lourd"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 422, "ni un PDF"),
    ],
    ids=["executable", "empty", "over-10-MB", "50-MB", "svg"],
)
def test_a_file_that_is_not_what_is_taken_is_refused_in_words(app, sign_in, content, status, words):
    dossier, who = make.draft()
    owner = _browser(app, sign_in, _person(who))
    requirement = dossier.call.requirements[0].id
    answer = _send(owner, dossier.reference, requirement, content)
    assert answer.status_code == status
    assert words in answer.text
    assert queries.current_documents(dossier) == {}


def test_a_stale_or_forged_form_is_refused_in_words(app, sign_in):
    desk = accounts.staff(Role.REVIEWER)
    dossier, who = make.submitted()
    browser = _browser(app, sign_in, desk, second_factor=True)
    path = f"/gestion/accreditations/{dossier.reference}"
    stale = browser.post(f"{path}/examiner")
    assert stale.status_code == 409
    assert "plus, à cette étape" in stale.text
    assert browser.post(f"{path}/accredited").status_code in (404, 405)
    forged = browser.post(
        f"{path}/recommander",
        data={"outcome": "owner", "reason": "criteria_met", "argument": "Oui."},
    )
    assert forged.status_code == 422
    officer = _browser(app, sign_in, _person(who))
    assert officer.post(f"{path}/verifier").status_code == 403
    db.session.refresh(dossier)
    assert dossier.state == DossierState.SUBMITTED


def test_who_has_no_role_is_sent_to_sign_in_or_turned_away(app, client, sign_in):
    assert client.get("/gestion/accreditations").status_code == 303
    unproved = _browser(app, sign_in, accounts.staff(Role.REVIEWER))
    assert unproved.get("/gestion/accreditations").status_code == 303
    assert (
        _browser(app, sign_in, accounts.member()).get("/gestion/accreditations").status_code == 403
    )


def test_an_unknown_decision_number_is_said_to_be_unknown(client):
    for path in ("/associations/verifier/2026-9999", "/associations/verifier?numero=abc"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Aucune décision ne porte ce numéro" in answer.text
    assert client.get("/associations/verifier").status_code == 200
    assert client.get("/associations/inconnue").status_code == 404


def test_overdue_counts_are_public_and_name_nobody(client):
    dossier, _ = make.at_consulate()
    make.let_deadline_pass(dossier)
    page = client.get("/associations").text
    row = re.search(r"<tr data-state=\"late\">.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert "Avis du consulat attendu" in row.group()
    assert dossier.organisation.name not in page


def test_a_refused_association_is_in_no_register_but_its_decision_can_be_verified(client):
    dossier, _ = make.decided("refused")
    assert dossier.organisation.name not in client.get("/associations").text
    assert client.get(f"/associations/{dossier.organisation.slug}").status_code == 404
    (decision,) = queries.decisions(dossier)
    assert "Pas d’accréditation" in client.get(f"/associations/verifier/{decision.number}").text


def test_the_association_appeals_and_a_third_person_answers_on_their_pages(app, sign_in):
    dossier, who = make.decided("refused")
    owner = _browser(app, sign_in, _person(who))
    path = f"/associations/dossiers/{dossier.reference}"
    (decision,) = set(re.findall(r'name="decision" value="(\d+)"', owner.get(path).text))
    answer = owner.post(f"{path}/recours", data={"decision": decision, "grounds": "Relisez."})
    assert answer.status_code == 303
    third = _browser(app, sign_in, accounts.staff(Role.STEERING_COMMITTEE), second_factor=True)
    desk = f"/gestion/accreditations/{dossier.reference}"
    page = third.get(f"{desk}/recours").text
    assert "Relisez." in page
    (appeal,) = set(re.findall(r'name="appeal" value="(\d+)"', page))
    data = {"appeal": appeal, "result": "overturned", "reason": "new_evidence", "words": "Oui."}
    assert third.post(f"{desk}/recours", data=data).status_code == 303
    late = third.post(f"{desk}/recours", data=data | {"words": "Trop tard."})
    assert late.status_code == 409
    assert "Aucun recours n’attend de réponse." in late.text
    assert "Trop tard." in late.text
    db.session.refresh(dossier)
    assert dossier.state == DossierState.UNDER_REVIEW


@pytest.mark.parametrize(
    "bring",
    [
        *(make.submitted, make.checking, make.returned, make.at_consulate, make.under_review),
        *(make.recommended, make.decided),
        lambda: make.decided("provisional"),
        lambda: make.decided("closed_without_prejudice"),
    ],
)
def test_every_state_has_its_pages(app, sign_in, bring):
    dossier, who = bring()
    owner = _browser(app, sign_in, _person(who))
    assert owner.get(f"/associations/dossiers/{dossier.reference}").status_code == 200
    assert owner.get("/associations/dossiers").status_code == 200
    desk = _browser(app, sign_in, accounts.staff(Role.REVIEWER), second_factor=True)
    for page in ("", "/decision"):
        assert desk.get(f"/gestion/accreditations/{dossier.reference}{page}").status_code == 200
    make.let_deadline_pass(dossier)
    assert desk.get("/gestion/accreditations?late=true").status_code == 200
    assert desk.get(f"/gestion/accreditations/{dossier.reference}").status_code == 200
    assert owner.get(f"/associations/dossiers/{dossier.reference}").status_code == 200


def test_the_association_is_written_to_when_the_desk_moves(app):
    dossier, who = make.returned()
    subjects = list(db.session.scalars(select(Mail.subject).order_by(Mail.id)))
    assert subjects[-1].endswith("Des pièces sont demandées")
    texts = list(db.session.scalars(select(Mail.text).order_by(Mail.id)))
    assert f"/associations/dossiers/{dossier.reference}" in texts[-1]
    assert set(db.session.scalars(select(Mail.to_address))) == {_person(who).email}
