"""The moderators' desk: triage, queue, on air, the written feed, the room's state."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, render_template, request, url_for

from app.core.actions import permit
from app.core.errors import Refused
from app.core.forms import Form, Schema
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.live.models import QuestionState
from app.live.views.desk_pages import act_at_desk, room_at_desk, show_desk

bp = Blueprint("desk", __name__, url_prefix="/direct/<slug>")


@bp.get("/bureau")
def show(slug: str) -> str:
    """Show the desk, with the chosen question (`q`) open, else the oldest one that waits."""
    return show_desk(room_at_desk(slug), request.args.get("q", type=int))


@bp.post("/bureau/<int:question_id>")
def moderate(slug: str, question_id: int) -> Any:
    """Turn a question into another state, then open the next one that waits."""
    reads_on = request.form.get("to") == QuestionState.IN_REVIEW
    return _act(
        slug,
        question_id,
        schemas.ModerateQuestion,
        actions.moderate_question,
        url_for("desk.show", slug=slug, q=question_id if reads_on else None),
    )


@bp.post("/bureau/<int:question_id>/reformulation")
def reword(slug: str, question_id: int) -> Any:
    """Word a question otherwise, or give its author's words back."""
    return _act(slug, question_id, schemas.RewordQuestion, actions.reword_question)


@bp.post("/bureau/<int:question_id>/traduction")
def put_into_language(slug: str, question_id: int) -> Any:
    """Put a second language beside a question, or take it away."""
    return _act(slug, question_id, schemas.TranslateQuestion, actions.translate_question)


def _act(
    slug: str,
    question_id: int,
    schema: type[Schema],
    act: Callable[..., Any],
    address: str | None = None,
) -> Any:
    """Act on a question, and stay with it unless there is another address to go to."""
    room = room_at_desk(slug)
    found = queries.question(actor(), question_id, room)
    return act_at_desk(
        room,
        schema,
        lambda question, **data: act(actor(), found, **data),
        address or url_for("desk.show", slug=slug, q=question_id),
        question=question_id,
    )


@bp.post("/bureau/ensemble")
def moderate_together(slug: str) -> Any:
    """Move the ticked questions in one act, and say which could not be moved."""
    room = room_at_desk(slug)

    def act(questions: list[int], to: str, **data: Any) -> None:
        actions.moderate_together(actor(), room, questions=questions, to=to, **data)
        moved, left = queries.split_by_state(room, questions, to)
        flash(schemas.moved_sentence(to, [one.number for one in moved]), "success")
        if left:
            flash(schemas.left_sentence([one.number for one in left]), "warning")

    return act_at_desk(room, schemas.ModerateTogether, act, url_for("desk.show", slug=slug))


@bp.post("/bureau/annulation")
def undo(slug: str) -> Any:
    """Take back one's last act, and open its first question (`q`) again."""
    room = room_at_desk(slug)
    return act_at_desk(
        room,
        schemas.UndoAct,
        lambda **data: actions.undo_act(actor(), room, **data),
        url_for("desk.show", slug=slug, q=request.form.get("q", type=int)),
    )


@bp.route("/bureau/<int:question_id>/identite", methods=["GET", "POST"])
def identity(slug: str, question_id: int) -> Any:
    """Open the sealed identity of a question's author; it is shown once, on this answer alone."""
    room = queries.room(actor(), slug)
    question = queries.question(actor(), question_id, room)
    permit(rules.may_open_identity, actor(), question)
    sent = {**request.form, "question": question_id} if request.method == "POST" else None
    form, opened = Form(schemas.OpenIdentity, sent), None
    if form.is_valid:
        try:
            data = {name: form.data[name] for name in ("reason", "key")}
            opened = schemas.identity_view(actions.open_identity(actor(), question, **data))
        except Refused as refused:
            form.refuse(refused)
    page = render_template(
        "live/identity.html", room=room, question=question, form=form, opened=opened, key=uuid4()
    )
    return page, form.status, {"Cache-Control": "no-store"}


@bp.post("/etat")
def change_state(slug: str) -> Any:
    """Open, pause, close or archive the room."""
    room = room_at_desk(slug)
    return act_at_desk(
        room,
        schemas.ChangeRoomState,
        lambda **data: actions.change_room_state(actor(), room, **data),
        url_for("desk.show", slug=slug),
    )
