"""Addresses: their numbers, the filters links keep, the page above one, those people know."""

from typing import Any

from flask import current_app, request, url_for
from werkzeug.routing import IntegerConverter

from app.core.forms import Form


class RowNumber(IntegerConverter):
    """A row's number in an address; a larger one than any database takes names nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"max": 2**53} | options))


def row_number(text: str | None) -> int | None:
    """Return the number of a row as an address says it, or nothing: no database takes a larger."""
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if text and is_number else None


def kept(form: Form) -> dict[str, Any]:
    """Return what filters say, but their page; whatever else the address holds steers no link."""
    names = (name for name in form.places if name != "page")
    return {name: form.values[name] for name in names if form.values.get(name)}


def public_address(path: str = "") -> str:
    """Return the whole address of a page as people know it, or as its reader came to it."""
    base: str = current_app.config["SETTINGS"].PUBLIC_URL or request.url_root
    return base.rstrip("/") + path


def page_above(path: str) -> str:
    """
    Return the nearest address above one that only takes forms.

    A refused form is shown at the address it was sent to: whoever asks for that page again, or in
    another language, is led to the page that holds the form.
    """
    addresses = current_app.create_url_adapter(request)
    while (path := path.rpartition("/")[0]) and addresses:
        if addresses.test(path, "GET"):
            return path
    return url_for("pages.home")
