"""Promising: written, read back, confirmed; and the four later acts."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.clock import today
from app.core.errors import NotFound, Refused
from app.core.forms import Form
from app.core.i18n import translate
from app.core.money import named_currencies
from app.core.web import actor
from app.giving import actions, queries, rules, schemas
from app.giving.models import Pledge, PledgeAct, PledgeState, Visibility
from app.giving.views.blueprint import chosen
from app.live import queries as live

bp = Blueprint("pledging", __name__, url_prefix="/dons")


@bp.route("/promettre", methods=["GET", "POST"])
def promise() -> Any:
    """Promise a gift; it is then read back, and counts once confirmed."""
    return _promise(schemas.PromiseGift, actions.announce_pledge, in_hall=False)


@bp.route("/dans-la-salle", methods=["GET", "POST"])
def write_down() -> Any:
    """Write down a promise said in the hall, to read it back to its donor."""
    if not rules.may_write_down_pledge(actor()):
        raise NotFound()
    return _promise(schemas.WriteDownPledge, actions.write_down_pledge, in_hall=True)


def _promise(schema: Any, act: Any, *, in_hall: bool) -> Any:
    campaign = _known(queries.campaign, request.values.get("campaign"))
    room = _known(live.room, request.values.get("room"))
    form = Form(
        schema,
        request.form if request.method == "POST" else None,
        currency=campaign.currency if campaign else "XOF",
        visibility=None,
    )
    if form.is_valid:
        try:
            if form.data["campaign"]:
                chosen("campaign", queries.campaign, form.data["campaign"])
            pledge = act(actor(), **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("pledging.read_back", ref=pledge.ref), 303)
    page = render_template(
        "giving/promise.html",
        form=form,
        key=form.values.get("key") or uuid4(),
        campaign=campaign,
        room=room,
        in_hall=in_hall,
        campaigns=[
            (each.slug, each.title)
            for each in queries.campaigns(actor())
            if queries.takes_pledges(each)
        ],
        currencies=named_currencies(),
        visibilities=[(each.value, translate(schemas.VISIBILITIES[each])) for each in Visibility],
        rates=queries.shown_rates(today()),
    )
    return page, form.status


@bp.route("/<ref>/relecture", methods=["GET", "POST"])
def read_back(ref: str) -> Any:
    """Read a promise back to its donor, who confirms it."""
    pledge = _own(ref)
    form = Form(schemas.ConfirmPledge, request.form if request.method == "POST" else None)
    if form.is_valid:
        key = form.data.pop("key")
        try:
            actions.confirm_pledge(actor(), pledge, key=key, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("La promesse est inscrite. Gardez cette adresse : le don s’y suit."))
            return redirect(url_for("giving.gift", ref=ref), 303)
    elif not form.is_sent and pledge.state != PledgeState.ANNOUNCED:
        return redirect(url_for("giving.gift", ref=ref), 303)
    page = render_template(
        "giving/read_back.html",
        form=form,
        pledge=pledge,
        key=uuid4(),
        seen=queries.last_act(pledge),
    )
    return page, form.status


@bp.route("/<ref>/changer", methods=["GET", "POST"])
def change(ref: str) -> Any:
    """Change a promise in one of four ways, each by who may."""
    pledge = queries.pledge(actor(), ref)
    acts = _acts(pledge)
    if not acts:
        return _over(pledge)
    form = Form(schemas.ChangePledge, request.form if request.method == "POST" else None)
    if form.is_valid:
        try:
            _change(pledge, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("C’est inscrit, avec ce que disait la promesse avant."))
            return _shown(pledge)
    page = render_template(
        "giving/change.html",
        form=form,
        pledge=pledge,
        acts=acts,
        key=uuid4(),
        seen=queries.last_act(pledge),
        history=queries.acts_of(pledge),
    )
    return page, form.status


def _over(pledge: Pledge) -> Any:
    """Show a promise that can no longer change to who could change it: a request sent twice."""
    may = (rules.may_change_pledge, rules.may_release_pledge, rules.may_correct_pledge)
    if pledge.is_open or not any(rule(actor(), pledge) for rule in may):
        raise NotFound()
    return _shown(pledge)


def _shown(pledge: Pledge) -> Any:
    """Go where the promise is read now: its gift, its reading back, or the list once it is over."""
    if pledge.state == PledgeState.ANNOUNCED:
        return redirect(url_for("pledging.read_back", ref=pledge.ref), 303)
    if queries.lot_of_ref(pledge.ref):
        return redirect(url_for("giving.gift", ref=pledge.ref), 303)
    return redirect(url_for("giving.index"), 303)


def _change(
    pledge: Pledge, *, act: str, seen: int, key: Any, amount: str | None, words: str | None
) -> Pledge:
    """Call the one action of the chosen act."""
    what = PledgeAct(act)
    if what == PledgeAct.ENDED:
        return actions.end_pledge(actor(), pledge, seen=seen, words=words, key=key)
    if what == PledgeAct.RELEASED:
        return actions.release_pledge(actor(), pledge, seen=seen, words=words, key=key)
    changed = {"amount": amount or "", "seen": seen, "words": words, "key": key}
    if what == PledgeAct.AMENDED:
        return actions.amend_pledge(actor(), pledge, **changed)
    return actions.correct_pledge(actor(), pledge, **changed)


def _acts(pledge: Pledge) -> list[tuple[str, str]]:
    """Return what the actor may do to the promise now."""
    if not pledge.is_open:
        return []
    who = actor()
    is_own = pledge.donor_id is not None and pledge.donor_id == who.id
    amend = _("Changer le montant") if is_own else _("Changer le montant, pour le donateur")
    end = _("Retirer ma promesse") if is_own else _("Retirer la promesse, pour le donateur")
    allowed = (
        (PledgeAct.AMENDED, rules.may_change_pledge, amend),
        (PledgeAct.ENDED, rules.may_change_pledge, end),
        (PledgeAct.RELEASED, rules.may_release_pledge, _("Délier le donateur, pour le ministère")),
        (PledgeAct.CORRECTED, rules.may_correct_pledge, _("Corriger une erreur d’écriture")),
    )
    return [(act.value, words) for act, rule, words in allowed if rule(who, pledge)]


def _own(ref: str) -> Pledge:
    pledge = queries.pledge(actor(), ref)
    if not rules.may_confirm_pledge(actor(), pledge):
        raise NotFound()
    return pledge


def _known(find: Any, slug: str | None) -> Any:
    """Return what the address names, or nothing: a wrong name leaves the choice open."""
    try:
        return find(actor(), slug) if slug else None
    except Refused:
        return None
