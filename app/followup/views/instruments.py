"""Agreements and policies: read by everybody, entered and corrected by the secretariat."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.views.detour import require
from app.core.clock import today
from app.core.errors import NotAllowed
from app.core.forms import Form, mark
from app.core.i18n import N_
from app.core.money import named_currencies, read_amount
from app.core.web import actor, take
from app.directory import queries as directory
from app.followup import actions, queries, rules, schemas
from app.followup.models import Instrument, InstrumentKind

bp = Blueprint("instruments", __name__)

EMPTY_PARTIES = 3  # places left to name more parties


@bp.get("/suivi/textes")
def index() -> str:
    """List what recommendations come from: meetings, agreements, policies."""
    kind = request.args.get("kind") or None
    found = queries.instruments_followed(actor())
    shown = [one for one in found if kind in (None, one.instrument.kind.value)]
    return render_template("followup/instruments.html", found=shown, kind=kind)


@bp.get("/suivi/textes/<code>")
def show(code: str) -> str:
    """Show an agreement or a policy: who, when, its axes, and what is followed of it."""
    instrument = queries.instrument_in_full(actor(), code)
    page = max(request.args.get("page", 1, type=int), 1)
    filters = {"instrument": instrument.code, "sort": "ref", "page": page}
    counted, lines = queries.overview(actor(), filters, today())
    return render_template(
        "followup/instrument.html",
        instrument=instrument,
        lines=lines,
        meetings=queries.meetings_about(actor(), instrument),
        counts=counted,
        page=page,
        pages=-(-counted.shown // queries.PER_PAGE),
    )


@bp.get("/gestion/suivi/textes")
def manage() -> Any:
    """List the agreements and policies that can be corrected."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    found = queries.instruments_followed(actor())
    return render_template("followup/instruments_kept.html", found=found)


@bp.route("/gestion/suivi/textes/nouveau", methods=["GET", "POST"])
def register() -> Any:
    """Enter an agreement or a policy."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    if request.method == "GET":
        return _form_page(Form(schemas.RegisterInstrument), None)
    return take(
        schemas.RegisterInstrument,
        lambda seen, **data: actions.register_instrument(actor(), **_minor(data)),
        N_("Le texte est enregistré, et public."),
        lambda made: url_for("instruments.show", code=made.code),
        lambda form: _form_page(form, None),
    )


@bp.route("/gestion/suivi/textes/<code>", methods=["GET", "POST"])
def correct(code: str) -> Any:
    """Correct what is known of an agreement or a policy."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    instrument = queries.instrument_in_full(actor(), code)
    if instrument.kind == InstrumentKind.MEETING:
        raise NotAllowed()  # it says what its meeting says
    if request.method == "GET":
        values = queries.described_instrument(instrument)
        form = Form(schemas.DescribeInstrument, **values, seen=mark(values))
        return _form_page(form, instrument)
    return take(
        schemas.DescribeInstrument,
        lambda **data: actions.update_instrument(actor(), instrument, **_minor(data)),
        N_("Le texte est à jour."),
        url_for("instruments.show", code=instrument.code),
        lambda form: _form_page(form, instrument),
    )


def _minor(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says with the budget in minor units; a currency alone says nothing."""
    written, currency = data["budget"], data["currency"] or "XOF"
    budget = read_amount(written, currency) if written else None
    return data | {
        "budget": budget.minor if budget else None,
        "currency": budget.currency if budget else None,
    }


def _form_page(form: Form, instrument: Instrument | None) -> Any:
    organisations = directory.every_organisation(actor())
    sent = request.form.getlist("parties")
    known = form.values.get("parties") if not form.is_sent else [slug for slug in sent if slug]
    return render_template(
        "followup/instrument_form.html",
        form=form,
        instrument=instrument,
        key=uuid4(),
        parties=[*(known or []), *[""] * EMPTY_PARTIES],
        body_choices=[(body.slug, body.name) for body in organisations],
        source_choices=[(s.code, s.about) for s in directory.sources().values()],
        taxonomy_choices=[(t.code, t.title) for t in directory.taxonomies()],
        kind_choices=[(kind.value, _(schemas.INSTRUMENTS[kind])) for kind in schemas.KINDS],
        currency_choices=named_currencies(),
    )
