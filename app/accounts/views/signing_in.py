"""Coming in and going out: visitors, codes, passwords."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for

from app.accounts import actions, queries
from app.accounts.schemas import AskForCode, EnterCode, EnterPassword, JoinAsGuest
from app.accounts.views.session import (
    bp,
    label,
    let_in,
    let_out,
    onwards,
    origin,
    see,
    sent,
    show,
    wanted,
)
from app.core.errors import NotFound, Refused
from app.core.formats import reader_zone
from app.core.i18n import N_, locale_code, translate
from app.core.web import actor, safe_next

GONE = N_("Vous êtes déconnecté de cet appareil.")
SENT_AGAIN = N_("Un nouveau code est parti. Seul le plus récent est valable.")


@bp.route("/visiteur", methods=["GET", "POST"])
def visit() -> Any:
    """Let somebody take part with a name and a country."""
    target = safe_next(request.values.get("next"), "/")
    if actor().is_member:
        return see(target)
    form = sent(JoinAsGuest, name=actor().name, country=actor().country)
    if form.is_valid:
        try:
            entry = actions.join_as_guest(
                actor(),
                **form.data,
                language=locale_code(),
                timezone=reader_zone(),
                origin=origin(),
                label=label(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            let_in(entry)
            return see(target)
    return show("visit", form, next=target)


@bp.route("/connexion", methods=["GET", "POST"])
def sign_in() -> Any:
    """Ask for the address a code is sent to; the answer is the same for every address."""
    target = wanted()
    if actor().is_member:
        return see(target)
    form = sent(AskForCode, email=session.get("code_email"))
    if form.is_valid:
        try:
            actions.ask_for_code(actor(), **form.data, language=locale_code(), origin=origin())
        except Refused as refused:
            form.refuse(refused)
        else:
            if session.get("code_email") == form.data["email"]:
                flash(translate(SENT_AGAIN))
            session["code_email"], session["next"] = form.data["email"], target
            return see(url_for("accounts.enter_code"))
    return show("sign_in", form, next=target)


@bp.route("/connexion/code", methods=["GET", "POST"])
def enter_code() -> Any:
    """Take the six digits."""
    email = session.get("code_email")
    if not email:
        return see(url_for("accounts.sign_in"))
    form = sent(EnterCode)
    if form.is_valid:
        try:
            entry = actions.sign_in_with_code(
                actor(),
                email=email,
                **form.data,
                language=locale_code(),
                timezone=reader_zone(),
                origin=origin(),
                label=label(),
            )
        except Refused as refused:
            entry = refused
        if not isinstance(entry, Refused):
            target = wanted()
            let_in(entry)
            return onwards(entry, target)
        form.refuse(entry)
    form.values.pop("code", None)
    return show("code", form, email=email)


@bp.route("/connexion/mot-de-passe", methods=["GET", "POST"])
def enter_password() -> Any:
    """Take an address and its password."""
    target = wanted()
    if actor().is_member:
        return see(target)
    form = sent(EnterPassword, email=session.get("code_email"))
    if form.is_valid:
        try:
            proof = queries.prove_password(**form.data, origin=origin())
            entry = actions.sign_in_with_password(actor(), proof=proof, label=label())
        except Refused as refused:
            form.refuse(refused)
        else:
            let_in(entry)
            return onwards(entry, target)
    return show("password_sign_in", form, next=target)


@bp.post("/deconnexion")
def sign_out() -> Any:
    """End this device's session, and leave nothing of its person in the browser."""
    if actor().device_id is not None:
        actions.sign_out(actor())
    answer = let_out("/")
    flash(translate(GONE))
    return answer


@bp.route("/demo/entrer/<token>", methods=["GET", "POST"])
def enter_demonstration(token: str) -> Any:
    """Sign this browser in as one of the demonstration's people; never in production."""
    if current_app.config["PRODUCTION"]:
        raise NotFound()
    person = queries.demonstration_device(token).person
    if request.method == "POST":
        entry = actions.enter_demonstration(actor(), token=token, label=label())
        let_in(entry)
        return redirect(url_for("accounts.me"), 303)
    return render_template("accounts/demonstration.html", person=person)
