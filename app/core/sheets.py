"""Lists as spreadsheets: CSV that opens rightly in every program, formulas made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

# What a spreadsheet would read as the start of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return the rows as a CSV file called `name`, in UTF-8 with its mark."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([harmless(value) for value in row] for row in rows)
    response = Response("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(value: Any) -> str:
    """Return the value as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
