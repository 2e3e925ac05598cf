"""The pages of follow-up, as the public, the authors and those who work see them."""

import io
from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.followup import actions, queries
from app.followup.models import Closure, Concern, ProgressReport, Recommendation
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.factories import live
from tests.followup.test_actions import PNG

SECRET = "Aminata Protégée"


@pytest.fixture
def desk(client, sign_in):
    """A browser of the secretariat."""
    return sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)


def browser(app, sign_in, *roles: Role):
    return sign_in(app.test_client(), people.staff(*roles), second_factor=True)


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.get_data(as_text=True)


def test_an_empty_dashboard_says_so(client):
    page = text_of(client, "/suivi")
    assert "Aucune recommandation ici." in page
    for address in (
        "/suivi/axes",
        "/suivi/organismes",
        "/suivi/preoccupations",
        "/suivi/liste.csv",
    ):
        text_of(client, address)


def test_the_dashboard_counts_what_is_late_and_says_the_unknown(client):
    late = make.commitment(due_on=make.in_days(-12)).recommendation
    quiet = make.recommendation(text="Ouvrir des stages.")
    page = text_of(client, "/suivi")
    assert "12 jours de retard" in page
    assert late.ref in page
    assert quiet.ref in page
    assert "Aucun rapport reçu. Rien à mesurer." in page
    only = text_of(client, "/suivi?timeliness=late")
    assert late.ref in only
    assert f"/suivi/{quiet.ref}" not in only


@pytest.mark.parametrize(
    "filters",
    [
        *("timeliness=late", "timeliness=undated", "verified=none", "verified=done"),
        *("flag=silent", "flag=blocked", "flag=rescheduled", "closure=standing", "decision=noted"),
        *("closure=closed", "sort=due", "sort=ref", "sort=recent", "sort=state", "country=MA"),
        *("body=inconnu", "axis=AX1", "axis=X:AXE1", "theme=sante", "page=99", "instrument=x"),
        *("timeliness=forged", "page=-1", "page=x", "country=QQ", "sort=%00", "other=1"),
    ],
)
def test_every_filter_of_the_dashboard_answers(client, filters):
    make.verified(make.commitment(due_on=make.in_days(9)))
    text_of(client, f"/suivi?{filters}")
    text_of(client, f"/suivi/liste.csv?{filters}")


def test_filters_and_counts_agree(app):
    promise = make.commitment(due_on=make.in_days(-5))
    make.verified(make.commitment(due_on=make.in_days(5)))
    counted = queries.counts(ANONYMOUS, {}, make.today())
    assert (counted.total, counted.shown, counted.late, counted.due_soon) == (2, 2, 1, 0)
    assert [(group.total, group.late) for group in counted.bodies] == [(1, 1), (1, 0)]
    lines = queries.lines(ANONYMOUS, {"body": promise.lead.slug}, make.today())
    assert [line.recommendation.id for line in lines] == [promise.recommendation_id]


def test_a_sheet_runs_no_formula(client):
    make.recommendation(text="=1+1")
    assert "'=1+1" in text_of(client, "/suivi/liste.csv")


def test_the_chain_says_every_gap_and_its_age(client):
    issued = make.recommendation(issued_on=make.in_days(-50))
    page = text_of(client, f"/suivi/{issued.ref}")
    assert "Aucune préoccupation n’est liée" in page
    assert "Aucune réponse n’est enregistrée" in page
    assert "attendu depuis 50 jours" in page
    text_of(client, "/suivi/CCMEX-9/R-99", 404)


def test_a_whole_case_is_carried_through_by_hand(app, client, sign_in, desk):
    meeting = live.meeting(slug="ccmex-1")
    question = live.question(live.room(meeting=meeting), body="Pourquoi aller à Rabat ?")
    body, key = make.body(), str(uuid4())
    address = f"/gestion/suivi/preoccupations/nouvelle?question={question.id}"
    assert question.body in text_of(desk, address)
    for _time in range(2):
        answer = desk.post(address, data={"key": key})
        assert (answer.status_code, answer.location) == (303, "/suivi/preoccupations/P-1")
    address = "/gestion/suivi/recommandations/nouvelle?rencontre=ccmex-1&preoccupation=P-1"
    assert "P-1" in text_of(desk, address)
    issue = {"instrument": "CCMEX-1", "text": "Tenir une permanence.", "concern": "P-1"}
    issue |= {
        "issued_on": make.today().isoformat(),
        "nature": "recommendation",
        "key": str(uuid4()),
    }
    for _time in range(2):
        answer = desk.post(address, data=issue)
        assert answer.location == "/suivi/CCMEX-1/R-01"
    issued = queries.recommendation(ANONYMOUS, "CCMEX-1/R-01")
    work = f"/gestion/suivi/recommandations/{issued.id}"
    text_of(desk, work)
    answered = {"decision": "accepted", "reason": "Oui.", "signatory": body.slug, "revision": 0}
    assert desk.post(f"{work}/reponse", data=answered).status_code == 303
    assert desk.post(f"{work}/reponse", data=answered).status_code == 409
    promised = {"deliverable": "Deux journées.", "lead": body.slug, "due_on": "2099-01-01"}
    assert desk.post(f"{work}/engagements", data=promised).status_code == 303
    promise = queries.commitments_of(make.reread(issued))[0]
    held = f"/gestion/suivi/engagements/{promise.id}"
    money = {"kind": "planned", "amount": "1 000 000", "currency": "XOF"}
    assert desk.post(f"{held}/argent", data=money).status_code == 303
    assert desk.post(f"{held}/argent", data=money | {"amount": "1,5"}).status_code == 422
    assert desk.post(f"{held}/mesures", data={"title": "Journées", "target": 2}).status_code == 303
    assert (
        desk.post(f"{held}/obstacle", data={"reason": "Accord.", "blocked": "true"}).status_code
        == 303
    )
    later = {"due_on": "2099-02-01", "reason": "Véhicule."}
    assert desk.post(f"{held}/echeance", data=later).status_code == 303
    text_of(desk, held)
    written = {"execution": "done", "words": "Journées tenues.", "percent": "100"}
    report = desk.post(f"{held}/rapports", data=written).location
    text_of(desk, report)
    proof = {"caption": "La file", "public": "true", "file": (io.BytesIO(PNG), "file.png")}
    assert desk.post(f"{report}/preuves", data=proof).status_code == 303
    forged = {"caption": "La file", "file": (io.BytesIO(b"MZ" * 40), "file.pdf")}
    assert desk.post(f"{report}/preuves", data=forged).status_code == 422
    assert desk.post(f"{report}/preuves", data={"caption": "Rien"}).status_code == 422
    assert desk.post(report, data=written | {"words": "Deux journées tenues."}).status_code == 303
    assert desk.post(f"{report}/envoi").status_code == 303
    text_of(client, "/suivi/CCMEX-1/R-01")
    verify = {"confirmed": "true", "execution": "done", "words": "Constaté."}
    assert desk.post(f"{report}/validation", data=verify).status_code == 403
    technical = browser(app, sign_in, Role.TECHNICAL_COMMITTEE)
    text_of(technical, "/gestion/suivi")
    text_of(technical, report)
    assert technical.post(f"{report}/validation", data=verify).status_code == 303
    asked = {"to": "requested", "reason": "Vérifié."}
    assert desk.post(f"{work}/cloture", data=asked).status_code == 303
    assert desk.post(f"{work}/cloture", data=asked | {"to": "closed"}).status_code == 403
    committee = browser(app, sign_in, Role.STEERING_COMMITTEE)
    text_of(committee, work)
    decided = {"to": "closed", "reason": "Vu en séance.", "meeting": "ccmex-1"}
    assert committee.post(f"{work}/cloture", data=decided).status_code == 303
    assert make.reread(issued).closure == Closure.CLOSED
    visitor = app.test_client()
    chain = text_of(visitor, "/suivi/CCMEX-1/R-01")
    for words in (question.body, "Deux journées tenues.", "Constaté.", "Vu en séance.", "La file"):
        assert words in chain
    assert question.author.name not in chain
    for address in ("/suivi", "/suivi?closure=closed", "/suivi/preoccupations/P-1"):
        assert "CCMEX-1/R-01" in text_of(visitor, address)
    told = visitor.post("/suivi/code", data={"code": question.receipt.lower()})
    assert "CCMEX-1/R-01" in told.get_data(as_text=True)


def test_private_evidence_and_drafts_are_nobody_else_s(app, sign_in):
    author = make.secretariat()
    draft = make.report(make.commitment(), author)
    shown, hidden = (
        actions.add_evidence(
            author, draft, stream=io.BytesIO(PNG + bytes([number])), caption="Liste", public=public
        )
        for number, public in enumerate((True, False))
    )
    visitor, other = app.test_client(), browser(app, sign_in, Role.SECRETARIAT)
    for evidence in (shown, hidden):
        text_of(visitor, f"/suivi/preuves/{evidence.id}", 404)
        text_of(other, f"/suivi/preuves/{evidence.id}", 404)
    text_of(other, f"/gestion/suivi/rapports/{draft.id}", 404)
    actions.submit_report(author, draft)
    answer = visitor.get(f"/suivi/preuves/{shown.id}")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    text_of(visitor, f"/suivi/preuves/{hidden.id}", 404)
    assert other.get(f"/suivi/preuves/{hidden.id}").status_code == 200


def test_a_protected_author_appears_nowhere(app, client, sign_in, desk):
    sent = {"key": str(uuid4()), "words": "Mes papiers.", "name": SECRET, "contact": "secret@x.org"}
    answer = client.post("/suivi/dire", data=sent)
    assert answer.status_code == 201
    concern = db.session.query(Concern).one()
    assert concern.receipt in answer.get_data(as_text=True)
    assert client.post("/suivi/dire", data=sent).status_code == 201
    assert db.session.query(Concern).count() == 1
    visitor = app.test_client()
    assert "Mes papiers." not in text_of(visitor, "/suivi/preoccupations")
    text_of(visitor, "/suivi/preoccupations/P-1", 404)
    move = {"to": "kept"}
    assert desk.post("/gestion/suivi/preoccupations/P-1", data=move).status_code == 303
    issued = make.recommendation(concern="P-1")
    guest = people.guest(name=SECRET)
    asked = live.question(live.room(), author=guest, is_anonymous=True)
    actions.keep_question(make.secretariat(), asked)
    told = visitor.post("/suivi/code", data={"code": concern.receipt}).get_data(as_text=True)
    pages = [
        *("/suivi", "/suivi/liste.csv", "/suivi/preoccupations", "/suivi/preoccupations/P-1"),
        *("/suivi/preoccupations/P-2", f"/suivi/{issued.ref}"),
    ]
    for text in (told, *(text_of(visitor, page) for page in pages)):
        assert SECRET not in text
        assert "secret@x.org" not in text
    for page in (*pages[2:], f"/gestion/suivi/preoccupations/nouvelle?question={asked.id}"):
        assert SECRET not in text_of(desk, page)


def test_a_wrong_code_leads_nowhere(client):
    actions.enter_concern(make.secretariat(), words="Mes mots")
    assert client.post("/suivi/code", data={"code": "DIT-AAAAA-AAAAA"}).status_code == 404
    assert client.post("/suivi/code", data={"code": ""}).status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        *("/gestion/suivi", "/gestion/suivi/recommandations/nouvelle"),
        *("/gestion/suivi/preoccupations/nouvelle", "/gestion/suivi/recommandations/1"),
        *("/gestion/suivi/engagements/1", "/gestion/suivi/rapports/1"),
    ],
)
def test_the_working_pages_are_for_who_works(app, client, sign_in, address):
    make.sent(make.commitment())
    assert client.get(address).status_code == 303
    guest = sign_in(app.test_client(), people.member())
    assert guest.get(address).status_code in (200, 403)
    if "rapports" not in address:
        assert guest.get(address).status_code == 403


def test_a_forged_state_and_a_foreign_thing_write_nothing(desk):
    issued = make.recommendation()
    promise, other = make.commitment(), make.commitment()
    line = actions.enter_budget(make.secretariat(), other, kind="planned", amount="5")
    work = f"/gestion/suivi/recommandations/{issued.id}"
    for data in ({"decision": "pending", "reason": "x"}, {"decision": "forged", "reason": "x"}):
        assert desk.post(f"{work}/reponse", data=data).status_code == 422
    assert desk.post(f"{work}/cloture", data={"to": "forged", "reason": "x"}).status_code == 422
    assert desk.post(f"{work}/cloture", data={"to": "closed", "reason": "x"}).status_code == 403
    foreign = f"/gestion/suivi/engagements/{promise.id}/argent/{line.id}/retrait"
    assert desk.post(foreign, data={"reason": "x"}).status_code in (404, 422)
    past = {"execution": "done", "percent": "101", "words": "x"}
    assert (
        desk.post(f"/gestion/suivi/engagements/{promise.id}/rapports", data=past).status_code == 422
    )
    assert make.reread(issued).decision == "pending"
    assert make.reread(line).withdrawn_at is None
    assert db.session.query(ProgressReport).count() == 0
    assert db.session.query(Recommendation).count() == 3


def test_a_file_over_the_limit_is_refused_before_it_is_read(desk):
    address = f"/gestion/suivi/rapports/{make.report(make.commitment()).id}/preuves"
    sent = {"caption": "x", "file": (io.BytesIO(b"\0" * (11 * 1024 * 1024)), "x.pdf")}
    assert desk.post(address, data=sent).status_code == 413


def test_links_are_made_and_withdrawn(desk):
    first, second = make.recommendation(), make.recommendation()
    link = {"recommendation": first.id, "kind": "supersedes"}
    link |= {"start": f"recommendation:{first.ref}", "end": f"recommendation:{second.ref}"}
    assert desk.post("/gestion/suivi/liens", data=link).status_code == 303
    page = text_of(desk, f"/gestion/suivi/recommandations/{first.id}")
    assert second.ref in page
    number = queries.chain(ANONYMOUS, first, make.today()).links[0].id
    assert second.ref in text_of(desk, f"/suivi/{first.ref}")
    away = {"recommendation": first.id, "reason": "Erreur."}
    assert desk.post(f"/gestion/suivi/liens/{number}/retrait", data=away).status_code == 303
    assert queries.chain(ANONYMOUS, first, make.today()).links == []
