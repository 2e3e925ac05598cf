"""Organisations, frameworks and terms for the tests, as rows."""

from itertools import count
from typing import Any

from app.core.db import db
from app.core.formats import sort_key
from app.directory.models import (
    Framework,
    Organisation,
    OrganisationKind,
    Source,
    Taxonomy,
    Term,
)

_numbers = count(1)


def source(code: str | None = None, about: str = "Document de test") -> Source:
    """Return a source."""
    return _kept(Source(code=code or f"T{next(_numbers)}", about=about))


def organisation(name: str = "Association de test", **columns: Any) -> Organisation:
    """Return an organisation, an association unless the columns say otherwise."""
    columns = {
        "slug": f"organisation-{next(_numbers)}",
        "kind": OrganisationKind.ASSOCIATION,
        "country": "ML",
        "sort_name": sort_key(name),
        "search_text": sort_key(f"{name} {columns.get('acronym') or ''}"),
    } | columns
    return _kept(Organisation(name=name, **columns))


def framework(title: str = "Cadre de test", **columns: Any) -> Framework:
    """Return a framework."""
    return _kept(Framework(**({"slug": f"cadre-essai-{next(_numbers)}", "title": title} | columns)))


def themes(*codes: str) -> Taxonomy:
    """Return the taxonomy of themes, with these terms."""
    taxonomy = Taxonomy(code="themes", title="Thèmes")
    taxonomy.terms = [
        Term(code=code, title=f"Thème {code}", position=position)
        for position, code in enumerate(codes, start=1)
    ]
    return _kept(taxonomy)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
