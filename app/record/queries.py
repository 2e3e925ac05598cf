"""What of a record the database has already."""

from typing import Any

from sqlalchemy import select

from app.core.actors import Actor
from app.core.db import db
from app.directory import queries as directory
from app.directory.models import Framework, Organisation, Source
from app.record.schemas.checking import Known


def known(_actor: Actor) -> Known:
    """Return the codes that a file may refer to without giving them."""
    return Known(
        sources=_all(Source.code),
        organisations=_all(Organisation.slug),
        series=_all(Framework.slug),
        themes=frozenset(term.code for term in directory.terms("themes")),
    )


def _all(column: Any) -> frozenset[str]:
    return frozenset(db.session.scalars(select(column)))
