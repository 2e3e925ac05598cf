"""Lists as spreadsheets: numbers stay numbers, and nothing that was written runs."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from app.core.sheets import XLSX, xlsx_response


@pytest.fixture
def database_kind() -> str:
    """One kind of database: nothing here depends on it."""
    return "sqlite"


def parts_of(content: bytes) -> dict[str, str]:
    """Return the files of a workbook by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_a_workbook_keeps_numbers_and_days_and_runs_nothing(app: Flask) -> None:
    rows = [["=1+1", 5, Decimal("19.73"), date(2025, 12, 16), None, "http://mal.example", True]]
    answer = xlsx_response("liste.xlsx", ["Texte"] * 7, rows)
    assert answer.content_type == XLSX
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liste.xlsx"'
    parts = parts_of(answer.data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<v>5</v>" in sheet
    assert "<v>19.73</v>" in sheet
    assert "<v>46007</v>" in sheet  # the day, as workbooks count days
    assert "=1+1" in parts["xl/sharedStrings.xml"]


def test_a_number_that_a_workbook_would_round_is_kept_in_words(app: Flask) -> None:
    long = 12_345_678_901_234_567
    parts = parts_of(xlsx_response("liste.xlsx", ["Nombre"], [[long]]).data)
    assert str(long) in parts["xl/sharedStrings.xml"]
