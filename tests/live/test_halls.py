"""Staff of an embassy or an association enter what the people of a hall ask."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Person, Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import NotAllowed, SignInRequired, TooMany
from app.core.throttle import throttle
from app.directory.models import Organisation, OrganisationKind
from app.live import actions, schemas
from app.live.models import Question, QuestionState, RoomState
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

SAID = {"hall": "Maison du Mali, Montreuil", "country": "FR", "body": "Quand ouvrira le guichet ?"}


@pytest.fixture
def embassy(app: Flask) -> Organisation:
    row = Organisation(
        slug="ambassade-paris",
        name="Ambassade du Mali à Paris",
        kind=OrganisationKind.EMBASSY,
        sort_name="ambassade du mali a paris",
        search_text="ambassade",
        country="FR",
    )
    db.session.add(row)
    db.session.commit()
    return row


def officer(embassy: Organisation) -> Person:
    """Return somebody who answers in the embassy's name."""
    person = people.member(name="Salif Doumbia")
    people.grant(person, Role.RESPONDENT, organisation_id=embassy.id)
    return person


def test_what_is_entered_says_for_whom_and_by_whom(embassy: Organisation) -> None:
    room, staff = live.room(), people.actor(officer(embassy), second_factor=True)
    asked = actions.enter_question(
        staff, room, organisation=embassy.slug, spoken_by="une mère de famille", **SAID
    )
    public = schemas.public_view(asked, 0)
    assert (public["author"], public["country"]) == (None, "FR")
    assert public["entered_for"] == {
        "organisation": "Ambassade du Mali à Paris",
        "hall": "Maison du Mali, Montreuil",
        "spoken_by": "une mère de famille",
    }
    assert staff.name not in str(public)
    assert schemas.desk_view(asked, 0)["entered_by"] == staff.name


def test_it_is_not_bound_by_the_five_that_wait_but_by_thirty_a_minute(
    embassy: Organisation,
) -> None:
    throttle.setup("memory://")
    room, staff = live.room(), people.actor(officer(embassy), second_factor=True)
    for _ in range(30):
        actions.enter_question(staff, room, organisation=embassy.slug, **SAID)
    assert room.asked == 30
    with pytest.raises(TooMany):
        actions.enter_question(staff, room, organisation=embassy.slug, **SAID)


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(embassy: Organisation) -> None:
    room = live.room()
    for stranger, refusal in (
        (live.guest_actor(), NotAllowed),
        (people.actor(people.member()), NotAllowed),
        (people.staff_actor(Role.MODERATOR), NotAllowed),
        (ANONYMOUS, SignInRequired),
    ):
        with pytest.raises(refusal):
            actions.enter_question(stranger, room, organisation=embassy.slug, **SAID)
    assert room.asked == 0


def test_a_closed_room_takes_none(embassy: Organisation) -> None:
    staff = people.actor(officer(embassy), second_factor=True)
    with pytest.raises(actions.RoomClosed):
        actions.enter_question(
            staff, live.room(RoomState.CLOSED), organisation=embassy.slug, **SAID
        )


def test_the_page_keeps_the_hall_from_one_question_to_the_next(
    embassy: Organisation, app: Flask, sign_in: Callable[..., Client]
) -> None:
    room = live.room()
    person = officer(embassy)
    client = sign_in(app.test_client(), person, second_factor=True)
    address = f"/direct/{room.slug}/saisie"
    assert address in client.get(f"/direct/{room.slug}").text
    data = SAID | {"organisation": embassy.slug, "key": str(uuid4())}
    answer = client.post(address, data=data)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert 'value="Maison du Mali, Montreuil"' in page
    assert "Quand ouvrira le guichet" in page
    assert client.post(address, data=data | {"body": "", "key": str(uuid4())}).status_code == 422


def test_strangers_do_not_see_the_page(
    embassy: Organisation, app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    room = live.room()
    assert client.get(f"/direct/{room.slug}/saisie").status_code in (303, 401)
    guest = sign_in(app.test_client(), people.guest())
    assert guest.get(f"/direct/{room.slug}/saisie").status_code == 403
    assert "/saisie" not in guest.get(f"/direct/{room.slug}").text


def test_everybody_reads_that_it_was_entered(
    embassy: Organisation, app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    room, staff = live.room(), people.actor(officer(embassy), second_factor=True)
    asked = actions.enter_question(staff, room, organisation=embassy.slug, **SAID)
    desk = sign_in(app.test_client(), people.staff(Role.MODERATOR), second_factor=True)
    assert f"saisie par {staff.name}" in desk.get(f"/direct/{room.slug}/bureau").text
    actions.moderate_question(live.moderator(room), asked, to="taken")
    said = "Saisie par Ambassade du Mali à Paris, au nom de Maison du Mali, Montreuil"
    for part in ("", "/texte"):
        page = client.get(f"/direct/{room.slug}{part}").text
        assert said in page
        assert staff.name not in page


def test_a_program_enters_too(
    embassy: Organisation, app: Flask, sign_in: Callable[..., Client]
) -> None:
    room = live.room()
    person = officer(embassy)
    client = sign_in(app.test_client(), person, second_factor=True)
    data = SAID | {"organisation": embassy.slug, "key": str(uuid4())}
    first = client.post(f"/api/v1/rooms/{room.slug}/entries", json=data)
    again = client.post(f"/api/v1/rooms/{room.slug}/entries", json=data)
    assert (first.status_code, first.json) == (201, again.json)
    assert db.session.scalars(db.select(Question)).one().state == QuestionState.RECEIVED
