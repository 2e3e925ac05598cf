"""Names that must exist, stale forms, numbers and receipts: what the acts look up."""

import secrets
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.i18n import N_, translate
from app.directory import queries as directory
from app.directory.models import Organisation, Source
from app.followup.models import Commitment
from app.meetings.models import Meeting

RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
UNKNOWN = N_("Cette référence n’existe pas : %(value)s.")
TAKEN = N_("Ce code est déjà pris.")
WORDS_NEEDED = N_("Dites pourquoi en quelques mots.")


def refuse_stale(thing: Any, revision: int | None) -> None:
    """
    Refuse a form that was drawn before the thing changed.

    :raises Conflict: if the revision is another
    """
    if revision is not None and revision != thing.revision:
        raise Conflict()


def found(field: str, value: str | None, thing: Any) -> Any:
    """
    Return `thing`, which was looked up as `value`.

    :raises Invalid: if a value was given and nothing was found
    """
    if value and thing is None:
        raise Invalid({field: [translate(UNKNOWN, value=value)]})
    return thing


def organisation_id(field: str, slug: str | None) -> int | None:
    """Return the number of an organisation by its slug, or none."""
    thing = found(field, slug, directory.by_slug(Organisation, slug))
    return thing.id if thing else None


def source_id(code: str | None) -> int | None:
    """Return the number of a source by its code, or none."""
    thing = found("source", code, directory.by_slug(Source, code))
    return thing.id if thing else None


def meeting_of(field: str, slug: str | None) -> Meeting | None:
    """Return a meeting by its slug, or none."""
    return found(field, slug, directory.by_slug(Meeting, slug))


def term_id(field: str, taxonomy: str, code: str | None) -> int | None:
    """Return the number of a term of a taxonomy, or none."""
    thing = found(field, code, directory.term(taxonomy, code) if code else None)
    return thing.id if thing else None


def ids_of(commitment: Commitment) -> dict[str, int]:
    """Return what the facts of a commitment are about."""
    return {"recommendation_id": commitment.recommendation_id, "commitment_id": commitment.id}


def next_number(model: Any, **where: int) -> int:
    """Return the number after the last one; the thing that is numbered within is locked."""
    query = select(func.coalesce(func.max(model.number), 0) + 1).filter_by(**where)
    return db.session.scalar(query) or 1


def new_receipt() -> str:
    """Return a code that can be read aloud, without letters mistaken for digits; 49 bits."""
    letters = [secrets.choice(RECEIPT_LETTERS) for _ in range(10)]
    return f"DIT-{''.join(letters[:5])}-{''.join(letters[5:])}"
