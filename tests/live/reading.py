"""Reads the files that a room gives, past the libraries that wrote them."""

import io
import re
from html import unescape
from zipfile import ZipFile


def cells(workbook: bytes) -> list[str]:
    """Return every text and number of every tab of a workbook."""
    with ZipFile(io.BytesIO(workbook)) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    said = [unescape(text) for part in parts for text in re.findall(r"<t[^>]*>([^<]*)</t>", part)]
    return said + [value for part in parts for value in re.findall(r"<v>([^<]*)</v>", part)]
