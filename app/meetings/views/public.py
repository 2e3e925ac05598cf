"""The pages of the meetings that everybody reads."""

from itertools import groupby
from typing import Any

from flask import Response, render_template, request
from werkzeug.datastructures import MultiDict

from app.core.addresses import kept
from app.core.formats import country_name, sort_key
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.directory import queries as directory
from app.meetings import queries
from app.meetings.models import MeetingKind
from app.meetings.schemas import FilterMeetings
from app.meetings.views.blueprint import bp
from app.meetings.views.words import dates_of, kind_word, mode_word, standing_of

HEADINGS = (
    *(N_("Adresse"), N_("Titre"), N_("Cadre"), N_("Nature"), N_("Dates"), N_("Début"), N_("Fin")),
    *(N_("Fuseau"), N_("Lieu"), N_("Ville"), N_("Pays"), N_("Participation"), N_("État")),
)


@bp.get("/rencontres")
def index() -> tuple[str, int]:
    """List the meetings, those that fit the filters of the address."""
    form = _filters()
    found = queries.page_of_meetings(actor(), **_narrowing(form))
    page = render_template(
        "meetings/index.html",
        form=form,
        found=found,
        years=[(year, list(items)) for year, items in groupby(found.items, lambda m: m.year)],
        frameworks=[(f.slug, f.short_title) for f in directory.frameworks(actor())],
        kinds=sorted(((k.value, kind_word(k)) for k in MeetingKind), key=lambda k: sort_key(k[1])),
        countries_there=_named(queries.countries_of_meetings(actor())),
        kept=kept(form),
    )
    return page, form.status


@bp.get(f"/rencontres.{ENDING}")
def sheet(ending: str) -> Response:
    """Give the meetings that fit the filters as a sheet."""
    narrowing = _narrowing(_filters())
    narrowing.pop("page", None)
    rows = [_row(meeting) for meeting in queries.every_meeting(actor(), **narrowing)]
    headings = [translate(heading) for heading in HEADINGS]
    return sheet_response(f"rencontres.{ending}", headings, rows)


@bp.get("/rencontres/<slug>")
def show(slug: str) -> str:
    """Show a meeting with everything that is known of it."""
    return render_template("meetings/show.html", meeting=queries.meeting(actor(), slug))


def _filters() -> Form:
    return Form(FilterMeetings, MultiDict(request.args))


def _narrowing(form: Form) -> dict[str, Any]:
    """Return the filters that were understood; one that was not narrows nothing."""
    return form.data if form.is_valid else {}


def _named(codes: set[str]) -> list[tuple[str, str]]:
    named = [(code, country_name(code)) for code in codes]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def _row(meeting: Any) -> tuple[Any, ...]:
    return (
        *(meeting.slug, meeting.title, meeting.framework.title, kind_word(meeting.kind)),
        *(dates_of(meeting), meeting.starts_on, meeting.last_day, meeting.timezone),
        *(meeting.venue, meeting.city, country_name(meeting.country), mode_word(meeting.mode)),
        standing_of(meeting)[0],
    )
