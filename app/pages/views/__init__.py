"""The home page, the pages about the platform, and what machines ask of it."""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import rules as accounts_rules
from app.accreditation import queries as accreditation
from app.core.actions import permit
from app.core.clock import today
from app.core.errors import NotFound
from app.core.i18n import CODES, N_
from app.core.web import actor, asset, safe_next
from app.followup import queries as followup
from app.giving import queries as giving
from app.live import queries as live
from app.meetings import queries as meetings
from app.meetings import rules as meetings_rules
from app.pages import queries
from app.pages.views import figures

bp = Blueprint("pages", __name__)

NAVIGATION = (
    ("meetings.index", N_("Rencontres"), "/rencontres"),
    ("live.index", N_("En direct"), "/direct"),
    ("accreditation.register", N_("Associations"), "/associations"),
    ("giving.index", N_("Dons"), ("/dons", "/programmes", "/recus")),
    ("followup.index", N_("Suivi"), "/suivi"),
)
HOME_FIGURES = ("diaspora-total", "diaspora-pays")
CLOSED_TO_ROBOTS = (
    *("/gestion", "/moi", "/connexion", "/langue", "/demo", "/ma-question", "/api"),
    *("/associations/dossiers", "/delegue", "/suivi/code", "/suivi/dire"),
)


@bp.get("/")
def home() -> str:
    """Show what happens now, the doors to tasks, what comes and what was heard."""
    rooms = live.open_rooms(actor())
    shown = {room.meeting_id for room in rooms[:1]}
    coming = [m for m in meetings.next_meetings(actor(), limit=5) if m.id not in shown][:4]
    held = meetings.last_meetings(actor(), limit=4)
    return render_template(
        "pages/home.html",
        room=rooms[0] if rooms else None,
        open_to_questions=live.rooms_open_to_questions(actor())[:3],
        coming=coming,
        held=held,
        concerns=meetings.concerns(actor(), limit=5),
        landmarks=queries.landmarks(actor()),
        gift=queries.kept_promise(actor()),
        outcomes=queries.outcomes(actor(), today(), limit=4),
        **_figures_of_home(),
    )


def _figures_of_home() -> dict[str, Any]:
    """Return the three figures of the record that the home page shows, those that are known."""
    known = followup.figures(actor())
    checks = queries.compared(known, queries.programmes())
    by_code = {figure.indicator.code: figure for figure in known if figure.latest}
    return {
        "chosen": [by_code[code] for code in HOME_FIGURES if code in by_code],
        "projects": next((check for check in checks if check.name == "projects"), None),
        "totals": {check.code: check for check in checks if check.name == "total"},
        "gaps": [check for check in checks if check.verdict == queries.GAP],
    }


@bp.get("/langue/<code>")
def choose_language(code: str) -> Any:
    """Keep the language that the reader chose, and lead back to the page they read."""
    if code not in CODES:
        raise NotFound()
    answer = redirect(safe_next(request.args.get("next"), url_for("pages.home")), 303)
    answer.set_cookie(
        "language",
        code,
        max_age=timedelta(days=365),
        samesite="Lax",
        secure=current_app.config["PRODUCTION"],
        httponly=True,
    )
    return answer


@bp.get("/aide")
def help() -> str:  # noqa: A001 (its name is its endpoint)
    """Explain how to follow, ask, and find one's question again."""
    return render_template("pages/help.html")


@bp.get("/accessibilite")
def accessibility() -> str:
    """Say what was done so that everybody can use the platform, and what was not."""
    return render_template("pages/accessibility.html")


@bp.get("/donnees-personnelles")
def privacy() -> str:
    """Say what is kept about people, why, and what is not."""
    return render_template("pages/privacy.html")


@bp.get("/gestion")
def office() -> str:
    """Show the staff what each may do, and how many things wait for them at each desk."""
    permit(lambda who: who.is_staff, actor())
    return render_template(
        "pages/office.html",
        desks=queries.desks(actor()),
        plans=meetings_rules.may_plan_meeting(actor()),
        manages=accounts_rules.may_manage_people(actor()),
        treasury=giving.sees_treasury(actor()),
        waiting={
            "accreditation": accreditation.waiting(actor()),
            "treasury": giving.waiting_at_treasury(actor()),
            "programmes": giving.waiting_on_programmes(actor()),
            "followup": followup.waiting(actor()),
            "meetings": sum(meetings.nominations_to_settle(actor()).values()),
        },
    )


@bp.get("/healthz")
def health() -> tuple[dict[str, str], int]:
    """Answer 200 when the database answers and stands at the last migration."""
    try:
        is_ready = queries.is_ready()
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return {"status": "no database"}, 503
    return ({"status": "ok"}, 200) if is_ready else ({"status": "migrations pending"}, 503)


@bp.get("/favicon.ico")
def favicon() -> Any:
    """Lead programs that ask for the icon by its old name to the one there is."""
    return redirect(asset("favicon.svg"), 301)


@bp.get("/robots.txt")
def robots() -> Response:
    """Keep search engines away from what is personal or for the secretariat."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def setup(app: Flask) -> None:
    """Give every page its navigation, and say when this copy is a demonstration."""
    app.jinja_env.globals["navigation"] = NAVIGATION
    app.jinja_env.filters["in_unit"] = figures.in_unit
    app.jinja_env.filters["currency_name"] = figures.currency_name
    app.jinja_env.filters["stated_value"] = figures.stated_value
    app.jinja_env.globals["full_title"] = queries.full_title
    settings = app.config["SETTINGS"]

    @app.context_processor
    def demonstration() -> dict[str, bool]:
        shown = not settings.is_production and (settings.var / "demo.json").exists()
        return {"demonstration": shown}


blueprints = (bp, figures.bp)
