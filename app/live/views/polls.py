"""The polls of a room: voting and results for everybody, preparing and running for the desk."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.errors import NotFound, Refused
from app.core.formats import country_name
from app.core.forms import Form
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor, take
from app.live import actions, queries, rules, schemas
from app.live.models import Poll, PollState, Room
from app.live.queries import polls
from app.live.views.desk_pages import act_at_desk, room_at_desk

bp = Blueprint("polls", __name__, url_prefix="/direct/<slug>/scrutins")


@bp.route("/<int:number>", methods=["GET", "POST"])
def show(slug: str, number: int) -> Any:
    """Show a poll, and vote on a page that never reloads under the voter."""
    room = queries.room(actor(), slug)
    poll = polls.poll(actor(), room, number)
    form = Form(schemas.CastBallot, request.form if request.method == "POST" else None)
    if form.is_valid:
        try:
            taken = actions.cast_ballot(actor(), poll, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Votre bulletin est compté."), "success")
            return redirect(url_for("polls.show", slug=slug, number=taken.poll.number), 303)
    page = render_template("live/poll.html", form=form, key=uuid4(), **poll_page(room, poll))
    return page, form.status


@bp.get(f"/<int:number>.{ENDING}")
def sheet(slug: str, number: int, ending: str) -> Response:
    """Give the published results of a poll as a sheet."""
    poll = polls.poll(actor(), queries.room(actor(), slug), number)
    view = polls.poll_views([poll])[0]
    if view["results"] is None:
        raise NotFound()
    headings = [_("Réponse"), _("Voix"), _("Part des suffrages exprimés")]
    rows = _result_rows(view)
    if not poll.is_secret:
        rows += [["", "", ""], [_("Nom"), _("Pays"), _("Réponse")]]
        rows += [
            [name, country_name(country), ", ".join(choices) or _("Vote blanc")]
            for name, country, choices in polls.named_ballots(poll)
        ]
    return sheet_response(f"{slug}-scrutin-{number}.{ending}", headings, rows)


@bp.route("/nouveau", methods=["GET", "POST"])
def prepare(slug: str) -> Any:
    """Prepare a poll, for the desk."""
    room = queries.room(actor(), slug)
    permit(rules.may_moderate, actor(), room)
    return take(
        schemas.PreparePoll,
        lambda **data: actions.prepare_poll(actor(), room, **data),
        lambda poll: _("Scrutin n° %(number)s prêt. Ouvrez-le du bureau.", number=poll.number),
        url_for("desk.show", slug=slug) + "#desk-polls",
        lambda form: render_template("live/prepare_poll.html", room=room, form=form, key=uuid4()),
        values={"low": 1, "high": 5},
    )


@bp.post("/<int:number>/etat")
def move(slug: str, number: int) -> Any:
    """Open, close, publish or give up a poll, from the desk."""
    room = room_at_desk(slug)
    poll = polls.poll(actor(), room, number)
    return act_at_desk(
        room,
        schemas.MovePoll,
        lambda to, **data: actions.POLL_ACTS[to](actor(), poll, **data),
        url_for("desk.show", slug=slug) + "#desk-polls",
    )


def poll_page(room: Room, poll: Poll) -> dict[str, Any]:
    """Return what a page shows of one poll: its view, and what is the reader's own."""
    return {
        "room": room,
        "poll": polls.poll_views([poll])[0],
        "has_voted": polls.participation(actor(), poll) is not None,
        "is_entitled": polls.is_entitled(actor(), poll),
        "named_ballots": polls.named_ballots(poll),
    }


def room_polls(room: Room) -> dict[str, Any]:
    """Return the polls of a room as its pages show them: the open one, the last one, the others."""
    found = polls.polls_of(actor(), room)
    views = polls.poll_views(found)
    opened = next((view for view in views if view["state"] == PollState.OPEN), None)
    open_poll = next((one for one in found if one.is_open), None)
    closed = sorted((view for view in views if view is not opened), key=_closed_at, reverse=True)
    return {
        "open_poll": opened,
        "has_voted": opened is not None and opened["number"] in polls.took_part(actor(), room),
        "is_entitled": open_poll is not None and polls.is_entitled(actor(), open_poll),
        "last_poll": closed[0] if closed else None,
        "other_polls": closed[1:],
    }


def _closed_at(view: dict[str, Any]) -> str:
    return str(view["published_at"] or view["closed_at"])


def _result_rows(view: dict[str, Any]) -> list[list[Any]]:
    results = view["results"]
    labels = {option["number"]: option["label"] for option in view["options"]}
    rows = [
        [labels[one["number"]], one["votes"], "" if one["share"] is None else one["share"]]
        for one in results["votes"] or []
    ]
    if results["uncounted"]:
        rows.append([_("Bulletins non dépouillés"), results["ballots"], ""])
        return rows
    rows.append([_("Votes blancs"), results["blank"], ""])
    rows.append([_("Suffrages exprimés"), results["valid"], ""])
    rows.append([_("Participants"), results["ballots"], ""])
    if view["entitled"] is not None:
        rows.append([_("Inscrits à la fermeture"), view["entitled"], ""])
    return rows
