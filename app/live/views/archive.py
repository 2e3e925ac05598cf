"""What a room leaves behind, to keep: for everybody what is public, for its desk what it read."""

import json
from typing import Any

from flask import Blueprint, Response, render_template, request

from app.core.allowances import ARCHIVE
from app.core.background import off_hub
from app.core.errors import NotFound
from app.core.sheets import CSV, XLSX, Sheet, attached, csv_text, workbook
from app.core.web import actor
from app.live import queries, schemas
from app.live.models.archived import Archived
from app.live.queries.archive import archive
from app.live.views.archive_sheets import sheets_of

bp = Blueprint("archive", __name__, url_prefix="/direct/<slug>")


@bp.get("/archive")
def show(slug: str) -> str:
    """Say what is in the archive of a room, and what each file weighs."""
    archived = _archived(slug)
    sheets = sheets_of(archived)
    counts = {name: len(sheet.rows) for name, sheet in sheets.items()}
    return render_template(
        "live/archive.html",
        room=archived.room,
        at_desk=archived.at_desk,
        sheets=sheets,
        counts=counts,
        **off_hub(_weights, schemas.archive_view(archived), sheets),
    )


@bp.get("/archive.json")
def data(slug: str) -> Response:
    """Give the archive of a room to a program."""
    content = off_hub(_written, schemas.archive_view(_archived(slug)))
    return _kept(slug, "json", content, "application/json")


@bp.get("/archive.csv")
def sheet(slug: str) -> Response:
    """Give one list of the archive of a room, its questions unless another is asked for."""
    name = request.args.get("liste", "questions")
    wanted = sheets_of(_archived(slug)).get(name)
    if wanted is None:
        raise NotFound()
    content = off_hub(csv_text, wanted.headings, wanted.rows)
    return _kept(f"{slug}-{name}", "csv", content.encode(), CSV)


@bp.get("/archive.xlsx")
def workbook_of_all(slug: str) -> Response:
    """Give every list of the archive of a room as a workbook."""
    content = off_hub(workbook, list(sheets_of(_archived(slug)).values()))
    return _kept(slug, "xlsx", content, XLSX)


def _archived(slug: str) -> Archived:
    room = queries.room(actor(), slug)
    ARCHIVE.spend(actor())
    return archive(actor(), room)


def _weights(view: dict[str, Any], sheets: dict[str, Sheet]) -> dict[str, Any]:
    """Return how many bytes each file has."""
    return {
        "data_weight": len(_written(view)),
        "workbook_weight": len(workbook(sheets.values())),
        "sheet_weights": {
            name: len(csv_text(each.headings, each.rows).encode()) for name, each in sheets.items()
        },
    }


def _written(view: dict[str, Any]) -> bytes:
    return json.dumps(view, ensure_ascii=False, indent=1).encode()


def _kept(name: str, ending: str, content: bytes, kind: str) -> Response:
    response = attached(f"{name}.{ending}", Response(content, content_type=kind))
    # The desk's file holds more than everybody's: no cache between may mistake them.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
