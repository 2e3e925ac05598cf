"""The pages of the meetings: what is unknown says so, times come twice, rooms are offered."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.meetings import queries
from app.meetings.models import MeetingStatus, StatedFigure
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import directory, live
from tests.factories import meetings as factory
from tests.factories.meetings import counted_queries

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


def text_of(client: Client, path: str, **options: object) -> str:
    plain = unescape(re.sub(r"<[^>]+>", " ", client.get(path, **options).text))
    return " ".join(plain.split())


def events(client: Client, path: str) -> list[Any]:
    return Calendar.from_ical(client.get(path).data).walk("VEVENT")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"starts_on": date(2025, 12, 16), "ends_on": date(2025, 12, 17)},
            "16 et 17 décembre 2025",
        ),
        (
            {"starts_on": date(2025, 10, 19), "ends_on": date(2025, 10, 26)},
            "du 19 au 26 octobre 2025",
        ),
        (
            {"starts_on": None, "known_before": date(2025, 11, 27)},
            "Date inconnue, avant le 27 novembre",
        ),
        ({"starts_on": None, "year": 2015}, "En 2015, jour inconnu"),
        ({"starts_on": None}, "Date inconnue"),
    ],
)
def test_a_page_says_what_is_known_of_the_dates_and_no_more(
    app: Flask, client: Client, columns: dict[str, Any], words: str
) -> None:
    factory.meeting(slug="une", **columns)
    assert words in text_of(client, "/rencontres/une")
    assert words in text_of(client, "/rencontres")


def test_a_reader_abroad_sees_both_times(app: Flask, client: Client) -> None:
    factory.meeting(
        slug="une", city="Bamako", starts_at=datetime(2025, 12, 16, 9, tzinfo=UTC), country="ML"
    )
    client.set_cookie("tz", "Europe/Paris")
    page = text_of(client, "/rencontres/une").replace("\u202f", " ")
    assert "9 h 00" in page
    assert "10 h 00" in page
    assert "Paris" in page


def test_a_stated_figure_shows_its_doubt_and_its_source(app: Flask, client: Client) -> None:
    meeting = factory.meeting(slug="une")
    source = directory.source(about="Bilan de test")
    db.session.add(
        StatedFigure(
            meeting_id=meeting.id, what="countries", value=50, at_least=True, source_id=source.id
        )
    )
    db.session.commit()
    page = text_of(client, "/rencontres/une")
    assert "au moins 50 pays" in page
    assert "Bilan de test" in page


def test_taking_part_is_offered_only_where_there_is_a_room(app: Flask, client: Client) -> None:
    live.room(meeting=factory.meeting(slug="avec"), slug="la-salle")
    factory.meeting(slug="sans")
    assert "/direct/la-salle" in client.get("/rencontres/avec").text
    assert "Participer" not in client.get("/rencontres/sans").text


def test_a_title_is_never_read_as_html(app: Flask, client: Client) -> None:
    factory.meeting("<script>alert(1)</script>", slug="ruse")
    for path in ("/rencontres/ruse", "/rencontres", "/rencontres.atom", "/"):
        assert "<script>alert" not in client.get(path).text


def test_the_list_is_grouped_by_year_and_filtered_by_its_address(
    app: Flask, client: Client
) -> None:
    factory.meeting("Rencontre de Kayes", country="ML")
    factory.meeting("Rencontre de Paris", country="FR", starts_on=date(2017, 1, 1))
    factory.undated("Rencontre sans date", country="FR")
    page = client.get("/rencontres").text
    headings = re.findall(r'id="year-\d+" class="threshold">\s*([^<\n]+)', page)
    assert [heading.strip() for heading in headings] == ["2025", "2017", "Année inconnue"]
    narrowed = client.get("/rencontres?country=FR&until=2020-01-01").text
    assert "Rencontre de Paris" in narrowed
    assert "Rencontre de Kayes" not in narrowed


@pytest.mark.parametrize("wrong", ["kind=fete", "country=XX", "since=hier", "page=-1", "page=abc"])
def test_a_filter_that_means_nothing_is_said_and_narrows_nothing(
    app: Flask, client: Client, wrong: str
) -> None:
    factory.meeting("Rencontre de Kayes")
    answer = client.get(f"/rencontres?{wrong}")
    assert answer.status_code == 422
    assert "Rencontre de Kayes" in answer.text


def test_a_page_past_the_end_is_the_last_page(app: Flask, client: Client) -> None:
    factory.meeting("Rencontre de Kayes")
    assert "Rencontre de Kayes" in client.get("/rencontres?page=99").text


def test_an_empty_list_says_what_to_do(app: Flask, client: Client) -> None:
    assert "Aucune rencontre" in client.get("/rencontres").text
    assert "Voir toutes les rencontres" in client.get("/rencontres?text=rien").text


def test_the_export_holds_the_filtered_list_without_formulas(app: Flask, client: Client) -> None:
    factory.meeting("=1+1", slug="ruse", country="FR")
    factory.meeting("Ailleurs", country="ML")
    answer = client.get("/rencontres.csv?country=FR")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in answer.text
    assert "Ailleurs" not in answer.text


def test_pages_ask_the_database_as_often_for_one_as_for_many(app: Flask, client: Client) -> None:
    def asked(path: str) -> int:
        with counted_queries() as statements:
            client.get(path)
        return len(statements)

    paths = ("/rencontres", "/rencontres.csv", "/agenda.ics", "/rencontres.atom", "/")
    factory.concern(factory.meeting(starts_on=queries.today()))
    few = {path: asked(path) for path in paths}
    for number in range(20):
        factory.concern(factory.meeting(starts_on=queries.today() + timedelta(days=number)))
    assert {path: asked(path) for path in paths} == few


def test_a_day_without_hours_is_a_whole_day_of_the_calendar(app: Flask, client: Client) -> None:
    factory.meeting(slug="une", starts_on=date(2025, 12, 16), ends_on=date(2025, 12, 17))
    event = events(client, "/rencontres/une.ics")[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 12, 16), date(2025, 12, 18))
    assert event["UID"] == "rencontre-une@toukanblon"


def test_hours_are_instants_of_the_calendar(app: Flask, client: Client) -> None:
    starts_at = datetime(2025, 12, 16, 9, tzinfo=UTC)
    factory.meeting(slug="une", starts_at=starts_at)
    event = events(client, "/rencontres/une.ics")[0]
    assert event["DTSTART"].dt == starts_at
    assert "DTEND" not in event


def test_the_agenda_leaves_out_what_has_no_day(app: Flask, client: Client) -> None:
    factory.meeting("Datée", slug="datee")
    factory.undated("Sans date", slug="sans-date")
    found = events(client, "/agenda.ics")
    assert [str(event["SUMMARY"]) for event in found] == ["Datée"]
    assert client.get("/rencontres/sans-date.ics").status_code == 404


def test_a_cancelled_meeting_is_cancelled_in_calendars_too(app: Flask, client: Client) -> None:
    factory.meeting(
        slug="une", status=MeetingStatus.CANCELLED, cancelled_because="Salle fermée", revision=1
    )
    event = events(client, "/rencontres/une.ics")[0]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Salle fermée" in client.get("/rencontres/une").text


def test_the_feed_is_well_formed(app: Flask, client: Client) -> None:
    from xml.etree import ElementTree as ET

    factory.meeting("Été & hiver <ensemble>", slug="une")
    answer = client.get("/rencontres.atom")
    assert answer.mimetype == "application/atom+xml"
    space = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(answer.data)  # noqa: S314 (our own feed)
    titles = [title.text for title in feed.iter(f"{space}title")]
    assert titles[1] == "Été & hiver <ensemble>"


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
