"""The JSON door: guests, and who a token speaks for."""

from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.accounts import actions, queries
from app.accounts.models import Person
from app.accounts.schemas import GuestView, JoinAsGuest, PersonView
from app.core.forms import parse
from app.core.i18n import locale_code
from app.core.web import actor, json_body

bp = Blueprint(
    "accounts_api", __name__, url_prefix="/api/v1", description="Guests and the token's person."
)


@bp.post("/guests")
@bp.doc(
    requestBody={"required": True, "content": {"application/json": {"schema": JoinAsGuest}}},
    security=[],
)
@bp.response(201, GuestView)
def join() -> Any:
    """Take part with a name and a country; the token is shown once."""
    entry = actions.join_as_guest(
        actor(),
        **parse(JoinAsGuest, json_body()),
        language=locale_code(),
        origin=actor().origin,
        label=request.user_agent.string[:80],
    )
    return {"token": entry.token, "person": _view(entry.person)}


@bp.get("/me")
@bp.response(200, PersonView)
def read_me() -> Any:
    """Say who the token speaks for, and the roles this session holds."""
    return _view(queries.person_of(actor()))


def _view(person: Person) -> dict[str, Any]:
    who = actor() if actor().id == person.id else queries.as_actor(person)
    held = sorted(who.grants, key=lambda g: (g.role, g.place or "", g.number or 0))
    return {
        "id": person.id,
        "name": person.name,
        "country": person.country,
        "language": person.language,
        "timezone": person.timezone,
        "is_member": person.is_member,
        "roles": [{"role": g.role, "place": g.place, "number": g.number} for g in held],
    }


blueprints = (bp,)
