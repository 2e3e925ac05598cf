"""The log of the desk: every act in a room, newest first."""

from typing import Any

from flask import Blueprint, render_template, request

from app.core.actions import permit
from app.core.forms import parse
from app.core.web import actor
from app.live import queries, rules, schemas
from app.live.queries import journal

bp = Blueprint("journal", __name__, url_prefix="/direct/<slug>/bureau/journal")


@bp.get("")
def show(slug: str) -> Any:
    """Show the log, of everybody or one moderator (`by`), whole or of one kind of act."""
    room = queries.room(actor(), slug)
    permit(rules.may_moderate, actor(), room)
    asked = {name: value for name, value in request.args.items() if value}
    wanted = parse(schemas.ReadJournal, asked, form=True)
    shown, older = journal.page(actor(), room, **wanted)
    return render_template(
        "live/journal.html",
        room=room,
        wanted=wanted,
        entries=[schemas.journal_view(entry) for entry in shown],
        older=older,
        moderators=journal.who_acted(room),
        kinds=schemas.kind_choices(),
    )
