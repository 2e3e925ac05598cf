"""The working pages: what waits, recommendations with their responses, commitments and closure."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, render_template, request, url_for

from app.accounts.views.detour import require
from app.core.clock import today
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take
from app.directory import queries as directory
from app.followup import actions, queries, rules, schemas
from app.followup.models import Closure, Recommendation
from app.giving import queries as giving
from app.meetings import queries as meetings

bp = Blueprint("followup_work", __name__, url_prefix="/gestion/suivi")

MOVED = {
    Closure.REQUESTED: N_("La clôture est demandée. Le Comité décide."),
    Closure.CLOSED: N_("La recommandation est close, et tous peuvent le lire."),
    Closure.OPEN: N_("La recommandation reste ouverte, et tous peuvent lire pourquoi."),
    Closure.REOPENED: N_("La recommandation est rouverte, et tous peuvent lire pourquoi."),
}


@bp.get("")
def index() -> Any:
    """Show what waits for the actor."""
    turned_away = require(rules.may_work(actor()))
    if turned_away:
        return turned_away
    keeps = rules.may_keep_followup(actor())
    decides = rules.may_decide_closure(actor())
    return render_template(
        "followup/work.html",
        waiting=queries.waiting_concerns(actor()) if keeps else [],
        kept=queries.concerns_without_sequel(actor()) if rules.may_issue(actor()) else [],
        drafts=queries.own_drafts(actor()),
        reports=queries.reports_to_validate(actor()),
        closures=queries.closures_to_decide(actor()) if decides else [],
        commitments=queries.own_commitments(actor()),
    )


@bp.route("/recommandations/nouvelle", methods=["GET", "POST"])
def issue() -> Any:
    """Issue a recommendation: from a meeting's decision, an agreement or a policy."""
    turned_away = require(rules.may_issue(actor()))
    if turned_away:
        return turned_away
    slug = request.args.get("rencontre")
    meeting = meetings.meeting(actor(), slug) if slug else None
    ref = request.args.get("preoccupation")
    concern = queries.concern(actor(), ref) if ref else None

    def show(form: Form) -> Any:
        return render_template(
            "followup/recommendation_new.html",
            form=form,
            meeting=meeting,
            concern=concern,
            instruments=queries.instruments(actor()),
            **_choices(),
        )

    if request.method == "GET":
        start: dict[str, Any] = {"instrument": meeting.slug.upper()} if meeting else {}
        start |= {"concern": concern and concern.ref, "text": request.args.get("texte")}
        return show(Form(schemas.IssueRecommendation, **start))
    return take(
        schemas.IssueRecommendation,
        lambda **data: _issue(meeting, data),
        N_("La recommandation a sa référence, pour toujours."),
        lambda issued: url_for("followup.show", ref=issued.ref),
        show,
    )


@bp.get("/recommandations/<int:number>")
def recommendation(number: int) -> Any:
    """Show what may be done with a recommendation."""
    turned_away = require(rules.may_work(actor()))
    if turned_away:
        return turned_away
    return _show(queries.recommendation_numbered(actor(), number))


@bp.post("/recommandations/<int:number>/reponse")
def answer(number: int) -> Any:
    """Answer a recommendation."""
    found = queries.recommendation_numbered(actor(), number)
    return _act(
        found,
        "answer",
        schemas.Answer,
        lambda **data: actions.answer_recommendation(actor(), found, **data),
        N_("La réponse est publique."),
    )


@bp.post("/recommandations/<int:number>/engagements")
def commit(number: int) -> Any:
    """Promise a deliverable."""
    found = queries.recommendation_numbered(actor(), number)
    return _act(
        found,
        "commit",
        schemas.Commit,
        lambda **data: actions.make_commitment(actor(), found, **data),
        N_("L’engagement est public."),
    )


@bp.post("/recommandations/<int:number>/cloture")
def close(number: int) -> Any:
    """Request closure, decide it, or reopen."""
    found = queries.recommendation_numbered(actor(), number)
    return _act(
        found,
        "closure",
        schemas.MoveClosure,
        lambda **data: _move_closure(found, **data),
        lambda _made: translate(MOVED[found.closure]),
    )


@bp.post("/liens")
def link() -> Any:
    """Link two things, then go back to the recommendation one of them is about."""
    back = request.form.get("recommendation", type=int) or 0
    found = queries.recommendation_numbered(actor(), back)
    return _act(
        found,
        "link",
        schemas.LinkThings,
        lambda revision, **data: actions.link_things(actor(), **data),
        N_("Le lien est enregistré."),
    )


@bp.post("/liens/<int:number>/retrait")
def unlink(number: int) -> Any:
    """Withdraw a link, with the reason."""
    found = queries.recommendation_numbered(
        actor(), request.form.get("recommendation", 0, type=int)
    )
    thing = queries.link(actor(), number)
    return _act(
        found,
        "unlink",
        schemas.Withdraw,
        lambda revision, **data: actions.withdraw_link(actor(), thing, **data),
        N_("Le lien est retiré."),
    )


def _issue(meeting: Any, data: dict[str, Any]) -> Recommendation:
    data.pop("revision", None)
    code = data.pop("instrument")
    if meeting is not None and code == meeting.slug.upper():
        return actions.issue_from_meeting(actor(), meeting, **data)
    return actions.issue_recommendation(actor(), queries.instrument(actor(), code), **data)


def _move_closure(found: Recommendation, *, to: str, meeting: str | None, **data: Any) -> Any:
    if to == Closure.REQUESTED:
        return actions.request_closure(actor(), found, **data)
    if to == Closure.REOPENED:
        return actions.reopen(actor(), found, meeting=meeting, **data)
    return actions.decide_closure(actor(), found, to=to, meeting=meeting, **data)


def _act(
    found: Recommendation,
    name: str,
    schema: Any,
    act: Callable[..., Any],
    said: str | Callable[[Any], str],
) -> Any:
    turned_away = require(rules.may_work(actor()))
    if turned_away:
        return turned_away
    return take(
        schema,
        act,
        said,
        url_for("followup_work.recommendation", number=found.id),
        lambda form: _show(found, **{name: form}),
    )


def _show(found: Recommendation, **forms: Form) -> str:
    return render_template(
        "followup/recommendation.html",
        recommendation=found,
        chain=queries.chain(actor(), found, today()),
        forms={name: Form(schemas.Sent) for name in ("answer", "commit", "closure", "link")}
        | forms,
        money_choices=_money() if rules.may_keep_followup(actor()) else [],
        **_choices(),
    )


def _money() -> list[tuple[str, str]]:
    """Return the gifts, budget lines and programmes that a recommendation may be linked to."""
    lots = [(f"lot:{lot.ref}", f"{lot.ref}, {lot.title}") for lot in giving.lots(actor())]
    programmes = giving.programmes(actor())
    return lots + [(f"programme:{one.slug}", one.title) for one in programmes]


def _choices() -> dict[str, Any]:
    bodies = directory.every_organisation(actor())
    return {
        "key": uuid4(),
        "body_choices": [(body.slug, body.name) for body in bodies],
        "theme_choices": [(term.code, term.title) for term in directory.terms("themes")],
        "axis_choices": [(term.code, term.title) for term in directory.terms("ponam")],
        "meeting_choices": [
            (meeting.slug, meeting.title) for meeting in meetings.every_meeting(actor())
        ],
    }
