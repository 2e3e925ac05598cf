"""The moderators' desk: triage, queue, on air, the written feed, the room's state."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for

from app.core import facts
from app.core.actors import Actor
from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.forms import parse
from app.core.presence import presence
from app.core.web import actor
from app.live import actions, queries, rules, schemas
from app.live.models import MODERATION, PUBLIC_STATES, QuestionState, Room
from app.live.queries import polls
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
    lists[QuestionState.TAKEN].sort(key=lambda view: (-view["votes"], view["number"]))
    chosen = _chosen(views, lists, chosen_id)
    return {
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
        "polls": polls.poll_views(polls.polls_of(actor(), room, at_desk=True), at_desk=True),
        **desk_floor(room),
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
