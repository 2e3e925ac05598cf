"""The pages where the secretariat plans, changes and cancels meetings."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for

from app.core.actions import permit
from app.core.formats import city_of, sort_key
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take
from app.directory import queries as directory
from app.meetings import actions, queries, rules
from app.meetings.models import Meeting, MeetingKind
from app.meetings.schemas import CancelMeeting, DescribeMeeting, FilterMeetings, write_agenda
from app.meetings.views.blueprint import bp
from app.meetings.views.words import MODES, kind_word, mode_word

# Where meetings are held and where most of those who follow them live.
ZONES = (
    *("Africa/Bamako", "Africa/Abidjan", "Africa/Algiers", "Africa/Brazzaville"),
    *("Africa/Casablanca", "Africa/Dakar", "Africa/Libreville", "Africa/Luanda"),
    *("Africa/Malabo", "Africa/Nouakchott", "Africa/Tunis", "America/Havana"),
    *("America/New_York", "America/Toronto", "Asia/Riyadh", "Asia/Shanghai"),
    *("Europe/Istanbul", "Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Rome"),
)


@bp.get("/gestion/rencontres")
def manage() -> str:
    """List the meetings, soonest and undated first, with what can be done to each."""
    _require_keeper()
    form = Form(FilterMeetings, request.args)
    narrowing = form.data if form.is_valid else {}
    return render_template(
        "meetings/manage.html",
        form=form,
        found=queries.page_of_meetings(actor(), **narrowing),
        nominations=queries.nominations_to_settle(actor()),
    )


@bp.route("/gestion/rencontres/nouvelle", methods=["GET", "POST"])
def plan() -> Any:
    """Plan a meeting, with its agenda, on one page."""
    _require_keeper()
    return take(
        DescribeMeeting,
        lambda seen, **data: actions.plan_meeting(actor(), **data),
        N_("La rencontre est dans l’agenda."),
        lambda meeting: url_for("meetings.show", slug=meeting.slug),
        lambda form: _form_page(form, None),
        values={"mode": "hybrid", "timezone": "Africa/Bamako", "country": "ML", "key": uuid4()},
    )


@bp.route("/gestion/rencontres/<slug>", methods=["GET", "POST"])
def change(slug: str) -> Any:
    """Change a meeting and its agenda."""
    meeting = _kept(slug)
    return take(
        DescribeMeeting,
        lambda **data: actions.change_meeting(actor(), meeting, **data),
        N_("La rencontre est à jour."),
        url_for("meetings.show", slug=slug),
        lambda form: _form_page(form, meeting),
        values=_values_of(meeting) | {"key": uuid4(), "seen": meeting.revision},
    )


@bp.route("/gestion/rencontres/<slug>/annuler", methods=["GET", "POST"])
def cancel(slug: str) -> Any:
    """Say what a cancellation does, then cancel."""
    meeting = _kept(slug)
    return take(
        CancelMeeting,
        lambda reason, **_: actions.cancel_meeting(actor(), meeting, reason=reason),
        N_("La rencontre est annulée. Sa page le dit."),
        url_for("meetings.show", slug=slug),
        lambda form: render_template("meetings/cancel.html", form=form, meeting=meeting),
    )


@bp.post("/gestion/rencontres/<slug>/retablir")
def restore(slug: str) -> Any:
    """Take a cancellation back."""
    actions.restore_meeting(actor(), _kept(slug))
    flash(translate(N_("La rencontre est rétablie.")))
    return redirect(url_for("meetings.show", slug=slug), 303)


def _require_keeper() -> None:
    permit(rules.may_plan_meeting, actor())


def _kept(slug: str) -> Meeting:
    meeting = queries.meeting(actor(), slug)
    permit(rules.may_change_meeting, actor(), meeting)
    return meeting


def _form_page(form: Form, meeting: Meeting | None) -> str:
    zones = sorted(
        {*ZONES, form.values.get("timezone") or ZONES[0]}, key=lambda zone: sort_key(city_of(zone))
    )
    return render_template(
        "meetings/plan.html",
        form=form,
        meeting=meeting,
        frameworks=[(f.slug, f.title) for f in directory.frameworks(actor())],
        kinds=sorted(((k.value, kind_word(k)) for k in MeetingKind), key=lambda k: sort_key(k[1])),
        modes=[(mode.value, mode_word(mode)) for mode in MODES],
        zones=[(zone, city_of(zone)) for zone in zones],
    )


def _values_of(meeting: Meeting) -> dict[str, Any]:
    zone = ZoneInfo(meeting.timezone)
    same = ("title", "edition", "starts_on", "ends_on", "timezone", "venue", "city", "country")
    values = {name: getattr(meeting, name) for name in same}
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    return values | {
        "framework": meeting.framework.slug,
        "kind": meeting.kind.value,
        "mode": meeting.mode.value,
        "starts_hour": starts_at.astimezone(zone).strftime("%H:%M") if starts_at else None,
        "ends_hour": ends_at.astimezone(zone).strftime("%H:%M") if ends_at else None,
        "agenda": write_agenda(meeting.agenda, meeting.timezone),
    }
