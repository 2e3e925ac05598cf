"""People and roles, for administrators and the secretariat."""

from datetime import UTC, datetime, time
from typing import Any

from flask import flash, render_template, request, url_for

from app.accounts import actions, queries, rules
from app.accounts.models import Person, Role
from app.accounts.schemas import PLACES, ROLE_NAMES, GrantRole
from app.accounts.views.detour import require
from app.accounts.views.session import bp, see
from app.core.clock import now, today
from app.core.errors import Invalid
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take

GIVEN = N_("Le rôle est confié.")
TAKEN = N_("Le rôle est retiré.")
UNKNOWN_PLACE = N_("Choisissez un lieu dans la liste.")
END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


@bp.get("/gestion/personnes")
def people() -> Any:
    """Look members up by name or address, and see who holds a role."""
    detour = require(rules.may_manage_people(actor()))
    if detour:
        return detour
    words = " ".join(request.args.get("q", "")[:80].split())
    found = queries.search_people(actor(), words)
    return render_template(
        "accounts/people.html",
        words=words,
        people=found,
        held=queries.held_grants,
        role_names=ROLE_NAMES,
        place_names=queries.place_names(grant for person in found for grant in person.grants),
    )


@bp.route("/gestion/personnes/<int:number>", methods=["GET", "POST"])
def manage_person(number: int) -> Any:
    """Show the roles of a member, and give one."""
    detour = require(rules.may_manage_people(actor()))
    if detour:
        return detour
    person = queries.member(actor(), number)
    return take(
        GrantRole,
        lambda **data: actions.grant_role(actor(), person, **_grant(data)),
        GIVEN,
        url_for("accounts.manage_person", number=number),
        lambda form: _person_page(form, person),
    )


def _person_page(form: Form, person: Person) -> str:
    places = queries.places(actor())
    return render_template(
        "accounts/person.html",
        form=form,
        person=person,
        places=places,
        place_names=queries.place_names(person.grants),
        role_names=ROLE_NAMES,
        roles=_grantable(places),
        today=today(),
        instant=now(),
    )


@bp.post("/gestion/personnes/<int:number>/roles/<int:grant_number>/retirer")
def revoke_role(number: int, grant_number: int) -> Any:
    """Take a role back."""
    person = queries.member(actor(), number)
    actions.revoke_role(actor(), queries.grant(actor(), person, grant_number))
    flash(translate(TAKEN))
    return see(url_for("accounts.manage_person", number=number))


def _grant(data: dict[str, Any]) -> dict[str, Any]:
    kind, _, number = data["place"].partition(":")
    if kind and (kind not in PLACES or not number.isdigit()):
        raise Invalid({"place": [translate(UNKNOWN_PLACE)]})
    if kind and data["place"] not in dict(queries.places(actor())):
        raise Invalid({"place": [translate(UNKNOWN_PLACE)]})
    until = data["until"]
    return {
        "role": Role(data["role"]),
        "meeting_id": int(number) if kind == "meeting" else None,
        "organisation_id": int(number) if kind == "organisation" else None,
        "until": datetime.combine(until, END_OF_DAY) if until else None,
    }


def _grantable(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the roles the reader may give somewhere, as choices."""
    everything = rules.may_give(actor(), Role.ADMINISTRATOR, None)
    return [
        (role.value, translate(ROLE_NAMES[role]))
        for role in Role
        if everything or (places and role in rules.MEETING_ROLES)
    ]
