"""Many rows in one statement, where the database is reached over a connection."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Insert,
    String,
    Table,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
)


def insert_rows(connection: Connection, model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """
    Insert rows that have the same columns: numbers, words, instants, JSON or nothing.

    To PostgreSQL they travel together, as one JSON value: its driver sends each row by itself, and
    for what a crowd writes that takes longer than the database does. SQLite reads JSON more slowly
    than rows.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(model), rows)
    else:
        written = json.dumps(rows, default=str)
        connection.execute(_inserting(model.__table__, tuple(rows[0])), {"rows": written})


@cache
def _inserting(table: Table, names: tuple[str, ...]) -> Insert:
    columns = [column(name, table.c[name].type) for name in names]
    rows = cast(bindparam("rows", type_=String), JSON)
    each = func.json_to_recordset(rows).table_valued(*columns).render_derived(with_types=True)
    return insert(table).from_select(names, select(each), include_defaults=False)
