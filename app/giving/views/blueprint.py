"""The blueprint of the treasury's desk, and what its pages share."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint

from app.core.errors import Invalid, NotFound
from app.core.files import let_files_in
from app.core.i18n import N_, translate
from app.core.web import actor
from app.giving import queries, schemas
from app.giving.models import PlaceKind

bp = Blueprint("treasury", __name__, url_prefix="/gestion/dons")
let_files_in(bp, "prepare", "rewrite")


def chosen(name: str, find: Callable[..., Any], value: Any) -> Any:
    """
    Return what a list offered.

    :raises Invalid: beside that list, if it is something else
    """
    try:
        return find(actor(), value)
    except NotFound:
        raise Invalid({name: [translate(N_("Choisissez dans la liste."))]}) from None


def named_places(kinds: Iterable[PlaceKind]) -> list[tuple[int, str]]:
    """Return the places of some kinds, as a form offers them."""
    found = queries.places(actor(), kinds)
    words = schemas.PLACE_KINDS
    return [(each.id, f"{translate(words[each.kind])} — {each.name}") for each in found]


def named_lots(chosen: str | None) -> list[tuple[str, str]]:
    """Return the latest lots, as a form offers them, and the one that it names, however old."""
    found = queries.lots(actor())
    if chosen and chosen not in {lot.ref for lot in found}:
        asked = queries.lot_of_ref(chosen)
        found = [asked, *found] if asked else found
    return [(lot.ref, f"{lot.ref} — {lot.title}") for lot in found]
