"""Numbers without a gap: one row per series and year, locked while the next is taken."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.core.clock import now
from app.core.db import db
from app.giving.models import Series


def _next_number(name: str, year: int) -> int:
    insert: Any = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    first = insert(Series).values(name=name, year=year, last=1)
    taken = first.on_conflict_do_update(
        index_elements=[Series.name, Series.year], set_={"last": Series.last + 1}
    )
    return int(db.session.execute(taken.returning(Series.last)).scalar_one())


def _next_ref(prefix: str) -> str:
    """Return the next reference of the year, `DON-2026-0001`."""
    year = now().year
    return f"{prefix}-{year}-{_next_number(prefix, year):04}"
