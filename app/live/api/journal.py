"""The log of the desk."""

from typing import Any

from flask import request

from app.core.actions import permit
from app.core.forms import parse
from app.core.web import actor
from app.live import queries, rules, schemas
from app.live.api.blueprint import bp
from app.live.queries import journal

WANTED = [
    {"in": "query", "name": "by", "schema": {"type": "integer"}},
    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": [*schemas.KIND_WORDS]}},
    {"in": "query", "name": "before", "schema": {"type": "integer"}},
]


@bp.get("/rooms/<slug>/journal")
@bp.doc(parameters=WANTED)
def show_journal(slug: str) -> Any:
    """Return what was done in a room, the last act first: by one moderator or of one kind."""
    room = queries.room(actor(), slug)
    permit(rules.may_moderate, actor(), room)
    wanted = parse(schemas.ReadJournal, request.args, form=True)
    shown, older = journal.page(actor(), room, **wanted)
    return {
        "entries": [schemas.journal_view(entry) for entry in shown],
        "older": older,
        "moderators": [{"id": number, "name": name} for number, name in journal.who_acted(room)],
        "undo": schemas.undo_view(journal.undoable(actor(), room)),
    }
