"""The home page shows what happens now; the other pages open; machines get their answers."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.clock import today
from app.core.db import db
from app.live.models import RoomState
from app.meetings.models import MeetingStatus
from tests.conftest import Client
from tests.factories import directory, live
from tests.factories import meetings as factory


def vestibule(client: Client) -> str:
    page = client.get("/").text
    return page[page.index('class="vestibule"') : page.index("</section>")]


def test_an_empty_platform_has_a_home_page(app: Flask, client: Client) -> None:
    assert "La maison est calme" in vestibule(client)


def test_the_vestibule_shows_the_open_room_first(app: Flask, client: Client) -> None:
    factory.meeting("Demain", starts_on=today() + timedelta(days=1))
    live.room(title="La salle ouverte", slug="ouverte")
    shown = vestibule(client)
    assert "La salle ouverte" in shown
    assert "/direct/ouverte" in shown
    assert "Demain" not in shown


def test_without_an_open_room_the_next_meeting_is_shown(app: Flask, client: Client) -> None:
    live.room(state=RoomState.CLOSED, title="La salle fermée")
    factory.meeting("Hier", starts_on=today() - timedelta(days=1))
    factory.meeting("Demain", starts_on=today() + timedelta(days=1))
    factory.meeting(
        "Annulée", starts_on=today(), status=MeetingStatus.CANCELLED, cancelled_because="x"
    )
    shown = vestibule(client)
    assert "Demain" in shown
    assert "La salle fermée" not in shown
    assert "Annulée" not in shown


def test_without_a_next_meeting_the_last_one_is_shown(app: Flask, client: Client) -> None:
    factory.meeting("Ancienne", starts_on=today() - timedelta(days=9))
    factory.meeting("Dernière", starts_on=today() - timedelta(days=1))
    assert "Dernière" in vestibule(client)


def test_landmarks_count_rows_and_leave_the_demonstration_out(app: Flask, client: Client) -> None:
    directory.organisation()
    factory.concern(factory.meeting(country="ML"), country="MA")
    factory.concern(factory.meeting(country="FR", is_demonstration=True))
    page = client.get("/").text
    figures = page[page.index('id="landmarks"') :]
    counted = [part.split("</b>")[0] for part in figures.split("<b>")[1:5]]
    assert counted == ["1", "1", "2", "1"]


def test_a_language_is_kept_and_leads_back(app: Flask, client: Client) -> None:
    answer = client.get("/langue/en?next=/rencontres?kind%3Dforum")
    assert (answer.status_code, answer.location) == (303, "/rencontres?kind=forum")
    assert '<html lang="en"' in client.get("/").text
    client.get("/langue/fr")
    assert '<html lang="fr"' in client.get("/").text


@pytest.mark.parametrize("target", ["https://mal.example", "//mal.example", "/\\mal.example", ""])
def test_a_language_never_leads_to_another_site(app: Flask, client: Client, target: str) -> None:
    assert client.get("/langue/en", query_string={"next": target}).location == "/"


def test_an_unknown_language_is_not_found(app: Flask, client: Client) -> None:
    answer = client.get("/langue/xx")
    assert answer.status_code == 404
    assert "language=" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("path", ["/aide", "/accessibilite", "/donnees-personnelles", "/cadres"])
def test_the_pages_about_the_platform_open(app: Flask, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<h1>" in answer.text


def test_robots_are_kept_from_what_is_personal(app: Flask, client: Client) -> None:
    assert "Disallow: /moi" in client.get("/robots.txt").text.splitlines()


def test_health_is_good_at_the_last_migration_alone(app: Flask, client: Client) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    db.session.execute(text("update alembic_version set version_num = '0001'"))
    db.session.commit()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"status": "migrations pending"})
