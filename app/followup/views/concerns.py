"""Concerns: read, said, found again by their authors, and entered by the desk."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.views.detour import require
from app.core.allowances import CONCERN, RECEIPT
from app.core.clock import today
from app.core.errors import Refused
from app.core.formats import country_name
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor, take
from app.directory import queries as directory
from app.followup import actions, queries, rules, schemas
from app.followup.models import ConcernState
from app.followup.views.common import fitting
from app.live import queries as live
from app.live.schemas import LANGUAGE_NAMES, OTHER_LANGUAGE
from app.meetings import queries as meetings

bp = Blueprint("concerns", __name__)

HEADINGS = (
    *(N_("Référence"), N_("Mots"), N_("Pays"), N_("Thème"), N_("Rencontre"), N_("Dite le")),
    *(N_("Reçue par"), N_("Exemple")),
)


@bp.get("/suivi/preoccupations")
def index() -> str:
    """List the concerns that were kept, latest first unless it is asked otherwise."""
    kept = _narrowing()
    page = queries.page_of_concerns(actor(), page=request.args.get("page", 1, type=int), **kept)
    return render_template(
        "followup/concerns.html", page=page, kept=kept, themes=directory.taxonomy("themes")
    )


@bp.get(f"/suivi/preoccupations.{ENDING}")
def sheet(ending: str) -> Response:
    """Give the concerns that fit the filters as a sheet; no name is in it."""
    return sheet_response(f"preoccupations-{today()}.{ending}", *_table())


@bp.get("/suivi/preoccupations/<ref>")
def show(ref: str) -> str:
    """Show a concern, and what became of it."""
    concern = queries.concern(actor(), ref)
    return render_template("followup/concern.html", concern=concern, **_became(concern))


@bp.route("/suivi/dire", methods=["GET", "POST"])
def say() -> Any:
    """Say a concern; it is read before it is public, and its author gets a code."""
    form = Form(schemas.SayConcern, request.form if request.method == "POST" else None)
    if form.is_valid:
        # The key stays with the concern: no row may join it to the person who sent it.
        data = {name: value for name, value in form.data.items() if name != "key"}
        try:
            CONCERN.spend(actor())
            concern = actions.say_concern(actor(), sent_key=str(form.data["key"]), **data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return render_template("followup/said.html", concern=concern), 201
    return render_template("followup/say.html", form=form, **_choices()), form.status


@bp.route("/suivi/code", methods=["GET", "POST"])
def code() -> Any:
    """Tell the author what became of their words, to whoever holds the code."""
    form = Form(schemas.FindByCode, request.form if request.method == "POST" else None)
    if not form.is_valid:
        page = render_template("followup/code.html", form=form, concern=None)
        return page, form.status
    RECEIPT.spend(actor())
    try:
        concern = queries.concern_of_code(form.data["code"])
    except Refused:
        form.errors["code"] = [_("Aucune préoccupation ne porte ce code. Vérifiez chaque signe.")]
        return render_template("followup/code.html", form=form, concern=None), 404
    return render_template("followup/code.html", form=form, concern=concern, **_became(concern))


@bp.route("/gestion/suivi/preoccupations/nouvelle", methods=["GET", "POST"])
def enter() -> Any:
    """Make a live question, a note or a letter a concern that is followed."""
    question_id = request.values.get("question", type=int)
    note_id = request.values.get("note", type=int)
    if question_id:
        return _keep_question(question_id)
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    if note_id:
        note = queries.note(actor(), note_id)
        return _keep(
            schemas.KeepNote, lambda **_data: actions.keep_note(actor(), note), {"note": note}
        )
    return _keep(
        schemas.EnterConcern, lambda revision, **data: actions.enter_concern(actor(), **data), {}
    )


@bp.post("/gestion/suivi/preoccupations/<ref>")
def move(ref: str) -> Any:
    """Keep a concern, or set it aside."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    concern = queries.concern(actor(), ref)
    return take(
        schemas.MoveConcern,
        lambda revision, **data: actions.move_concern(actor(), concern, **data),
        N_("C’est noté. Son auteur le lira avec son code."),
        url_for("concerns.show", ref=concern.ref),
        lambda form: render_template(
            "followup/concern.html", concern=concern, form=form, **_became(concern)
        ),
    )


def _narrowing() -> dict[str, str]:
    """Return what the address asks of the list."""
    return {name: value for name, value in fitting(schemas.FilterConcerns).items() if value}


def _table() -> tuple[list[str], list[list[Any]]]:
    rows = [
        [
            one.ref,
            one.words,
            country_name(one.country),
            one.theme.title if one.theme else "",
            one.meeting.title if one.meeting else "",
            one.day,
            translate(schemas.CHANNELS[one.channel]),
            translate(N_("oui")) if one.is_demonstration else "",
        ]
        for one in queries.every_concern(actor(), **_narrowing())
    ]
    return [translate(heading) for heading in HEADINGS], rows


def _keep_question(number: int) -> Any:
    question = live.question(actor(), number)
    turned_away = require(rules.may_keep_question(actor(), question))
    if turned_away:
        return turned_away
    about = {"question": question}
    # The desk stays where it is: the moderator goes on with the question open before them.
    desk = url_for("desk.show", slug=question.room.slug, q=question.id)
    return _keep(
        schemas.KeepQuestion,
        lambda revision, **data: actions.keep_question(actor(), question, **data),
        about,
        desk if request.form.get("bureau") else None,
    )


def _keep(schema: Any, act: Any, about: dict[str, Any], back: str | None = None) -> Any:
    def show(form: Form) -> Any:
        held = [] if about else meetings.every_meeting(actor())
        return render_template(
            "followup/concern_new.html",
            form=form,
            meeting_choices=[(one.slug, one.title) for one in held],
            channel_choices=[(word.value, _(schemas.CHANNELS[word])) for word in schemas.ENTERED],
            **about,
            **_choices(),
        )

    if request.method == "GET":
        return show(Form(schema))
    return take(
        schema,
        act,
        N_("La préoccupation est enregistrée. Elle peut devenir une recommandation."),
        back or (lambda concern: url_for("concerns.show", ref=concern.ref)),
        show,
    )


def sequel(receipt: str) -> dict[str, Any] | None:
    """Return the concern that a live question became, with its chains, to who holds its receipt."""
    try:
        concern = queries.concern_of_code(receipt)
    except Refused:
        return None
    return {"concern": concern, **_became(concern)}


def _became(concern: Any) -> dict[str, Any]:
    """Return the recommendations that derive from a concern, each with its chain."""
    if concern.state != ConcernState.KEPT:
        return {"chains": []}
    became = queries.what_became(concern)[:10]
    return {"chains": [queries.chain(actor(), one, today()) for one in became]}


def _choices() -> dict[str, Any]:
    return {
        "key": uuid4(),
        "theme_choices": [(term.code, term.title) for term in directory.terms("themes")],
        "language_choices": [*LANGUAGE_NAMES.items(), ("other", translate(OTHER_LANGUAGE))],
    }
