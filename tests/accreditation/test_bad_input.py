"""What cannot be is refused in words beside its field, and nothing is written."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person, Role
from app.accreditation import queries
from app.accreditation.models import Call, Decision, Document, Dossier, Step
from app.core.db import db
from app.core.facts import FactRecord
from tests.factories import accounts
from tests.factories import accreditation as make
from tests.giving.test_bad_input import beside


@pytest.fixture
def database_kind() -> str:
    """One kind of database: what is refused here never reaches it."""
    return "sqlite"


def written() -> dict[str, int]:
    """Return how many rows and facts there are."""
    db.session.rollback()
    models = (Call, Dossier, Document, Step, Decision, FactRecord)
    return {
        model.__name__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in models
    }


def browser(app: Any, sign_in: Any, person: Person, **options: Any) -> Any:
    return sign_in(app.test_client(), person, **options)


def test_a_dossier_that_cannot_be_opened(app: Any, sign_in: Any) -> None:
    call = make.call()
    officer = browser(app, sign_in, accounts.member())
    right = {
        "name": "Les Amis du fleuve",
        "country": "FR",
        "city": "Lyon",
        "officer_function": "Présidente",
        "presentation": "Nous accueillons.",
    }
    before = written()
    for field, wrong in (
        ("country", "ZZ"),
        ("country", "France"),
        ("name", ""),
        ("name", "x" * 161),
        ("city", "   "),
        ("presentation", "x" * 2001),
    ):
        sent = right | {field: wrong, "key": str(uuid4())}
        answer = officer.post(f"/associations/demander/{call.slug}", data=sent)
        assert answer.status_code == 422, (field, wrong)
        assert beside(answer, field)
    assert written() == before
    sent = right | {"key": str(uuid4()), "state": "accredited", "is_demonstration": "true"}
    opened = officer.post(f"/associations/demander/{call.slug}", data=sent)
    assert opened.status_code == 303
    after = written()
    again = officer.post(f"/associations/demander/{call.slug}", data=sent)
    assert again.location == opened.location
    assert written() == after
    assert [each.state.value for each in db.session.scalars(select(Dossier))] == ["draft"]


def test_a_call_that_ends_before_it_starts(app: Any, sign_in: Any) -> None:
    secretary = browser(app, sign_in, accounts.staff(Role.SECRETARIAT), second_factor=True)
    right = {
        "title": "Appel",
        "slug": "appel",
        "opens_on": "2026-01-10",
        "criteria": "Agir",
        "requirements": "Statuts",
    }
    before = written()
    for field, wrong, words in (
        ("closes_on", "2026-01-09", "La fin vient avant le début."),
        ("opens_on", "31/12/2026", ""),
        ("slug", "Appel Été", ""),
        ("criteria", "x" * 201, "Une ligne est trop longue"),
        ("requirements", "\n".join(["Statuts"] * 31), "Trop de lignes"),
    ):
        sent = right | {field: wrong, "key": str(uuid4())}
        answer = secretary.post("/gestion/accreditations/appels", data=sent)
        assert answer.status_code == 422, (field, wrong)
        assert words in beside(answer, field)
    assert written() == before


def test_a_dossier_of_another_association(app: Any, sign_in: Any) -> None:
    theirs, _who = make.draft()
    own, who = make.draft()
    person = db.session.get(Person, who.id)
    assert person is not None
    officer = browser(app, sign_in, person)
    requirement = str(theirs.call.requirements[0].id)
    before = written()
    path = f"/associations/dossiers/{theirs.reference}"
    for act in ("deposer", "presentation", "repondre", "retirer", "renouveler", "recours"):
        assert officer.post(f"{path}/{act}", data={"key": str(uuid4())}).status_code == 404, act
    sent = {"requirement": requirement, "key": str(uuid4())}
    assert officer.post(f"{path}/pieces", data=sent).status_code == 404
    foreign = officer.post(f"/associations/dossiers/{own.reference}/pieces", data=sent)
    assert foreign.status_code == 422
    assert beside(foreign, "file")
    assert written() == before


def test_a_decision_that_is_not_the_persons_to_take(app: Any, sign_in: Any) -> None:
    desk = make.reviewer()
    dossier, who = make.recommended(desk)
    before = written()
    path = f"/gestion/accreditations/{dossier.reference}/decision"
    proposal = queries.waiting_proposal(dossier)
    assert proposal is not None
    right = {"proposal": str(proposal.id), "outcome": "accredited", "reason": "criteria_met"}
    sent = right | {"words": "Oui.", "key": str(uuid4())}
    recommender = db.session.get(Person, desk.id)
    assert recommender is not None
    officer = db.session.get(Person, who.id)
    assert officer is not None
    for person in (recommender, officer, accounts.staff(Role.SECRETARIAT)):
        answer = browser(app, sign_in, person, second_factor=True).post(path, data=sent)
        assert answer.status_code in (403, 404), person.name
    decider = browser(app, sign_in, accounts.staff(Role.DECIDER), second_factor=True)
    for field, wrong in (
        ("outcome", "owner"),
        ("outcome", "draft"),
        ("reason", "friends"),
        ("words", ""),
        ("proposal", "0"),
        ("proposal", "999999"),
    ):
        answer = decider.post(path, data=sent | {field: wrong, "key": str(uuid4())})
        assert answer.status_code in (404, 409, 422), (field, wrong)
    assert written() == before
