"""The page of the desk, which its acts come back to, or say on it why nothing changed."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request

from app.core import facts
from app.core.actions import permit
from app.core.clock import now
from app.core.errors import Refused
from app.core.forms import Schema, parse
from app.core.presence import presence
from app.core.web import actor
from app.directory import queries as directory
from app.live import queries, rules, schemas
from app.live.models import (
    IN_LINE,
    MODERATION,
    PUBLIC_STATES,
    SETTLED,
    UNREAD,
    Question,
    QuestionState,
    Room,
)
from app.live.queries import desk as behind
from app.live.queries import journal, polls
from app.live.queries.lookalikes import scores_of
from app.live.queries.order import Order, order_of
from app.live.views.desk_filter import filter_view, sift_desk
from app.live.views.floor_pages import desk_floor

DONE = (
    *SETTLED,
    QuestionState.REFUSED,
    QuestionState.MERGED,
    QuestionState.WITHDRAWN,
)


def room_at_desk(slug: str) -> Room:
    """
    Return the room whose desk the actor sits at.

    :raises SignInRequired: if nobody is known
    :raises NotAllowed: if the actor does not moderate the room
    """
    room = queries.room(actor(), slug)
    permit(rules.may_moderate, actor(), room)
    return room


def show_desk(room: Room, chosen_id: int | None = None, refused: Refused | None = None) -> str:
    """Draw the desk, and on it why what was sent changed nothing."""
    page = desk_page(room, chosen_id)
    return render_template("live/desk.html", refused=refused, **page)


def act_at_desk(
    room: Room, schema: type[Schema], act: Callable[..., Any], address: str, **sent: Any
) -> Any:
    """
    Do what a form of the desk says and go to `address`, or show the desk and why nothing changed.

    What the address of the form names, `question` or `hand`, is `sent` beside its fields.
    """
    fields = request.form.copy()
    for name, value in sent.items():
        fields[name] = value
    try:
        act(**parse(schema, fields, form=True))
    except Refused as refused:
        return show_desk(room, sent.get("question"), refused), refused.status
    return redirect(address, 303)


def desk_page(room: Room, chosen_id: int | None) -> dict[str, Any]:
    """Return what the desk shows, with the chosen question open, else one that waits."""
    seq = facts.latest(room.scope)
    questions = queries.all_questions(actor(), room)
    votes = queries.votes_of({question.root_id for question in questions})
    views = [schemas.desk_view(question, votes[question.root_id]) for question in questions]
    lists = {state: [v for v in views if v["state"] == state.value] for state in QuestionState}
    order = order_of(room, votes)
    sifted = sift_desk(room, questions, views)
    shown = _listed(sifted, order)
    chosen = _chosen(views, shown["waiting"], chosen_id)
    return {
        **_listed(views, order),
        "shown": shown,
        "filter": filter_view(room, questions, views, sifted),
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
        "countries": _countries(room, questions),
        "present": presence.count(room.scope),
        "key": uuid4(),
        "batch_key": uuid4(),
        "view_key": uuid4(),
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


def _listed(views: list[dict[str, Any]], order: Order) -> dict[str, Any]:
    """Return the questions that wait, those in line as they are called, and those that are done."""
    done = [view for view in views if view["state"] in DONE]
    return {
        "waiting": [view for view in views if view["state"] in UNREAD],
        "queue": order.sort(views),
        "done": sorted(done, key=lambda view: view["moved_at"], reverse=True),
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
    public = {one.id: one for one in questions if one.state in PUBLIC_STATES}
    scores = scores_of(room, question.body, leave_out=question)
    other = next((public[number] for number in scores if number in public), None)
    if other is None:
        return None
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


def _countries(room: Room, questions: list[Question]) -> list[dict[str, Any]]:
    """Return who is present, asked and was answered by country, most present first."""
    here = presence.by_country(room.scope)
    asked = Counter(one.country or "" for one in questions)
    answered = Counter(
        one.country or "" for one in questions if one.state == QuestionState.ANSWERED
    )
    rows = [
        {
            "country": country,
            "present": here[country],
            "asked": asked[country],
            "answered": answered[country],
        }
        for country in {*here, *asked}
    ]
    return sorted(rows, key=lambda row: (-row["present"], -row["asked"], row["country"]))
