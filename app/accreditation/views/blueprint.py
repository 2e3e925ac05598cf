"""The blueprint of accreditation, and what its pages share."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect, request

from app.core.files import LARGEST, FileTooLarge

bp = Blueprint("accreditation", __name__)

UPLOADS = ("accreditation.send_document",)
ENVELOPE = 64 * 1024  # bytes: the other fields of a form that carries a file


@bp.url_value_preprocessor
def let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """
    Let the pages that take a file read more than others, before anything reads the form.

    :raises FileTooLarge: if what is announced is over the limit of a file
    """
    if endpoint not in UPLOADS:
        return
    request.max_content_length = LARGEST + ENVELOPE
    if (request.content_length or 0) > LARGEST + ENVELOPE:
        raise FileTooLarge()


def see(address: str) -> Any:
    """Send the browser to another page, after a write or a detour."""
    return redirect(address, 303)


def inline(name: str) -> str:
    """Return the header that shows a file in the browser under `name`."""
    plain = name.encode("ascii", "ignore").decode().replace('"', "")
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
