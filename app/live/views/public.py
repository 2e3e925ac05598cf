"""A room as everybody sees it."""

from typing import Any
from uuid import uuid4

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from app.core import facts
from app.core.allowances import RECEIPT
from app.core.clock import now
from app.core.errors import Refused
from app.core.forms import Form, parse
from app.core.i18n import locale_code
from app.core.presence import presence
from app.core.web import actor
from app.directory import queries as directory
from app.live import actions, queries, schemas
from app.live.models import SETTLED, Question, QuestionState, Room
from app.live.queries.lookalikes import lookalike_views
from app.live.queries.order import order_of
from app.live.views.floor_pages import floor_page
from app.live.views.polls import room_polls

bp = Blueprint("live", __name__)


@bp.get("/direct")
def index() -> str:
    """List the rooms, those that are live first."""
    return render_template("live/index.html", rooms=queries.rooms(actor()))


@bp.get("/direct/<slug>")
def show(slug: str) -> str:
    """Show a room: what is answered now, the queue, the feed and one's own questions."""
    room = queries.room(actor(), slug)
    return render_template("live/room.html", **_room_page(room))


@bp.get("/direct/<slug>/texte")
def text(slug: str) -> Response:
    """Show a room as text alone; nothing is sent again while nothing changed."""
    room = queries.room(actor(), slug)
    stands_at = (
        facts.latest(room.scope),
        facts.latest(room.votes_scope),
        facts.latest(room.ballots_scope),
        _bounds_passed(room),
        actor().id,
        locale_code(),
    )
    response = make_response()
    response.set_etag("-".join(map(str, stands_at)))
    response.headers["Cache-Control"] = "private, no-cache"
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    response.set_data(render_template("live/text.html", **_room_page(room)))
    return response


def _bounds_passed(room: Room) -> int:
    """Return how many bounds of the room's window are past: no fact says when one comes."""
    bounds = (room.questions_from, room.questions_until, room.answers_until)
    return sum(bound <= now() for bound in bounds if bound)


@bp.route("/direct/<slug>/poser", methods=["GET", "POST"])
def ask(slug: str) -> Any:
    """Ask a question on a page of its own, which never reloads under the writer."""
    room = queries.room(actor(), slug)
    form = Form(schemas.AskQuestion, request.form if request.method == "POST" else None)
    is_new = form.is_valid and room.is_open and "confirmed" not in request.form
    alike = lookalike_views(room, form.data["body"]) if is_new and actor().is_known else []
    if form.is_valid and not alike:
        try:
            question = actions.ask_question(actor(), room, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Question n° %(number)s reçue.", number=question.number), "success")
            return redirect(url_for("live.show", slug=slug) + "#mine", 303)
    page = render_template(
        "live/ask.html",
        room=room,
        form=form,
        alike=alike,
        room_item=schemas.room_view(room),
        **_ask_form(),
    )
    return page, form.status


@bp.post("/direct/<slug>/questions/<int:question_id>/soutien")
def support(slug: str, question_id: int) -> Any:
    """Support a question, or take the support back."""
    question = queries.question(actor(), question_id, queries.room(actor(), slug))
    data = parse(
        schemas.VoteOnQuestion, {"question": question_id, "on": request.form.get("on", "true")}
    )
    actions.vote_on_question(actor(), question, on=data["on"])
    return redirect(url_for("live.show", slug=slug) + f"#question-{question_id}", 303)


@bp.post("/direct/<slug>/questions/<int:question_id>/retrait")
def withdraw(slug: str, question_id: int) -> Any:
    """Take one's question back."""
    question = queries.question(actor(), question_id, queries.room(actor(), slug))
    actions.withdraw_question(actor(), question)
    flash(_("Votre question n° %(number)s est retirée.", number=question.number), "success")
    return redirect(url_for("live.show", slug=slug) + "#mine", 303)


@bp.post("/direct/<slug>/questions/<int:question_id>/remise")
def reinstate(slug: str, question_id: int) -> Any:
    """Put back a question one took back."""
    question = queries.question(actor(), question_id, queries.room(actor(), slug))
    actions.reinstate_question(actor(), question)
    flash(_("Votre question n° %(number)s est remise.", number=question.number), "success")
    return redirect(url_for("live.show", slug=slug) + "#mine", 303)


@bp.route("/ma-question", methods=["GET", "POST"])
def find_question() -> Any:
    """Show what became of a question to whoever holds its receipt."""
    form = Form(schemas.FindQuestion, request.form if request.method == "POST" else None)
    if not form.is_valid:
        page = render_template("live/find.html", form=form, question=None)
        return page, form.status
    RECEIPT.spend(actor())
    try:
        question = queries.question_of_receipt(form.data["receipt"])
    except Refused:
        form.errors["receipt"] = [_("Aucune question ne porte ce code. Vérifiez chaque signe.")]
        return render_template("live/find.html", form=form, question=None), 404
    votes = queries.votes_of([question.root_id])[question.root_id]
    view = schemas.own_view(question, votes)
    return render_template("live/find.html", form=form, question=view, room=question.room)


def _room_page(room: Room) -> dict[str, Any]:
    """Return what a room's page shows; what follows the number is at least as new as it."""
    seq = facts.latest(room.scope)
    mine = queries.own_questions(actor(), room)
    votes = queries.votes_of({question.root_id for question in mine})
    return {
        "room": room,
        "seq": seq,
        "mine": [schemas.own_view(question, votes[question.root_id]) for question in mine],
        "supported": queries.supported_by(actor(), room),
        "feed": [schemas.feed_view(line) for line in queries.feed(room)],
        "present": presence.count(room.scope),
        "form": Form(schemas.AskQuestion),
        "room_item": schemas.room_view(room),
        **_ask_form(),
        **floor_page(room),
        **_public_views(room),
        **room_polls(room),
    }


def _public_views(room: Room) -> dict[str, Any]:
    questions = queries.public_questions(room)
    votes = queries.votes_of(question.id for question in questions)
    order = order_of(room, votes)
    views = _by_state(questions, votes)
    settled = [view for state in SETTLED for view in views[state]]
    answered = sorted(settled, key=lambda view: view["moved_at"], reverse=True)
    on_air = views[QuestionState.ON_AIR]
    return {
        "on_air": on_air[0] if on_air else None,
        "queue": order.sort(view for shown in views.values() for view in shown),
        "order": schemas.order_view(order.rule, order.places.values()),
        "answered": answered,
    }


def _by_state(questions: list[Question], votes: Any) -> dict[QuestionState, list[dict[str, Any]]]:
    views: dict[QuestionState, list[dict[str, Any]]] = {state: [] for state in QuestionState}
    for question in questions:
        views[question.state].append(schemas.public_view(question, votes[question.id]))
    return views


def _ask_form() -> dict[str, Any]:
    return {
        "key": uuid4(),
        "theme_choices": [(term.code, term.title) for term in directory.terms("themes")],
        "language_choices": schemas.language_choices(),
        "longest": schemas.LONGEST_QUESTION,
    }
