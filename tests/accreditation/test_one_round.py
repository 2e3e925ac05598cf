"""A form tells all that is wrong in it at once, each sentence beside its field."""

import io
from collections.abc import Callable

from flask import Flask

from app.accounts.models import Person, Role
from app.accreditation import actions, queries
from app.core.actors import Actor
from app.core.db import db
from tests.conftest import Client
from tests.factories import accounts
from tests.factories import accreditation as make
from tests.giving.test_bad_input import beside

SignIn = Callable[..., Client]
NEEDED = "Cette réponse est nécessaire."
NOT_FITTING = "Ce motif ne va pas avec cette décision."


def person(actor: Actor) -> Person:
    found = db.session.get(Person, actor.id)
    assert found is not None
    return found


def test_a_call(app: Flask, client: Client, sign_in: SignIn) -> None:
    sign_in(client, accounts.staff(Role.SECRETARIAT), second_factor=True)
    sent = {
        "title": "",
        "slug": "appel",
        "opens_on": "2026-01-10",
        "closes_on": "2026-01-09",
        "criteria": "Agir",
        "requirements": "Statuts\n| signés",
    }
    answer = client.post("/gestion/accreditations/appels", data=sent)
    assert answer.status_code == 422
    assert NEEDED in beside(answer, "title")
    assert beside(answer, "closes_on") == "La fin vient avant le début."
    assert beside(answer, "requirements") == "Chaque ligne commence par le nom de la pièce."


def test_a_document_and_its_file(app: Flask, client: Client, sign_in: SignIn) -> None:
    dossier, who = make.draft()
    sign_in(client, person(who))
    sent = {
        "requirement": str(dossier.call.requirements[0].id),
        "expires_on": "2020-01-01",
        "note": "x" * 501,
        "file": (io.BytesIO(b"MZ\x90\x00 a renamed executable"), "statuts.pdf"),
    }
    answer = client.post(
        f"/associations/dossiers/{dossier.reference}/pieces",
        data=sent,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "ni un PDF ni une image" in beside(answer, "file")
    assert "envoyez une pièce encore valable" in beside(answer, "expires_on")
    assert "500 signes au plus" in beside(answer, "note")
    assert queries.current_documents(dossier) == {}


def test_documents_asked_for(app: Flask, client: Client, sign_in: SignIn) -> None:
    desk = make.reviewer()
    dossier, _who = make.checking(desk)
    first, second = dossier.call.requirements[:2]
    sign_in(client, person(desk), second_factor=True)
    address = f"/gestion/accreditations/{dossier.reference}/demander"
    sent = {f"reason-{first.id}": "other", f"reason-{second.id}": "gone", "words": "x" * 2001}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert beside(answer, f"words-{first.id}").startswith("Dites ce motif en quelques mots")
    assert beside(answer, f"reason-{second.id}") == "Cette réponse n’est pas valable."
    assert "2000 signes au plus" in beside(answer, "words")
    none = client.post(address, data={f"reason-{first.id}": "none", "words": "x" * 2001})
    assert "Choisissez au moins une pièce de la liste" in none.text
    assert "2000 signes au plus" in beside(none, "words")
    assert dossier.rounds == 0


def test_a_recommendation(app: Flask, client: Client, sign_in: SignIn) -> None:
    desk = make.reviewer()
    dossier, _who = make.under_review(desk)
    sign_in(client, person(desk), second_factor=True)
    sent = {"outcome": "accredited", "reason": "false_document", "argument": ""}
    answer = client.post(f"/gestion/accreditations/{dossier.reference}/recommander", data=sent)
    assert answer.status_code == 422
    assert beside(answer, "reason") == NOT_FITTING
    assert beside(answer, "argument") == NEEDED


def test_a_decision(app: Flask, client: Client, sign_in: SignIn) -> None:
    dossier, _who = make.recommended()
    proposal = queries.waiting_proposal(dossier)
    assert proposal is not None
    sign_in(client, person(make.decider()), second_factor=True)
    sent = {"proposal": proposal.id, "outcome": "refused", "reason": "criteria_met", "words": ""}
    answer = client.post(f"/gestion/accreditations/{dossier.reference}/decision", data=sent)
    assert answer.status_code == 422
    assert beside(answer, "reason") == NOT_FITTING
    assert beside(answer, "words") == NEEDED


def test_an_answer_to_an_appeal_whose_reason_contradicts_it(
    app: Flask, client: Client, sign_in: SignIn
) -> None:
    dossier, who = make.decided("refused")
    (decision,) = queries.decisions(dossier)
    appeal = actions.lodge_appeal(who, dossier, decision, grounds="Revoyez.")
    sign_in(client, accounts.staff(Role.STEERING_COMMITTEE), second_factor=True)
    sent = {"appeal": appeal.id, "result": "overturned", "reason": "well_founded", "words": ""}
    answer = client.post(f"/gestion/accreditations/{dossier.reference}/recours", data=sent)
    assert answer.status_code == 422
    assert beside(answer, "reason") == NOT_FITTING
    assert beside(answer, "words") == NEEDED
