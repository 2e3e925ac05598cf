"""Meetings are found by framework, kind, country, period and words."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.core.actors import ANONYMOUS
from app.core.clock import today
from app.core.errors import NotFound
from app.meetings import queries
from app.meetings.models import Meeting, MeetingKind, MeetingStatus, MeetingStop
from tests.factories import directory
from tests.factories import meetings as factory


def titles(**filters: object) -> list[str]:
    return [meeting.title for meeting in queries.every_meeting(ANONYMOUS, **filters)]


def test_a_meeting_that_lasts_until_today_is_still_to_come(app: Flask) -> None:
    factory.meeting("Finit ce soir", starts_on=today() - timedelta(days=2), ends_on=today())
    factory.meeting("Finie hier", starts_on=today() - timedelta(days=1))
    assert titles(period="upcoming") == ["Finit ce soir"]
    assert titles(period="past") == ["Finie hier"]


def test_what_is_known_to_be_over_is_past_even_without_a_day(app: Flask) -> None:
    factory.undated("Avant un jour", known_before=date(2025, 11, 27))
    factory.undated("En 2015", year=2015)
    factory.undated("Tenue", status=MeetingStatus.HELD)
    factory.undated("Sans rien")
    assert set(titles(period="past")) == {"Avant un jour", "En 2015", "Tenue"}
    assert titles(period="upcoming") == []


def test_filters_narrow_together(app: Flask) -> None:
    ccmex = directory.framework(slug="ccmex")
    factory.meeting("Session", framework=ccmex, country="ML")
    factory.meeting("Session ailleurs", framework=ccmex, country="FR")
    factory.meeting("Forum", framework=ccmex, country="ML", kind=MeetingKind.FORUM)
    factory.meeting("Autre cadre", country="ML")
    assert titles(framework="ccmex", country="ML", kind="session") == ["Session"]


def test_a_country_is_found_where_it_is_a_stop(app: Flask) -> None:
    mission = factory.meeting("Mission", country=None)
    from app.core.db import db

    db.session.add(MeetingStop(meeting_id=mission.id, position=1, country="GA"))
    db.session.commit()
    assert titles(country="GA") == ["Mission"]
    assert "GA" in queries.countries_of_meetings(ANONYMOUS)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (date(2025, 12, 17), None, ["Longue"]),
        (None, date(2025, 12, 15), ["Avant"]),
        (date(2025, 12, 16), date(2025, 12, 16), ["Longue"]),
        (date(2026, 1, 1), None, []),
    ],
)
def test_a_period_holds_the_meetings_that_touch_it(
    app: Flask, since: date | None, until: date | None, found: list[str]
) -> None:
    factory.meeting("Longue", starts_on=date(2025, 12, 16), ends_on=date(2025, 12, 17))
    factory.undated("Avant", known_before=date(2025, 11, 27))
    assert titles(since=since, until=until) == found


def test_words_are_found_without_accents_and_in_any_order(app: Flask) -> None:
    factory.meeting("Forum de la diaspora féminine")
    factory.meeting("Assises de la jeunesse")
    assert titles(text="feminine FORUM") == ["Forum de la diaspora féminine"]
    assert titles(text="_") == []


def test_the_order_puts_the_unknown_last(app: Flask) -> None:
    factory.undated("Inconnue")
    factory.undated("En 2015", year=2015)
    factory.meeting("Mars 2015", starts_on=date(2015, 3, 8))
    factory.meeting("2025")
    assert titles() == ["2025", "Mars 2015", "En 2015", "Inconnue"]
    assert titles(sort="oldest") == ["Mars 2015", "En 2015", "2025", "Inconnue"]
    assert titles(sort="title") == ["2025", "En 2015", "Inconnue", "Mars 2015"]


def test_the_demonstration_is_not_among_what_was_held(app: Flask) -> None:
    factory.concern(factory.meeting("Vraie"), "Logement")
    factory.concern(factory.meeting("Inventée", is_demonstration=True), "Inventée aussi")
    assert [meeting.title for meeting in queries.last_meetings(ANONYMOUS)] == ["Vraie"]
    assert [concern.text for concern in queries.concerns(ANONYMOUS)] == ["Logement"]


def test_an_unknown_address_is_not_found(app: Flask) -> None:
    factory.meeting(slug="connue")
    with pytest.raises(NotFound):
        queries.meeting(ANONYMOUS, "inconnue")


def test_the_database_refuses_an_end_before_the_start(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    from app.core.db import db

    framework = directory.framework()
    for wrong in (
        {"starts_on": date(2025, 1, 2), "ends_on": date(2025, 1, 1)},
        {"starts_on": None, "ends_on": date(2025, 1, 1)},
        {"starts_on": date(2025, 1, 1), "known_before": date(2025, 2, 1)},
    ):
        plan = {"slug": "x", "title": "x", "kind": "session", "mode": "onsite"}
        db.session.add(Meeting(framework_id=framework.id, **(plan | wrong)))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
