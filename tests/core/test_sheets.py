"""Lists as spreadsheets: numbers stay numbers, and nothing that was written runs."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask, url_for
from markupsafe import escape

from app.core.sheets import XLSX, sheet_response
from tests.conftest import Client


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
    answer = sheet_response("liste.xlsx", ["Texte"] * 7, rows)
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
    parts = parts_of(sheet_response("liste.xlsx", ["Nombre"], [[long]]).data)
    assert str(long) in parts["xl/sharedStrings.xml"]


def test_every_list_is_given_as_a_table_and_as_a_workbook(app: Flask, client: Client) -> None:
    lists = [rule for rule in app.url_map.iter_rules() if rule.arguments == {"ending"}]
    assert len(lists) >= 7
    with app.test_request_context():
        addresses = [url_for(rule.endpoint, ending="csv") for rule in lists]
    for address in addresses:
        table, book = client.get(address), client.get(address.replace(".csv", ".xlsx"))
        assert book.content_type == XLSX
        headings = next(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
        words = parts_of(book.data)["xl/sharedStrings.xml"]
        assert all(escape(heading) in words for heading in headings), address
        assert client.get(address.replace(".csv", ".ods")).status_code == 404
