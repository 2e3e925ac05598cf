"""The blueprint of accreditation, and what its pages share."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect

from app.core.files import let_files_in

bp = Blueprint("accreditation", __name__)
let_files_in(bp, "send_document")


def see(address: str) -> Any:
    """Send the browser to another page, after a write or a detour."""
    return redirect(address, 303)


def inline(name: str) -> str:
    """Return the header that shows a file in the browser under `name`."""
    plain = name.encode("ascii", "ignore").decode().replace('"', "")
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
