"""Days, hours, numbers and countries as readers of each language write them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from app.core.formats import country_name, day, day_hour, day_month, hour, number
from app.core.money import Money, named_currencies, written
from app.meetings.views.words import days_between

AFTERNOON = datetime(2025, 12, 16, 14, 30, tzinfo=UTC)


@pytest.fixture
def database_kind() -> str:
    """No query is made."""
    return "sqlite"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "fr",
            [
                *("16 décembre 2025", "16 déc. 2025", "14\u202fh\u202f30", "16 décembre"),
                *("16 décembre 2025, 14\u202fh\u202f30", "16 et 17 décembre 2025"),
                *("5\u202f640\u202f000", "5\u202f640\u202f000\u00a0F\u00a0CFA", "Sainte-Lucie"),
            ],
        ),
        (
            "en",
            [
                *("16 December 2025", "16 Dec 2025", "14:30", "16 December"),
                *("16 December 2025, 14:30", "16\u201317 Dec 2025"),
                *("5,640,000", "5,640,000\u00a0F\u00a0CFA", "St Lucia"),
            ],
        ),
    ],
)
def test_english_is_british_and_french_is_french(
    app: Flask, language: str, expected: list[str]
) -> None:
    with app.test_request_context():
        g.language = language
        read = [
            *(day(AFTERNOON, zone="UTC"), day(AFTERNOON, "medium", zone="UTC")),
            *(hour(AFTERNOON), day_month(AFTERNOON, "UTC"), day_hour(AFTERNOON)),
            days_between(date(2025, 12, 16), date(2025, 12, 17)),
            *(number(5_640_000), written(Money(5_640_000, "XOF")), country_name("LC")),
        ]
        assert read == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [("long", "1er mai 2027"), ("medium", "1er mai 2027"), ("EEEE d MMMM", "samedi 1er mai")],
)
def test_french_writes_the_first_of_a_month(app: Flask, style: str, expected: str) -> None:
    with app.test_request_context():
        g.language = "fr"
        assert day(date(2027, 5, 1), style) == expected
        assert day(date(2027, 5, 11), "short") == "11/05/2027"
        assert days_between(date(2027, 5, 1), date(2027, 5, 2)) == "1er et 2 mai 2027"


def test_english_writes_the_first_of_a_month_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        g.language = "en"
        assert day(date(2027, 5, 1)) == "1 May 2027"


def test_forms_name_each_currency(app: Flask) -> None:
    with app.test_request_context():
        g.language = "fr"
        assert dict(named_currencies())["USD"] == "USD, dollar des États-Unis"
