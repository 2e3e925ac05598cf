"""What comes in about a meeting: days, hours and an agenda written as lines."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import marshmallow
import pytest

from app.core.errors import Invalid
from app.core.forms import parse
from app.meetings.schemas import DescribeMeeting, read_agenda, write_agenda

FIRST, LAST = date(2025, 12, 16), date(2025, 12, 17)
BAMAKO = ZoneInfo("Africa/Bamako")
PLAN = {"title": "Rencontre", "framework": "cadre", "kind": "session", "mode": "hybrid"}


def agenda(text: str, zone: ZoneInfo = BAMAKO) -> list[dict[str, Any]]:
    return read_agenda(text, FIRST, LAST, zone)


def test_a_line_is_a_point_with_its_day_and_hours() -> None:
    assert agenda("16/12 9h30-11h00 Ouverture") == [
        {
            "title": "Ouverture",
            "day": FIRST,
            "starts_at": datetime(2025, 12, 16, 9, 30, tzinfo=UTC),
            "ends_at": datetime(2025, 12, 16, 11, tzinfo=UTC),
        }
    ]


def test_a_day_holds_for_the_lines_below_it() -> None:
    days = [point["day"] for point in agenda("Accueil\n17/12 Bilan\n10h Clôture")]
    assert days == [None, LAST, LAST]


def test_an_hour_alone_is_of_the_first_day() -> None:
    assert agenda("9:30 Ouverture")[0]["starts_at"] == datetime(2025, 12, 16, 9, 30, tzinfo=UTC)


def test_an_hour_is_the_hour_at_the_place() -> None:
    point = agenda("9h30 Ouverture", ZoneInfo("Europe/Paris"))[0]
    assert point["starts_at"] == datetime(2025, 12, 16, 8, 30, tzinfo=UTC)


def test_a_number_in_a_title_is_not_an_hour() -> None:
    assert agenda("100 ans du Haut Conseil")[0]["title"] == "100 ans du Haut Conseil"


@pytest.mark.parametrize("line", ["32/12 Rien", "18/12 Rien", "25h00 Rien", "11h00-9h00 Rien"])
def test_a_wrong_line_is_named(line: str) -> None:
    with pytest.raises(marshmallow.ValidationError, match="Ligne 2"):
        agenda(f"Accueil\n{line}")


def test_an_agenda_is_written_as_it_is_read() -> None:
    text = "16/12/2025 09h30-11h00 Ouverture\n11h00 Débat\n17/12/2025 Bilan"
    points = [SimpleNamespace(**point) for point in agenda(text)]
    assert write_agenda(points, "Africa/Bamako") == text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": "2025-12-17", "ends_on": "2025-12-16"}, "ends_on"),
        ({"ends_on": "2025-12-16"}, "starts_on"),
        ({"starts_hour": "09:00"}, "starts_on"),
        ({"starts_on": "2025-12-16", "ends_hour": "10:00"}, "starts_hour"),
        ({"starts_on": "2025-02-30"}, "starts_on"),
        ({"starts_on": "2025-01-01", "ends_on": "2027-01-01"}, "ends_on"),
        ({"timezone": "Mali/Bamako"}, "timezone"),
        ({"kind": "fête"}, "kind"),
        ({"country": "XX"}, "country"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"edition": "0"}, "edition"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(DescribeMeeting, PLAN | wrong, form=True)
    assert list(refused.value.fields) == [field]


def test_all_that_is_wrong_in_a_plan_is_said_at_once() -> None:
    plan = PLAN | {
        "title": "",
        "starts_on": "2025-12-16",
        "starts_hour": "11:00",
        "ends_hour": "10:00",
        "agenda": "25h00 Rien\nAccueil\n33/12 Rien",
    }
    with pytest.raises(Invalid) as refused:
        parse(DescribeMeeting, plan, form=True)
    assert list(refused.value.fields) == ["title", "ends_hour", "agenda"]
    assert [line[:7] for line in refused.value.fields["agenda"]] == ["Ligne 1", "Ligne 3"]


def test_days_out_of_their_order_are_not_held_against_the_agenda() -> None:
    plan = PLAN | {"starts_on": "2025-12-16", "ends_on": "2025-12-01", "agenda": "17/12 Bilan"}
    with pytest.raises(Invalid) as refused:
        parse(DescribeMeeting, plan, form=True)
    assert list(refused.value.fields) == ["ends_on"]


def test_days_and_hours_become_instants_of_the_zone() -> None:
    data = parse(
        DescribeMeeting,
        PLAN | {"starts_on": "2025-07-01", "starts_hour": "09:00", "timezone": "Europe/Paris"},
        form=True,
    )
    assert (data["starts_at"], data["ends_at"]) == (datetime(2025, 7, 1, 7, tzinfo=UTC), None)
