"""The blueprint of accreditation, and what its pages share."""

from typing import Any

from flask import Blueprint, redirect

from app.core.files import let_files_in

bp = Blueprint("accreditation", __name__)
let_files_in(bp, "send_document")


def see(address: str) -> Any:
    """Send the browser to another page, after a write or a detour."""
    return redirect(address, 303)
