"""The moderators' desk: triage, queue, on air, the written feed, the room's state."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.core import facts
from app.core.actors import Actor
from app.core.clock import now
from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.forms import Form, Schema, parse
from app.core.presence import presence
from app.core.web import actor
from app.directory import queries as directory
from app.live import actions, queries, rules, schemas
from app.live.models import (
    IN_LINE,
    MODERATION,
    PUBLIC_STATES,
    UNREAD,
    Question,
    QuestionState,
    Room,
)
from app.live.queries import desk as behind
from app.live.queries import journal, polls
from app.live.queries.lookalikes import lookalikes
from app.live.queries.order import Order, order_of
from app.live.views.floor_pages import desk_floor

bp = Blueprint("desk", __name__, url_prefix="/direct/<slug>")


@bp.get("/bureau")
def show(slug: str) -> Any:
    """Show the desk, with the chosen question (`q`) open, else the oldest one that waits."""
    room = _room_at_desk(actor(), slug)
    return render_template("live/desk.html", **_desk_page(room, request.args.get("q", type=int)))


@bp.post("/bureau/<int:question_id>")
def moderate(slug: str, question_id: int) -> Any:
    """Turn a question into another state, then open the next one that waits."""
    room = _room_at_desk(actor(), slug)
    question = queries.question(actor(), question_id, room)
    try:
        data = parse(schemas.ModerateQuestion, {**request.form, "question": question_id}, form=True)
        data.pop("question")
        actions.moderate_question(actor(), question, **data)
    except Refused as refused:
        page = _desk_page(room, question_id)
        return render_template("live/desk.html", refused=refused, **page), refused.status
    reads_on = data["to"] == QuestionState.IN_REVIEW
    return redirect(url_for("desk.show", slug=slug, q=question_id if reads_on else None), 303)


@bp.post("/bureau/<int:question_id>/reformulation")
def reword(slug: str, question_id: int) -> Any:
    """Word a question otherwise, or give its author's words back."""
    return _write(slug, question_id, schemas.RewordQuestion, actions.reword_question)


@bp.post("/bureau/ensemble")
def moderate_together(slug: str) -> Any:
    """Move the ticked questions in one act, and say which could not be moved."""
    room = _room_at_desk(actor(), slug)
    try:
        data = parse(schemas.ModerateTogether, request.form, form=True)
        actions.moderate_together(actor(), room, **data)
    except Refused as refused:
        page = _desk_page(room, None)
        return render_template("live/desk.html", refused=refused, **page), refused.status
    moved, left = queries.split_by_state(room, data["questions"], data["to"])
    flash(schemas.moved_sentence(data["to"], [one.number for one in moved]), "success")
    if left:
        flash(schemas.left_sentence([one.number for one in left]), "warning")
    return redirect(url_for("desk.show", slug=slug), 303)


@bp.post("/bureau/<int:question_id>/annulation")
def undo(slug: str, question_id: int) -> Any:
    """Take back one's last move of a question, and open the question again."""
    return _write(slug, question_id, schemas.UndoMove, actions.undo_move)


@bp.post("/bureau/<int:question_id>/traduction")
def put_into_language(slug: str, question_id: int) -> Any:
    """Put a second language beside a question, or take it away."""
    return _write(slug, question_id, schemas.TranslateQuestion, actions.translate_question)


def _write(slug: str, question_id: int, schema: type[Schema], act: Callable[..., Any]) -> Any:
    """Change what stands beside a question, and stay with it."""
    room = _room_at_desk(actor(), slug)
    question = queries.question(actor(), question_id, room)
    try:
        data = parse(schema, {**request.form, "question": question_id}, form=True)
        data.pop("question")
        act(actor(), question, **data)
    except Refused as refused:
        page = _desk_page(room, question_id)
        return render_template("live/desk.html", refused=refused, **page), refused.status
    return redirect(url_for("desk.show", slug=slug, q=question_id), 303)


@bp.route("/bureau/<int:question_id>/identite", methods=["GET", "POST"])
def identity(slug: str, question_id: int) -> Any:
    """Open the sealed identity of a question's author; it is shown once, on this answer alone."""
    room = queries.room(actor(), slug)
    question = queries.question(actor(), question_id, room)
    if not rules.may_open_identity(actor(), question):
        raise NotAllowed() if actor().is_known else SignInRequired()
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
    status = 422 if form.is_sent and not opened else 200
    return page, status, {"Cache-Control": "no-store"}


@bp.post("/etat")
def change_state(slug: str) -> Any:
    """Open, pause, close or archive the room."""
    room = _room_at_desk(actor(), slug)
    try:
        data = parse(schemas.ChangeRoomState, request.form, form=True)
        actions.change_room_state(actor(), room, **data)
    except Refused as refused:
        page = _desk_page(room, None)
        return render_template("live/desk.html", refused=refused, **page), refused.status
    return redirect(url_for("desk.show", slug=slug), 303)


def _room_at_desk(who: Actor, slug: str) -> Room:
    room = queries.room(who, slug)
    if not rules.may_moderate(who, room):
        raise NotAllowed() if who.is_known else SignInRequired()
    return room


def _desk_page(room: Room, chosen_id: int | None) -> dict[str, Any]:
    seq = facts.latest(room.scope)
    questions = queries.all_questions(actor(), room)
    votes = queries.votes_of({question.root_id for question in questions})
    views = [schemas.desk_view(question, votes[question.root_id]) for question in questions]
    lists = {state: [v for v in views if v["state"] == state.value] for state in QuestionState}
    waiting = [view for view in views if view["state"] in UNREAD]
    chosen = _chosen(views, waiting, chosen_id)
    order = order_of(room)
    return {
        "waiting": waiting,
        "queue": order.sort(views),
        "order": schemas.order_view(order.rule, order.places.values()),
        "rules": [(rule.value, words) for rule, (words, _why) in schemas.RULES.items()],
        "move_reasons": [(reason.value, words) for reason, words in schemas.MOVE_REASONS.items()],
        "alike": _alike(room, questions, votes, order, chosen),
        "openings": [schemas.opening_view(one) for one in queries.identity_openings(room)],
        "may_open": rules.may_open_identity(actor()),
        "offices": directory.names_of_organisations(actor()),
        "language_choices": schemas.language_choices(),
        "today": now().astimezone(ZoneInfo(room.meeting.timezone)).date().isoformat(),
        "room": room,
        "seq": seq,
        "lists": {state.value: found for state, found in lists.items()},
        "chosen": chosen,
        "moves": sorted(MODERATION[QuestionState(chosen["state"])]) if chosen else [],
        "mergeable": _mergeable(views, chosen),
        "reasons": [(reason.value, text) for reason, text in schemas.REASONS.items()],
        "countries": _countries(room),
        "present": presence.count(room.scope),
        "key": uuid4(),
        "batch_key": uuid4(),
        "note_key": uuid4(),
        "leave_key": uuid4(),
        "polls": polls.poll_views(polls.polls_of(actor(), room, at_desk=True), at_desk=True),
        "undo": schemas.undo_view(journal.undoable(actor(), room)),
        "stage_notes": [schemas.stage_note_view(note) for note in behind.stage_notes(room, 3)],
        "handed_over": schemas.hand_over_view(behind.last_hand_over(room)),
        "at_desk": behind.at_desk(room),
        "journal": [
            schemas.journal_view(entry) for entry in journal.entries(actor(), room, limit=10)
        ],
        **desk_floor(room),
    }


def _alike(
    room: Room,
    questions: list[Question],
    votes: Counter[int],
    order: Order,
    chosen: dict[str, Any] | None,
) -> dict[str, Any] | None:
    """Return the public question that asks the same as the chosen one, and its place."""
    if chosen is None or chosen["state"] not in (*UNREAD, *IN_LINE):
        return None
    question = next(one for one in questions if one.id == chosen["id"])
    found = lookalikes(room, question.body, leave_out=question, limit=1)
    if not found:
        return None
    other = found[0].question
    place = order.places.get(other.id)
    return {
        "id": other.id,
        "number": other.number,
        "state": other.state.value,
        "place": place.place if place else None,
        "votes": votes[other.id],
    }


def _chosen(
    views: list[dict[str, Any]], waiting: list[dict[str, Any]], chosen_id: int | None
) -> dict[str, Any] | None:
    """Return the question asked for, else the one the actor reads, else the oldest unclaimed."""
    asked_for = next((view for view in views if view["id"] == chosen_id), None)
    own = [one for one in waiting if one["claimed_by"] and one["claimed_by"]["id"] == actor().id]
    free = [one for one in waiting if one["claimed_by"] is None]
    return asked_for or next(iter(own + free), None)


def _mergeable(
    views: Iterable[dict[str, Any]], chosen: dict[str, Any] | None
) -> list[dict[str, Any]]:
    public = {state.value for state in PUBLIC_STATES}
    return [view for view in views if chosen and view["state"] in public and view is not chosen]


def _countries(room: Room) -> list[dict[str, Any]]:
    """Return who is present, asked and was answered by country, most present first."""
    here = presence.by_country(room.scope)
    asked = queries.by_country(room)
    rows = [
        {
            "country": country,
            "present": here[country],
            "asked": asked.get(country, (0, 0))[0],
            "answered": asked.get(country, (0, 0))[1],
        }
        for country in {*here, *asked}
    ]
    return sorted(rows, key=lambda row: (-row["present"], -row["asked"], row["country"]))
