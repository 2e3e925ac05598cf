"""Beneficiaries say whether their share arrived: by the code they hold, or to the secretariat."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actions import permit
from app.core.addresses import row_number
from app.core.allowances import SHARE
from app.core.errors import NotFound, Refused
from app.core.forms import Form
from app.core.web import actor
from app.giving import actions, queries, rules, schemas

bp = Blueprint("confirmations", __name__)


@bp.route("/dons/confirmer", methods=["GET", "POST"])
def confirm() -> Any:
    """Show the share that a code opens, and take its beneficiary's word; no code in an address."""
    form = Form(schemas.ConfirmShare, request.form if request.method == "POST" else None)
    share = None
    if form.is_valid:
        SHARE.spend(actor())
        try:
            share = queries.share_of_code(form.data["code"])
            if form.data["answer"]:
                _confirm(share, **form.data)
                return redirect(url_for("giving.gift", ref=share.movement.lot.ref), 303)
        except NotFound:
            form.refuse(actions.NoSuchShare())
        except Refused as refused:
            form.refuse(refused)
    return render_template("giving/confirm.html", form=form, share=share), form.status


def _confirm(share: queries.Share, *, code: str, answer: str) -> None:
    actions.confirm_by_code(
        actor(), share.entry, place=share.place, code=code, is_received=answer == "yes"
    )
    flash(_said(answer))


@bp.get("/gestion/dons/confirmations")
def index() -> str:
    """List the shares, the code of each, and what was said of it."""
    permit(rules.may_hear_beneficiaries, actor())
    return _page(beyond=row_number(request.args.get("suite")))


@bp.post("/gestion/dons/confirmations/<int:number>")
def hear(number: int) -> Any:
    """Write down what a beneficiary told the secretariat."""
    share = queries.share(actor(), number)
    form = Form(schemas.HearBeneficiary, request.form)
    if form.is_valid:
        answer = form.data.pop("answer")
        try:
            actions.confirm_for_beneficiary(
                actor(), share.entry, place=share.place, is_received=answer == "yes", **form.data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_said(answer))
            return redirect(url_for("confirmations.index"), 303)
    return _page(form, number, beyond=number + 1), form.status


def _page(form: Form | None = None, number: int | None = None, beyond: int | None = None) -> str:
    shares = queries.shares(actor(), beyond)
    return render_template(
        "giving/confirmations.html",
        shares=shares,
        last=shares[-1].movement.id if len(shares) == queries.MOST_SHARES else None,
        form=form,
        chosen=number,
        key=uuid4(),
    )


def _said(answer: str) -> str:
    if answer == "yes":
        return _("C’est inscrit : cette part est bien arrivée.")
    return _("C’est inscrit : cette part n’est pas arrivée. La trésorerie le voit.")
