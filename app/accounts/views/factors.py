"""The second check: set up in my space, passed after signing in."""

from typing import Any
from urllib.parse import urlsplit

import pyotp
import segno
from flask import Response, flash, jsonify, render_template, url_for

from app.accounts import actions, queries
from app.accounts.actions import Site
from app.accounts.schemas import EnterCode, NamePasskey, ProveSecondFactor, SendPasskey
from app.accounts.views.me import account
from app.accounts.views.session import bp, see, sent, show, wanted
from app.core import seal
from app.core.addresses import public_address
from app.core.errors import Refused, SecondFactorRequired
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor

READY = N_("Votre seconde vérification est en place.")
REMOVED = N_("Ce moyen de vérification est retiré.")
FEW_CODES = N_("Il vous reste %(left)s codes de secours. Faites-en de nouveaux dans votre espace.")


@bp.route("/connexion/seconde-verification", methods=["GET", "POST"])
def second_factor() -> Any:
    """Prove the second factor in this session."""
    target = wanted()
    if not actor().is_member:
        return see(url_for("accounts.sign_in", next=target))
    factors = queries.factors(actor())
    if not factors.exist:
        return see(url_for("accounts.factors", next=target))
    if actor().second_factor:
        return see(target)
    form = sent(ProveSecondFactor)
    if form.is_valid:
        try:
            actions.prove_second_factor(account(), **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _proved(factors.codes_left, target)
    form.values.pop("code", None)
    return show("second_factor", form, factors=factors, next=target)


@bp.post("/connexion/seconde-verification/cle")
def prove_with_passkey() -> Any:
    """Prove the second factor by a key of this telephone or computer."""
    target = wanted()
    form = sent(SendPasskey)
    if form.is_valid:
        try:
            actions.prove_with_passkey(account(), **form.data, site=_site())
        except Refused as refused:
            form.refuse(refused)
        else:
            return see(target)
    return show("second_factor", form, factors=queries.factors(account()), next=target)


@bp.post("/connexion/seconde-verification/cle/defi")
def passkey_proof_options() -> Response:
    """Return what the browser needs to ask a key."""
    return jsonify(actions.begin_passkey_proof(account(), site=_site()))


@bp.get("/moi/seconde-verification")
def factors() -> Any:
    """Show the second factors there are, and how to add one."""
    if not actor().is_member:
        return see(url_for("accounts.sign_in", next=url_for("accounts.factors")))
    return _factors_page(Form(NamePasskey))


@bp.post("/moi/seconde-verification/application")
def begin_authenticator() -> Any:
    """Make the secret an authenticator application is to read."""
    _proved_first()
    actions.begin_authenticator(account())
    return see(url_for("accounts.authenticator", next=wanted()))


@bp.route("/moi/seconde-verification/application/confirmer", methods=["GET", "POST"])
def authenticator() -> Any:
    """Show the secret to read, and take the first code."""
    kept = queries.authenticator(account())
    if kept is None or kept.confirmed_at:
        return see(url_for("accounts.factors"))
    form = sent(EnterCode)
    if form.is_valid:
        try:
            codes = actions.confirm_authenticator(account(), **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _ready(codes)
    form.values.pop("code", None)
    secret = seal.unseal("authenticator", kept.sealed_secret).decode()
    email = queries.person_of(account()).email or ""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Toukanblon")
    page = show(
        "authenticator",
        form,
        address=address,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff"),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        next=wanted(),
    )
    return *page, {"Cache-Control": "no-store"}


@bp.post("/moi/seconde-verification/application/retirer")
def remove_authenticator() -> Any:
    """Forget the authenticator."""
    actions.remove_authenticator(account())
    flash(translate(REMOVED))
    return see(url_for("accounts.factors"))


@bp.post("/moi/seconde-verification/codes")
def recovery_codes() -> Any:
    """Make ten new recovery codes and show them, this once."""
    return _codes_page(actions.make_recovery_codes(account()))


@bp.post("/moi/seconde-verification/cle/defi")
def passkey_options() -> Response:
    """Return what the browser needs to make a key."""
    return jsonify(actions.begin_passkey(account(), site=_site()))


@bp.post("/moi/seconde-verification/cle")
def add_passkey() -> Any:
    """Count on a new key from now on."""
    form = sent(NamePasskey)
    if form.is_valid:
        try:
            codes = actions.add_passkey(account(), **form.data, site=_site())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _ready(codes)
    return _factors_page(form)


@bp.post("/moi/seconde-verification/cle/<int:number>/retirer")
def remove_passkey(number: int) -> Any:
    """Count on a key no longer."""
    actions.remove_passkey(account(), queries.passkey(account(), number))
    flash(translate(REMOVED))
    return see(url_for("accounts.factors"))


def _factors_page(form: Form) -> Any:
    who = account()
    found = queries.factors(who)
    return show(
        "factors",
        form,
        factors=found,
        must_prove=found.exist and not who.second_factor,
        is_staff=queries.holds_staff_role(who),
        next=wanted(),
    )


def _proved_first() -> None:
    if queries.factors(account()).exist and not actor().second_factor:
        raise SecondFactorRequired()


def _proved(codes_before: int, target: str) -> Any:
    left = queries.factors(actor()).codes_left
    if left < codes_before and left < 4:
        flash(translate(FEW_CODES, left=left), "warning")
    return see(target)


def _ready(codes: list[str]) -> Any:
    if codes:
        return _codes_page(codes)
    flash(translate(READY))
    return see(wanted())


def _codes_page(codes: list[str]) -> Response:
    page = Response(render_template("accounts/recovery_codes.html", codes=codes, next=wanted()))
    page.headers["Cache-Control"] = "no-store"
    return page


def _site() -> Site:
    base = urlsplit(public_address())
    return Site(rp_id=base.hostname or "localhost", origin=f"{base.scheme}://{base.netloc}")
