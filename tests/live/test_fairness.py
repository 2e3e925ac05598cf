"""Figures by country that anybody reads, where no small number can be found again."""

from datetime import timedelta
from itertools import product

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import now
from app.core.db import db
from app.live.models import QuestionState, Room
from app.live.queries.fairness import MEASURES, SMALLEST, fairness, grouped, hidden_cells
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

ANSWERED, REFUSED, TAKEN = QuestionState.ANSWERED, QuestionState.REFUSED, QuestionState.TAKEN
ASKED = st.dictionaries(st.sampled_from(["FR", "CI", "CU", "GA", "MA", ""]), st.integers(1, 9))
COLUMNS = st.lists(st.integers(0, 8), min_size=1, max_size=4)


def asked(room: Room, country: str, state: QuestionState, count: int, minutes: int = 0) -> None:
    for _ in range(count):
        moment = now() - timedelta(hours=2)
        moved = moment + timedelta(minutes=minutes)
        author = people.guest(country=country)
        live.question(room, state, author, asked_at=moment, moved_at=moved)


@given(ASKED)
def test_no_row_stands_for_few_questions_nor_lets_one_be_subtracted(asked: dict[str, int]) -> None:
    rows = grouped(asked)
    if not rows:  # nothing at all is told, not even the others' rows
        return
    assert sorted(country for row in rows for country in row) == sorted(asked)
    assert all(sum(asked[country] for country in row) >= SMALLEST for row in rows)
    merged = [row for row in rows if len(row) > 1]
    assert len(merged) <= 1
    assert all(asked[row[0]] >= SMALLEST for row in rows if len(row) == 1)


@given(COLUMNS)
def test_no_small_cell_is_told_nor_found_by_subtraction(column: list[int]) -> None:
    hidden, total_is_hidden = hidden_cells(column)
    told = {place: number for place, number in enumerate(column) if place not in hidden}
    assert not [number for number in told.values() if 0 < number < SMALLEST]
    if total_is_hidden or not hidden:
        return
    # Whoever reads the page knows the total, what is told, and that what is hidden is not zero.
    left = sum(column) - sum(told.values())
    possible = [
        cells for cells in product(range(1, left + 1), repeat=len(hidden)) if sum(cells) == left
    ]
    for place in range(len(hidden)):
        assert len({cells[place] for cells in possible}) >= SMALLEST


def test_a_small_total_is_not_told_either(app: Flask) -> None:
    assert hidden_cells([3, 0, 0]) == ({0}, True)
    assert hidden_cells([0, 0]) == (set(), False)
    assert hidden_cells([3, 40, 50])[0] == {0, 1}


def test_the_figures_of_a_room_by_country(app: Flask) -> None:
    room = live.room()
    asked(room, "FR", ANSWERED, 5, minutes=10)
    asked(room, "FR", TAKEN, 5)
    asked(room, "CI", ANSWERED, 6, minutes=30)
    asked(room, "CI", REFUSED, 5)
    asked(room, "CU", TAKEN, 2)
    asked(room, "GA", TAKEN, 3)
    figures = fairness(room)
    rows = {
        row.countries: (tuple(row.counts[name] for name in MEASURES), row.wait)
        for row in figures.rows
    }
    assert rows == {
        ("CI",): ((11, 6, 6, 5), 1800),
        ("FR",): ((10, 10, 5, 0), 600),
        ("CU", "GA"): ((5, 5, 0, 0), None),
    }
    assert tuple(figures.totals.values()) == (26, 21, 11, 5)
    assert figures.wait == 1800


def test_a_merged_question_shares_what_became_of_the_one_it_is_in(app: Flask) -> None:
    room = live.room()
    asked(room, "FR", ANSWERED, 5)
    root = db.session.scalars(db.select(live.Question)).first()
    for _ in range(5):
        live.question(
            room, QuestionState.MERGED, people.guest(country="CI"), merged_into_id=root.id
        )
    counts = {row.countries[0]: row.counts["answered"] for row in fairness(room).rows}
    assert counts == {"FR": 5, "CI": 5}


def test_the_page_the_program_and_the_sheet_hide_alike(app: Flask, client: Client) -> None:
    room = live.room()
    asked(room, "FR", ANSWERED, 17)
    asked(room, "CU", ANSWERED, 3)
    asked(room, "CU", TAKEN, 4)
    asked(room, "SN", REFUSED, 2)
    page = client.get(f"/direct/{room.slug}/equite").text
    assert "<svg" in page
    assert "2 autres pays" in page
    assert "Sénégal" not in page
    answer = client.get(f"/api/v1/rooms/{room.slug}/fairness").json
    assert [row["countries"] for row in answer["rows"]] == [["FR"], None]
    assert answer["total"]["refused"] is None
    sheet = client.get(f"/direct/{room.slug}/equite.csv")
    assert sheet.content_type == "text/csv; charset=utf-8"
    assert "Sénégal" not in sheet.text
    assert "2 autres pays,9" in sheet.text


def test_a_room_that_is_itself_small_tells_nothing(app: Flask, client: Client) -> None:
    room = live.room()
    asked(room, "FR", ANSWERED, 2)
    assert "Trop peu de questions" in client.get(f"/direct/{room.slug}/equite").text
    assert client.get(f"/api/v1/rooms/{room.slug}/fairness").json["rows"] == []
    assert client.get(f"/api/v1/rooms/{room.slug}/fairness").json["total"]["asked"] is None
