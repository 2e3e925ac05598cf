"""What the doors of follow-up refuse: stale forms, forged words, foreign things, files that lie."""

import io

import pytest

from app.accounts.models import Role
from app.core.db import db
from app.followup import actions, queries
from app.followup.models import (
    ClosureAct,
    Commitment,
    CommitmentChange,
    Evidence,
    Link,
    Measurement,
    Response,
)
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.factories import giving
from tests.followup.test_actions import PNG

WORK = "/gestion/suivi/recommandations"
HELD = "/gestion/suivi/engagements"
REPORTS = "/gestion/suivi/rapports"
FIFTY_MEGABYTES = 50 * 1024 * 1024


@pytest.fixture
def desk(client, sign_in):
    """A browser of the secretariat."""
    return sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)


def rows() -> dict[str, int]:
    """Count what the acts of these tests would write."""
    kinds = (Response, Commitment, CommitmentChange, ClosureAct, Evidence, Link, Measurement)
    db.session.rollback()
    return {kind.__name__: db.session.query(kind).count() for kind in kinds}


def body() -> str:
    return make.body().slug


STALE = {
    "reponse": lambda: {"decision": "accepted", "reason": "Oui."},
    "engagements": lambda: {"deliverable": "Deux journées.", "lead": body()},
    "cloture": lambda: {"to": "requested", "reason": "Vérifiée."},
}


@pytest.mark.parametrize("act", STALE)
def test_a_form_drawn_before_a_change_writes_nothing(desk, act):
    issued = make.recommendation()
    make.verified(make.commitment(issued))
    stale = make.reread(issued).revision - 1
    sent = STALE[act]() | {"revision": stale}
    before = rows()
    answer = desk.post(f"{WORK}/{issued.id}/{act}", data=sent)
    assert answer.status_code == 409
    assert "a changé entre-temps" in answer.text
    assert rows() == before
    fresh = sent | {"revision": make.reread(issued).revision}
    assert desk.post(f"{WORK}/{issued.id}/{act}", data=fresh).status_code == 303


STALE_HELD = {
    "echeance": lambda: {"due_on": "2099-01-01", "reason": "Véhicule."},
    "relais": lambda: {"lead": body(), "reason": "Compétence."},
    "personnes": lambda: {"reason": "Départ."},
    "obstacle": lambda: {"blocked": "true", "reason": "Accord."},
}


@pytest.mark.parametrize("act", STALE_HELD)
def test_a_form_of_a_commitment_drawn_before_a_change_writes_nothing(desk, act):
    promise = make.commitment(due_on=make.in_days(9))
    actions.enter_budget(make.secretariat(), promise, kind="planned", amount="5")
    stale = make.reread(promise).revision - 1
    sent = STALE_HELD[act]() | {"revision": stale}
    before = rows()
    answer = desk.post(f"{HELD}/{promise.id}/{act}", data=sent)
    assert answer.status_code == 409
    assert rows() == before


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("reponse", {"decision": "closed", "reason": "x"}),
        ("reponse", {"decision": "accepted"}),
        ("cloture", {"to": "verified", "reason": "x"}),
        ("cloture", {"to": "requested"}),
        ("engagements", {"deliverable": "x", "lead": "rien"}),
        ("engagements", {"deliverable": "x", "lead": "", "due_on": "2099-02-31"}),
    ],
)
def test_a_forged_word_is_refused_in_words(desk, act, sent):
    issued = make.recommendation()
    before = rows()
    answer = desk.post(f"{WORK}/{issued.id}/{act}", data=sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert rows() == before


@pytest.mark.parametrize("word", ["kept!", "received", "", "supprimée"])
def test_a_concern_is_moved_nowhere_else(desk, word):
    concern = actions.enter_concern(make.secretariat(), words="Mes papiers.")
    answer = desk.post(f"/gestion/suivi/preoccupations/{concern.ref}", data={"to": word})
    assert answer.status_code == 422
    assert make.reread(concern).state == "kept"


def test_what_belongs_to_another_thing_is_not_found(app, desk, sign_in):
    mine, other = make.commitment(), make.commitment()
    line = actions.enter_budget(make.secretariat(), other, kind="planned", amount="5")
    measure = actions.measure_commitment(make.secretariat(), other, title="Journées", target=2)
    before = rows()
    away = desk.post(f"{HELD}/{mine.id}/argent/{line.id}/retrait", data={"reason": "x"})
    assert away.status_code == 404
    report = {"execution": "done", "words": "x", f"measure-{measure.id}": "2"}
    assert desk.post(f"{HELD}/{mine.id}/rapports", data=report).status_code == 404
    assert rows() == before
    draft = make.report(mine)
    for act in ("", "/preuves", "/envoi", "/validation"):
        assert desk.post(f"{REPORTS}/{draft.id}{act}", data=report).status_code == 404
    assert make.reread(draft).state == "draft"
    assert make.reread(line).withdrawn_at is None


def test_a_link_names_things_that_are_there_and_closes_no_circle(desk):
    first, second = make.recommendation(), make.recommendation()
    names = [f"recommendation:{one.ref}" for one in (first, second)]
    link = {"recommendation": first.id, "kind": "supersedes", "start": names[0]}
    for end in ("recommendation:RIEN/R-01", "lot:rien", "rien", "concern:P-99", names[0]):
        answer = desk.post("/gestion/suivi/liens", data=link | {"end": end})
        assert answer.status_code == 422, end
    assert rows()["Link"] == 0
    assert desk.post("/gestion/suivi/liens", data=link | {"end": names[1]}).status_code == 303
    back = {"recommendation": first.id, "kind": "supersedes", "start": names[1], "end": names[0]}
    assert desk.post("/gestion/suivi/liens", data=back).status_code == 422
    assert rows()["Link"] == 1


def test_a_reference_alone_names_what_is_linked(desk):
    first, second = make.recommendation(), make.recommendation()
    link = {"recommendation": first.id, "kind": "supersedes", "start": first.ref}
    answer = desk.post("/gestion/suivi/liens", data=link | {"end": second.ref.lower()})
    assert answer.status_code == 303
    assert rows()["Link"] == 1


def test_money_to_be_linked_is_chosen_and_said_beside_its_list(desk):
    found = make.recommendation()
    money = {"recommendation": found.id, "kind": "implements", "end": f"recommendation:{found.ref}"}
    page = desk.post("/gestion/suivi/liens", data=money).text
    assert page.count('id="start-error"') == 1
    assert page.index('id="money"') < page.index('id="start-error"') < page.index('id="link"')


def test_why_a_link_is_withdrawn_is_asked_beside_that_link(desk):
    found, other = make.recommendation(), make.recommendation()
    link = {"recommendation": found.id, "kind": "supersedes", "start": found.ref}
    desk.post("/gestion/suivi/liens", data=link | {"end": other.ref})
    number = db.session.query(Link).one().id
    sent = {"recommendation": found.id}
    page = desk.post(f"/gestion/suivi/liens/{number}/retrait", data=sent).text
    assert page.count('id="reason-error"') == 1


def test_the_summary_of_a_refused_form_leads_to_its_field(desk):
    found = make.recommendation()
    for act in ("reponse", "cloture"):
        page = desk.post(f"{WORK}/{found.id}/{act}", data={"to": "requested"}).text
        assert 'href="#reason"' in page
        assert page.count('id="reason"') == 1, act


def test_a_concern_is_entered_with_its_words_only(desk):
    answer = desk.post("/gestion/suivi/preoccupations/nouvelle", data={"channel": "letter"})
    assert answer.status_code == 422
    assert 'id="words-error"' in answer.text


def test_french_words_are_marked_on_an_english_page(app, client):
    shown = make.recommendation(source=giving.source().code)
    client.get("/langue/en")
    page = client.get(f"/suivi/{shown.ref}").text
    assert f'<span lang="fr">{shown.title}</span>' in page
    assert f'<span lang="fr">{shown.text}</span>' in page


LIES = {
    "program.pdf": b"MZ" + b"\0" * 200,
    "program.png": b"\x7fELF" + b"\0" * 200,
    "script.jpg": b"#!/bin/sh\nrm -rf /\n",
    "page.png": b"<html><script>alert(1)</script></html>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "archive.pdf": b"PK\x03\x04" + b"\0" * 200,
    "empty.pdf": b"",
}


def test_who_comes_second_reads_why_and_finds_their_words(client, sign_in):
    report = make.sent(make.commitment())
    validator = sign_in(client, people.staff(Role.TECHNICAL_COMMITTEE), second_factor=True)
    address = f"{REPORTS}/{report.id}/validation"
    said = {"confirmed": "true", "execution": "done", "words": "Vu sur place."}
    assert validator.post(address, data=said).status_code == 303
    answer = validator.post(address, data=said | {"words": "Revu le lendemain."})
    assert answer.status_code == 403
    assert "ou ce n’est plus le moment" in answer.text
    assert "Revu le lendemain." in answer.text


@pytest.fixture
def own_draft(app, sign_in):
    """A draft, and the browser of its author."""
    person = people.staff(Role.SECRETARIAT)
    draft = make.report(make.commitment(), people.actor(person, second_factor=True))
    return draft, sign_in(app.test_client(), person, second_factor=True)


@pytest.mark.parametrize("name", LIES)
def test_a_file_that_is_not_what_its_name_says_is_refused(own_draft, name):
    draft, author = own_draft
    sent = {"caption": "La file", "file": (io.BytesIO(LIES[name]), name)}
    answer = author.post(f"{REPORTS}/{draft.id}/preuves", data=sent)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert "La file" in answer.text
    assert rows()["Evidence"] == 0


def test_an_upload_of_fifty_megabytes_is_refused_before_it_is_read(own_draft):
    draft, author = own_draft
    address = f"{REPORTS}/{draft.id}/preuves"
    sent = {"caption": "La file", "file": (io.BytesIO(PNG), "file.png")}
    answer = author.post(
        address, data=sent, environ_overrides={"CONTENT_LENGTH": str(FIFTY_MEGABYTES)}
    )
    assert answer.status_code == 413
    sent = {"caption": "La file", "file": (io.BytesIO(PNG), "file.png")}
    assert rows()["Evidence"] == 0
    assert author.post(address, data=sent).status_code == 303


def test_a_replay_of_any_form_writes_once(desk):
    issued = make.recommendation()
    key = "5f0e0c66-0f5c-4a40-9d7e-0a3e5b1f6a01"
    promise = {"deliverable": "Deux journées.", "lead": body(), "key": key}
    for _time in range(3):
        assert desk.post(f"{WORK}/{issued.id}/engagements", data=promise).status_code == 303
    assert len(queries.commitments_of(make.reread(issued))) == 1
    held = queries.commitments_of(issued)[0]
    money = {"kind": "planned", "amount": "5", "key": key.replace("01", "02")}
    for _time in range(3):
        assert desk.post(f"{HELD}/{held.id}/argent", data=money).status_code == 303
    assert len(make.reread(held).budget) == 1
