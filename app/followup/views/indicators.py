"""The figures of the record as the secretariat keeps them: entered, stated again, never erased."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, render_template, request, url_for

from app.accounts.views.detour import require
from app.core.forms import Form, mark
from app.core.i18n import N_
from app.core.web import actor, take
from app.directory import queries as directory
from app.followup import actions, queries, rules, schemas

bp = Blueprint("indicators", __name__, url_prefix="/gestion/suivi/chiffres")


@bp.get("")
def index() -> Any:
    """List the figures with what is stated of each now."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    return render_template("followup/indicators.html", figures=queries.figures(actor()))


@bp.route("/nouveau", methods=["GET", "POST"])
def register() -> Any:
    """Enter a figure."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away

    def show(form: Form) -> Any:
        return render_template(
            "followup/indicator_new.html", form=form, key=uuid4(), others=_others(None)
        )

    if request.method == "GET":
        return show(Form(schemas.RegisterIndicator))
    return take(
        schemas.RegisterIndicator,
        lambda seen, **data: actions.register_indicator(actor(), **data),
        N_("Le chiffre est enregistré. Énoncez maintenant sa valeur."),
        lambda made: url_for("indicators.show", code=made.code),
        show,
    )


@bp.get("/<code>")
def show(code: str) -> Any:
    """Show a figure, what was stated of it, and the forms to correct it."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    return _show(queries.figure(actor(), code))


@bp.post("/<code>")
def describe(code: str) -> Any:
    """Say again how a figure is called and what it is read beside."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    figure = queries.figure(actor(), code)
    return take(
        schemas.DescribeIndicator,
        lambda **data: actions.describe_indicator(actor(), figure.indicator, **data),
        N_("Le chiffre est à jour."),
        url_for("indicators.show", code=code),
        lambda form: _show(figure, describe=form),
    )


@bp.post("/<code>/valeurs")
def state(code: str) -> Any:
    """State a value; the one of the same day or period, if there was one, is replaced by it."""
    turned_away = require(rules.may_keep_followup(actor()))
    if turned_away:
        return turned_away
    figure = queries.figure(actor(), code)
    return take(
        schemas.measurement_in(figure.indicator.decimals),
        lambda seen, **data: actions.state_measurement(actor(), figure.indicator, **data),
        N_("La valeur est énoncée, et publique. Celle d’avant reste lisible."),
        url_for("indicators.show", code=code),
        lambda form: _show(figure, state=form),
    )


def _show(figure: queries.Figure, **forms: Form) -> str:
    values = queries.described_indicator(figure.indicator)
    started = {
        "describe": Form(schemas.DescribeIndicator, **values, seen=mark(values)),
        "state": Form(schemas.StateMeasurement),
    }
    return render_template(
        "followup/indicator.html",
        figure=figure,
        forms=started | forms,
        key=uuid4(),
        others=_others(figure.indicator.code),
        source_choices=[(s.code, s.about) for s in directory.sources().values()],
    )


def _others(code: str | None) -> list[tuple[str, str]]:
    """Return the figures that one can be read beside."""
    found = [figure.indicator for figure in queries.figures(actor())]
    return [(one.code or "", one.title) for one in found if one.code != code]
