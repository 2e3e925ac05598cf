"""The pages of people and roles, for administrators and the secretariat."""

from typing import Any

import pytest

from app.accounts.models import Person, Role, RoleGrant
from app.core.db import db
from tests.factories import accounts as people
from tests.factories import directory, meetings
from tests.giving.test_bad_input import beside


def manager(client: Any, sign_in: Any, role: Role = Role.ADMINISTRATOR) -> Person:
    person = people.staff(role)
    sign_in(client, person, second_factor=True)
    return person


def test_a_role_is_given_and_taken_back_in_the_page(client: Any, sign_in: Any) -> None:
    manager(client, sign_in)
    person = people.member(name="Awa")
    address = f"/gestion/personnes/{person.id}"
    assert "Awa" in client.get("/gestion/personnes?q=awa").text
    given = client.post(address, data={"role": "moderator", "until": "2999-12-31"})
    assert given.status_code == 303
    grant = db.session.scalars(db.select(RoleGrant).filter_by(person_id=person.id)).one()
    page = client.get(address).text
    assert "31 décembre 2999" in page
    assert client.post(f"{address}/roles/{grant.id}/retirer").status_code == 303
    assert client.post(f"{address}/roles/{grant.id}/retirer").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"role": "king"},
        {"role": "moderator", "until": "2020-01-01"},
        {"role": "moderator", "until": "soon"},
        {"role": "moderator", "place": "meeting:999"},
        {"role": "moderator", "place": "planet:3"},
        {"role": "moderator", "place": "meeting:²"},
    ],
)
def test_a_role_that_does_not_fit_is_corrected(client: Any, sign_in: Any, data: Any) -> None:
    manager(client, sign_in)
    person = people.member()
    assert client.post(f"/gestion/personnes/{person.id}", data=data).status_code == 422
    assert person.grants == []


def test_a_role_tells_all_that_is_wrong_at_once(client: Any, sign_in: Any) -> None:
    manager(client, sign_in)
    address = f"/gestion/personnes/{people.member().id}"
    answer = client.post(address, data={"role": "", "until": "2020-01-01"})
    assert beside(answer, "role") == "Cette réponse est nécessaire."
    assert beside(answer, "until") == "Cette date est passée."


def test_a_role_of_another_person_is_not_taken_by_this_address(client: Any, sign_in: Any) -> None:
    manager(client, sign_in)
    holder, other = people.staff(Role.MODERATOR), people.member()
    (grant,) = holder.grants
    address = f"/gestion/personnes/{other.id}/roles/{grant.id}/retirer"
    assert client.post(address).status_code == 404


def test_nobody_gives_themselves_a_role_in_the_page(client: Any, sign_in: Any) -> None:
    person = manager(client, sign_in)
    address = f"/gestion/personnes/{person.id}"
    assert "demandez à un autre administrateur" in client.get(address).text
    assert client.post(address, data={"role": "treasurer"}).status_code == 403


def test_an_administrator_without_second_factor_is_sent_to_it(client: Any, sign_in: Any) -> None:
    sign_in(client, people.staff(Role.ADMINISTRATOR))
    answer = client.get("/gestion/personnes?q=a")
    assert answer.location == "/connexion/seconde-verification?next=/gestion/personnes?q%3Da"


def test_a_member_manages_nobody(client: Any, sign_in: Any) -> None:
    sign_in(client, people.member())
    assert client.get("/gestion/personnes").status_code == 403
    assert client.post(f"/gestion/personnes/{people.member().id}").status_code == 403


def test_the_secretariat_gives_a_role_on_a_meeting_only(client: Any, sign_in: Any) -> None:
    manager(client, sign_in, Role.SECRETARIAT)
    meeting, person = meetings.meeting(title="CCMEX de test"), people.member()
    address = f"/gestion/personnes/{person.id}"
    page = client.get(address).text
    assert "CCMEX de test" in page
    assert 'value="treasurer"' not in page
    place = f"meeting:{meeting.id}"
    assert client.post(address, data={"role": "treasurer", "place": place}).status_code == 403
    assert client.post(address, data={"role": "moderator"}).status_code == 403
    assert client.post(address, data={"role": "moderator", "place": place}).status_code == 303
    moderator = people.actor(person, second_factor=True)
    assert moderator.holds(Role.MODERATOR, meeting=meeting.id)
    assert not moderator.holds(Role.MODERATOR)
    assert "CCMEX de test" in client.get(address).text


def test_a_role_says_where_it_is_held(client: Any, sign_in: Any) -> None:
    person = people.member(name="Awa")
    people.grant(person, Role.MODERATOR, meeting_id=meetings.meeting(title="CCMEX de test").id)
    unlisted = directory.organisation("Association sans fiche", is_listed=False)
    people.grant(person, Role.ASSOCIATION_OFFICER, organisation_id=unlisted.id)
    directory.organisation("Association d’autrui")
    manager(client, sign_in)
    pages = [client.get(f"/gestion/personnes{where}").text for where in (f"/{person.id}", "?q=awa")]
    sign_in(client, person)
    for page in [client.get("/moi").text, *pages]:
        assert "CCMEX de test" in page
        assert "Association sans fiche" in page
    assert "Association d’autrui" not in client.get("/moi").text
