"""The moderators' desk: triage, queue, on air, the written feed, the room's state."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core import facts
from app.core.actors import Actor
from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.forms import Form, parse
from app.core.presence import presence
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.live.models import MODERATION, PUBLIC_STATES, Question, QuestionState, Room
from app.live.queries.lookalikes import lookalikes
from app.live.queries.order import Order, order_of

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
    return redirect(url_for("desk.show", slug=slug), 303)


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


@bp.route("/redaction", methods=["GET", "POST"])
def feed(slug: str) -> Any:
    """Write the feed."""
    room = queries.room(actor(), slug)
    if not rules.may_write_feed(actor(), room):
        raise NotAllowed() if actor().is_known else SignInRequired()
    form = Form(schemas.WriteFeedLine, request.form if request.method == "POST" else None)
    if form.is_valid:
        try:
            actions.write_feed_line(actor(), room, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Ligne publiée."), "success")
            return redirect(url_for("desk.feed", slug=slug), 303)
    page = render_template(
        "live/feed.html",
        room=room,
        form=form,
        key=uuid4(),
        lines=[schemas.feed_view(line) for line in queries.feed(room)],
        questions=queries.public_questions(room),
    )
    return page, 422 if form.is_sent else 200


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
    order = order_of(room)
    chosen = _chosen(views, lists, chosen_id)
    return {
        "queue": order.sort(views),
        "order": schemas.order_view(order.rule, order.places.values()),
        "rules": [(rule.value, words) for rule, (words, _why) in schemas.RULES.items()],
        "move_reasons": [(reason.value, words) for reason, words in schemas.MOVE_REASONS.items()],
        "alike": _alike(room, questions, votes, order, chosen),
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
    }


def _alike(
    room: Room,
    questions: list[Question],
    votes: Counter[int],
    order: Order,
    chosen: dict[str, Any] | None,
) -> dict[str, Any] | None:
    """Return the public question that asks the same as the chosen one, and its place."""
    if chosen is None or chosen["state"] not in (QuestionState.RECEIVED, QuestionState.TAKEN):
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
    views: list[dict[str, Any]],
    lists: dict[QuestionState, list[dict[str, Any]]],
    chosen_id: int | None,
) -> dict[str, Any] | None:
    asked_for = next((view for view in views if view["id"] == chosen_id), None)
    waiting = lists[QuestionState.RECEIVED]
    return asked_for or (waiting[0] if waiting else None)


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
