"""My space: who I am, my devices, my password."""

from functools import cache
from typing import Any

from babel.core import get_global
from flask import flash, make_response, render_template, url_for

from app.accounts import actions, queries, rules
from app.accounts.schemas import ROLE_NAMES, ChangeProfile, ChoosePassword
from app.accounts.views.session import after_profile, bp, let_out, see, sent, show, wanted
from app.core.actors import Actor
from app.core.errors import Refused, SignInRequired
from app.core.formats import city_of, country_name, is_zone, reader_zone, sort_key
from app.core.i18n import LANGUAGES, N_, locale_code, translate
from app.core.web import actor, take

KEPT = N_("C’est enregistré.")
REVOKED = N_("L’appareil est déconnecté.")
OTHERS_REVOKED = N_("Tous les autres appareils sont déconnectés.")
PASSWORD_KEPT = N_("Votre mot de passe est enregistré.")
PASSWORD_GONE = N_("Votre mot de passe est retiré. Vous vous connecterez par code.")
A_YEAR = 31_536_000


def known() -> Actor:
    """
    Return who acts, a member or a guest.

    :raises SignInRequired: if nobody is known
    """
    if not rules.is_known(actor()):
        raise SignInRequired()
    return actor()


def account() -> Actor:
    """
    Return the member who acts.

    :raises SignInRequired: if none is
    """
    if not rules.may_keep_account(actor()):
        raise SignInRequired()
    return actor()


@bp.get("/moi")
def me() -> Any:
    """Show the reader's own space."""
    if not actor().is_known:
        return see(url_for("accounts.sign_in", next=url_for("accounts.me")))
    who = known()
    person = queries.person_of(who)
    grants = queries.held_grants(person)
    return render_template(
        "accounts/me.html",
        person=person,
        grants=grants,
        place_names=queries.place_names(grants),
        factors=queries.factors(who),
        devices=queries.devices(who),
        needs_proof=queries.holds_staff_role(who) and not who.second_factor,
        role_names=ROLE_NAMES,
    )


@bp.route("/moi/profil", methods=["GET", "POST"])
def profile() -> Any:
    """Change how the reader is shown and written to."""
    who = known()
    person = queries.person_of(who)
    form = sent(
        ChangeProfile,
        name=person.name,
        country=person.country,
        language=person.language or locale_code(),
        timezone=person.timezone or reader_zone(),
    )
    if form.is_valid:
        try:
            actions.change_profile(who, person, **form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(translate(KEPT))
            answer = make_response(see(after_profile(who, wanted())))
            answer.set_cookie(
                "language", form.data["language"], max_age=A_YEAR, samesite="Lax", path="/"
            )
            return answer
    return show(
        "profile",
        form,
        next=wanted(),
        is_first=not person.name,
        choices=[(code, autonym) for code, autonym, _ in LANGUAGES],
        zones=zones(form.values.get("timezone")),
    )


@bp.get("/moi/appareils")
def devices() -> Any:
    """List the devices that speak for the reader."""
    return render_template("accounts/devices.html", devices=queries.devices(known()))


@bp.post("/moi/appareils/<int:number>/retirer")
def revoke_device(number: int) -> Any:
    """End one device; the one in hand ends its session."""
    device = queries.device(known(), number)
    actions.revoke_device(actor(), device)
    if number == actor().device_id:
        return let_out(url_for("accounts.sign_in"))
    flash(translate(REVOKED))
    return see(url_for("accounts.devices"))


@bp.post("/moi/appareils/retirer-les-autres")
def revoke_other_devices() -> Any:
    """End every device but the one in hand."""
    actions.revoke_other_devices(known())
    flash(translate(OTHERS_REVOKED))
    return see(url_for("accounts.devices"))


@bp.route("/moi/mot-de-passe", methods=["GET", "POST"])
def password() -> Any:
    """Choose a password, or change it."""
    who = account()
    return take(
        ChoosePassword,
        lambda password: actions.set_password(who, password_hash=queries.hashed_password(password)),
        PASSWORD_KEPT,
        url_for("accounts.me"),
        lambda form: render_template(
            "accounts/password.html", form=form, person=queries.person_of(who)
        ),
    )


@bp.post("/moi/mot-de-passe/retirer")
def remove_password() -> Any:
    """Forget the password."""
    actions.set_password(account(), password_hash=None)
    flash(translate(PASSWORD_GONE))
    return see(url_for("accounts.me"))


def zones(chosen: str | None) -> list[tuple[str, str]]:
    """Return the time zones as (name, "Bamako, Mali"), with `chosen` among them."""
    listed = list(_zones(locale_code()))
    if is_zone(chosen) and chosen not in dict(listed):
        listed.insert(0, (str(chosen), str(chosen)))
    return listed


@cache
def _zones(language: str) -> tuple[tuple[str, str], ...]:
    named = [
        (zone, f"{city_of(zone)}, {country_name(territory)}")
        for zone, territory in get_global("zone_territories").items()
        if "/" in zone and not zone.startswith("Etc/") and is_zone(zone)
    ]
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1])))
