"""The minutes of a room: read by everybody once published, written and published by the desk."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import typst
from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.background import off_hub
from app.core.formats import day_hour
from app.core.forms import Form, parse
from app.core.i18n import N_, in_source_language
from app.core.prose import as_blocks, as_html
from app.core.web import actor, take
from app.live import actions, queries, rules, schemas
from app.live.models import Room
from app.live.queries.minutes import minutes_of, text_to_read, working_text

bp = Blueprint("minutes", __name__, url_prefix="/direct/<slug>")


@bp.get("/proces-verbal")
def show(slug: str) -> str:
    """Show the minutes that are published; before, their draft to those who write it."""
    room = queries.room(actor(), slug)
    body, published_at = text_to_read(actor(), room)
    return render_template(
        "live/minutes.html", room=room, body=as_html(body), published_at=published_at
    )


@bp.get("/proces-verbal.pdf")
def pdf(slug: str) -> Response:
    """Print the minutes, as the page shows them."""
    room = queries.room(actor(), slug)
    document = json.dumps(_document(room, *text_to_read(actor(), room)))
    source = Path(current_app.root_path) / "templates" / "live" / "minutes.typ"
    content = off_hub(_typeset, document, source.read_bytes())
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-proces-verbal.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.route("/proces-verbal/redaction", methods=["GET", "POST"])
def write(slug: str) -> Any:
    """Write the minutes from their draft; each version stays."""
    room = queries.room(actor(), slug)
    permit(rules.may_write_minutes, actor(), room)
    minutes = minutes_of(room)

    def show(form: Form) -> Any:
        return render_template(
            "live/write_minutes.html",
            room=room,
            form=form,
            minutes=minutes,
            key=uuid4(),
            publication_key=uuid4(),
            preview=as_html(form.values.get("body", "")),
            longest=schemas.LONGEST_MINUTES,
        )

    return take(
        schemas.WriteMinutes,
        lambda **data: actions.write_minutes(actor(), room, **data),
        N_("Version gardée. Relisez-la ici avant de la publier."),
        url_for("minutes.write", slug=slug),
        show,
        values={"body": working_text(room), "seen": minutes.written if minutes else 0},
    )


@bp.post("/proces-verbal/publication")
def publish(slug: str) -> Any:
    """Publish the last version of the minutes."""
    room = queries.room(actor(), slug)
    data = parse(schemas.PublishMinutes, request.form, form=True)
    actions.publish_minutes(actor(), room, **data)
    flash(_("Le procès-verbal est publié."), "success")
    return redirect(url_for("minutes.show", slug=slug), 303)


def _document(room: Room, body: str, published_at: datetime | None) -> dict[str, Any]:
    """Return what the document says, in French like the minutes themselves."""
    meeting = room.meeting
    with in_source_language():
        moment = day_hour(published_at, meeting.timezone) if published_at else None
        return {
            "title": _("Procès-verbal"),
            "subject": f"{meeting.title}, {room.title}",
            "standing": _("Publié le %(moment)s.", moment=moment) if moment else _("Projet."),
            "demonstration": _("Exemple de démonstration, sans valeur.")
            if meeting.is_demonstration
            else None,
            "issuer": _(
                "Ministère des Maliens établis à l’extérieur et de l’Intégration africaine"
            ),
            "blocks": as_blocks(body),
        }


def _typeset(data: str, source: bytes) -> bytes:
    """Typeset the tagged document; heavy, so it is called off the hub."""
    made = typst.compile(source, sys_inputs={"data": data}, pdf_standards=["ua-1"])
    return bytes(made)
