"""The staff's page shows what each role entrusts, and nothing to others."""

import pytest

from app.accounts.models import Role
from tests.factories import accounts, live


def test_nobody_is_asked_who_they_are(client):
    assert client.get("/gestion").status_code == 401


def test_a_guest_is_turned_away(client, sign_in):
    assert sign_in(client, accounts.guest()).get("/gestion").status_code == 403


def test_a_role_without_its_second_factor_is_turned_away(client, sign_in):
    person = accounts.staff(Role.MODERATOR)
    assert sign_in(client, person, second_factor=False).get("/gestion").status_code == 403


@pytest.mark.parametrize(
    ("role", "sees_desk", "sees_feed", "sees_people"),
    [
        (Role.MODERATOR, True, True, False),
        (Role.RAPPORTEUR, False, True, False),
        (Role.SECRETARIAT, True, True, True),
        (Role.TREASURER, False, False, False),
    ],
)
def test_each_role_sees_its_own_doors(client, sign_in, role, sees_desk, sees_feed, sees_people):
    room = live.room()
    page = sign_in(client, accounts.staff(role), second_factor=True).get("/gestion")

    assert page.status_code == 200
    assert (f"/direct/{room.slug}/bureau" in page.text) == sees_desk
    assert (f"/direct/{room.slug}/redaction" in page.text) == sees_feed
    assert ("/gestion/personnes" in page.text) == sees_people


def test_who_has_no_room_reads_first_what_they_do(client, sign_in):
    page = sign_in(client, accounts.staff(Role.TREASURER), second_factor=True).get("/gestion").text
    assert page.index("Préparer une écriture") < page.index("Aucune salle ne vous est confiée.")


def test_a_moderator_of_one_meeting_does_not_see_another_ones_desk(client, sign_in):
    mine, other = live.room(), live.room()
    person = accounts.staff(Role.MODERATOR, meeting_id=mine.meeting_id)
    page = sign_in(client, person, second_factor=True).get("/gestion")

    assert f"/direct/{mine.slug}/bureau" in page.text
    assert f"/direct/{other.slug}/bureau" not in page.text


@pytest.mark.parametrize(
    ("role", "keeps_money", "keeps_programmes"),
    [
        (Role.SECRETARIAT, True, True),
        (Role.APPROVER, True, True),
        (Role.REVIEWER, False, True),
        (Role.RESPONDENT, False, True),
        (Role.MODERATOR, False, False),
    ],
)
def test_who_has_an_act_to_do_on_gifts_and_programmes_finds_its_door(
    client, sign_in, role, keeps_money, keeps_programmes
):
    page = sign_in(client, accounts.staff(role), second_factor=True).get("/gestion")

    assert ('class="door" href="/gestion/dons"' in page.text) == keeps_money
    assert ('class="door" href="/programmes"' in page.text) == keeps_programmes
