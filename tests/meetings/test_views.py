"""The pages of the meetings: what is unknown says so, times come twice, rooms are offered."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from app.core.clock import today
from app.core.db import db
from app.meetings.models import MeetingStatus, StatedFigure
from tests.conftest import Client
from tests.factories import directory, live
from tests.factories import meetings as factory
from tests.factories.meetings import counted_queries


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
    factory.concern(factory.meeting(starts_on=today()))
    few = {path: asked(path) for path in paths}
    for number in range(20):
        factory.concern(factory.meeting(starts_on=today() + timedelta(days=number)))
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
