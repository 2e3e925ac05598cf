"""Lists as spreadsheets: CSV and XLSX that open rightly, with formulas made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Response
from xlsxwriter import Workbook

from app.core.background import off_hub

# What a spreadsheet would read as the start of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIGITS = 15
WIDTH = 22  # characters
ENDING = "<any(csv, xlsx):ending>"  # of the address of a list that is given either way


@dataclass(frozen=True)
class Sheet:
    """A list with its headings; `title` is what the tab of a workbook says."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


def sheet_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """
    Return the rows as the file `name`: a workbook where it ends in .xlsx, else CSV.

    In a workbook numbers and days stay numbers and days.
    """
    if name.endswith(".xlsx"):
        content = off_hub(workbook, [Sheet("Sheet1", list(headings), [list(row) for row in rows])])
        return attached(name, Response(content, content_type=XLSX))
    return attached(name, Response(csv_text(headings, rows), content_type=CSV))


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return the rows as the text of a CSV file, with the mark that tells it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return "\ufeff" + written.getvalue()


def harmless(value: Any) -> str:
    """Return the value as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def attached(name: str, response: Response) -> Response:
    """Return the response as a file to keep, called `name`."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook with a tab for each sheet; heavy, so it is called off the hub."""
    written = io.BytesIO()
    # What people wrote is never a formula nor a link, whatever it begins with.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title), sheet, bold, day)
    return written.getvalue()


def _fill(tab: Any, sheet: Sheet, bold: Any, day: Any) -> None:
    tab.write_row(0, 0, sheet.headings, bold)
    for place, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write(tab, place, column, value, day)
    last = max(len(sheet.headings) - 1, 0)
    tab.freeze_panes(1, 0)
    tab.autofilter(0, 0, len(sheet.rows), last)
    tab.set_column(0, last, WIDTH)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        # A workbook keeps fifteen digits: a longer number stays whole as words.
        if len(str(abs(value)).replace(".", "")) <= DIGITS:
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value))
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, str(value))
