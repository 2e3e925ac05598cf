"""The pages where the secretariat plans, changes and cancels meetings."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.meetings import queries
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import meetings as factory

PLAN = {
    "title": "Session de janvier",
    "kind": "session",
    "mode": "hybrid",
    "starts_on": "2099-01-29",
    "starts_hour": "10:30",
    "timezone": "Africa/Bamako",
    "city": "Bamako",
    "country": "ML",
    "agenda": "10h30 Ouverture\n11h00 Débat",
}


def test_the_secretariat_plans_a_meeting_with_its_agenda_on_one_page(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    slug = directory.framework().slug
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    answer = client.post("/gestion/rencontres/nouvelle", data=PLAN | {"framework": slug})
    assert (answer.status_code, answer.location) == (303, "/rencontres/session-de-janvier")
    meeting = queries.meeting(ANONYMOUS, "session-de-janvier")
    assert meeting.starts_at == datetime(2099, 1, 29, 10, 30, tzinfo=UTC)
    assert [item.title for item in meeting.agenda] == ["Ouverture", "Débat"]


def test_a_meeting_never_takes_the_address_of_another_page(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    form = PLAN | {"framework": directory.framework().slug, "title": "Nouvelle"}
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    planned = client.post("/gestion/rencontres/nouvelle", data=form)
    assert planned.location == "/rencontres/nouvelle-2"
    assert "Modifier la rencontre" in client.get("/gestion/rencontres/nouvelle-2").text


def test_a_plan_sent_twice_is_one_meeting(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    key = "0b7b6c1e-6f0f-4d6c-9d0e-3f0a3b1d2c4e"
    form = PLAN | {"framework": directory.framework().slug, "key": key}
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    answers = [client.post("/gestion/rencontres/nouvelle", data=form) for _ in range(2)]
    assert {answer.location for answer in answers} == {"/rencontres/session-de-janvier"}
    assert len(queries.every_meeting(ANONYMOUS)) == 1


def test_a_refused_plan_keeps_what_was_written(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    form = PLAN | {"framework": directory.framework().slug, "agenda": "Accueil\n33/12 Rien"}
    answer = client.post("/gestion/rencontres/nouvelle", data=form)
    assert answer.status_code == 422
    assert "Ligne 2" in answer.text
    assert "33/12 Rien" in answer.text
    assert queries.every_meeting(ANONYMOUS) == []


def test_a_change_keeps_what_the_form_does_not_show(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    meeting = factory.undated(slug="une", known_before=date(2025, 11, 27), country="ML")
    factory.concern(meeting, "Logement")
    form = PLAN | {
        "framework": meeting.framework.slug,
        "starts_on": "",
        "starts_hour": "",
        "agenda": "",
    }
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    assert client.post("/gestion/rencontres/une", data=form).status_code == 303
    found = queries.meeting(ANONYMOUS, "une")
    assert (found.title, found.known_before) == ("Session de janvier", date(2025, 11, 27))
    assert [note.text for note in found.notes] == ["Logement"]


def test_a_change_drawn_from_an_older_plan_takes_nothing_back(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    meeting = factory.meeting(slug="une", starts_on=date(2099, 1, 29))
    form = PLAN | {"framework": meeting.framework.slug}
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    page = client.get("/gestion/rencontres/une").text
    (seen,) = re.findall(r'name="seen" value="(\d+)"', page)
    first = form | {"seen": seen, "title": "Session de Bamako"}
    assert client.post("/gestion/rencontres/une", data=first).status_code == 303
    second = client.post("/gestion/rencontres/une", data=form | {"seen": seen, "agenda": ""})
    assert second.status_code == 409
    assert "a changé entre-temps" in second.text
    found = queries.meeting(ANONYMOUS, "une")
    assert found.title == "Session de Bamako"
    assert [item.title for item in found.agenda] == ["Ouverture", "Débat"]


def test_a_cancellation_says_its_effect_and_wants_a_reason(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    factory.meeting(slug="une", starts_on=date(2099, 1, 1))
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    path = "/gestion/rencontres/une/annuler"
    assert "rien de ce qui a été écrit n’est effacé" in client.get(path).text
    assert client.post(path, data={"reason": "Pluie"}).status_code == 422
    assert client.post(path, data={"understood": "true"}).status_code == 422
    assert not queries.meeting(ANONYMOUS, "une").is_cancelled
    assert client.post(path, data={"reason": "Pluie", "understood": "true"}).status_code == 303
    assert queries.meeting(ANONYMOUS, "une").is_cancelled
    assert client.post("/gestion/rencontres/une/retablir").status_code == 303
    assert not queries.meeting(ANONYMOUS, "une").is_cancelled


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gestion/rencontres"),
        ("GET", "/gestion/rencontres/nouvelle"),
        ("POST", "/gestion/rencontres/nouvelle"),
        ("GET", "/gestion/rencontres/une"),
        ("POST", "/gestion/rencontres/une"),
        ("GET", "/gestion/rencontres/une/annuler"),
        ("POST", "/gestion/rencontres/une/annuler"),
        ("POST", "/gestion/rencontres/une/retablir"),
    ],
)
def test_the_pages_of_the_secretariat_are_closed_to_others(
    app: Flask, client: Client, sign_in: Callable[..., Client], method: str, path: str
) -> None:
    factory.meeting(slug="une", starts_on=date(2099, 1, 1))
    form = {"reason": "Pluie", "understood": "true"} if method == "POST" else None
    assert client.open(path, method=method, data=form).status_code == 401
    sign_in(client, people.staff(Role.MODERATOR), second_factor=True)
    assert client.open(path, method=method, data=form).status_code == 403
    assert not queries.meeting(ANONYMOUS, "une").is_cancelled


def test_a_write_without_its_token_is_refused(
    app: Flask, client: Client, sign_in: Callable[..., Client]
) -> None:
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    form = PLAN | {"framework": directory.framework().slug}
    answer = client.post("/gestion/rencontres/nouvelle", data=form, csrf=False)
    assert answer.status_code == 400
    assert queries.every_meeting(ANONYMOUS) == []
