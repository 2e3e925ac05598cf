"""Migrations: numbered, one head, there and back; they make what the models say."""

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.factory import FEATURES, create_app
from config import Settings
from tests.services import fresh_database
from tests.services.databases import empty_database
from tests.services.programs import ROOT, new_folder

for feature in FEATURES:
    if find_spec(f"app.{feature}.models"):
        import_module(f"app.{feature}.models")

VERSIONS = sorted(Path(ROOT, "migrations", "versions").glob("*.py"))
KEPT = {
    *("answered_key", "device", "fact_record", "fact_scope", "feed_line", "person", "question"),
    *("hall_entry", "identity_opening", "queue_move", "role_grant", "vote"),
}
GUARDS = {
    "sqlite": {
        *(f"{table}_kept" for table in KEPT),
        *("fact_record_unchanged", "fact_record_told_once", "fact_scope_counts_up"),
        "identity_opening_unchanged",
    },
    "postgresql": {
        *(f"{table}_kept" for table in KEPT),
        *(f"{table}_not_emptied" for table in KEPT),
        *("fact_record_unchanged", "fact_scope_counts_up", "identity_opening_unchanged"),
    },
}
LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
# Whatever the migrations could leave behind: then they would not go up a second time.
EVERYTHING = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    ),
}
ALEMBIC = {"alembic_version", "alembic_version_pkc", "sqlite_autoindex_alembic_version_1"}
PERSON = (
    "INSERT INTO person (name, is_demonstration, created_at) "
    "VALUES ('Awa', false, '2025-12-16 09:00:00')"
)


@pytest.fixture
def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


@pytest.fixture
def opened() -> Any:
    """The function that opens an engine; it is closed with the test."""
    engines: list[Engine] = []

    def open_one(url: str) -> Engine:
        engines.append(create_engine(url))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.dispose()


def move(url: str, verb: Callable[..., None], revision: str) -> None:
    """Upgrade or downgrade the database at an address to a revision."""
    settings = Settings(DATABASE_URL=url, VAR=str(new_folder("migrate")))
    with create_app(settings, TESTING=True).app_context():
        verb(revision=revision)


def triggers(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text(LISTED[engine.dialect.name])).scalars())


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def people(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM person")).scalars())


def shape(engine: Engine) -> dict[str, Any]:
    """Return every table with its columns, keys, indexes and checks."""
    found = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)
            ),
            "keys": sorted(str(key) for key in found.get_foreign_keys(table)),
            "unique": sorted(
                str(one["column_names"]) for one in found.get_unique_constraints(table)
            ),
            "indexes": sorted(str(one["name"]) for one in found.get_indexes(table)),
            "checks": sorted(str(one["name"]) for one in found.get_check_constraints(table)),
        }
        for table in tables(engine)
    }


def test_they_are_numbered_without_a_gap_in_one_line(scripts: ScriptDirectory) -> None:
    numbers = [path.name[:4] for path in VERSIONS]
    assert numbers == [f"{place:04}" for place in range(1, len(VERSIONS) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name) for path in VERSIONS)
    assert scripts.get_heads() == [numbers[-1]]
    line = [(script.revision, script.down_revision) for script in scripts.walk_revisions()]
    expected = list(zip(numbers, [None, *numbers], strict=False))
    assert sorted(line) == expected


def test_each_says_what_it_does_and_can_be_undone(scripts: ScriptDirectory) -> None:
    for script in scripts.walk_revisions():
        assert script.doc.endswith("."), script.path
        assert callable(script.module.downgrade), script.path
        undoing = Path(script.path).read_text().split("def downgrade")[1]
        assert "op." in undoing, script.path


def test_they_go_up_and_down_with_rows(database_kind: str, opened: Callable[[str], Engine]) -> None:
    url = empty_database(database_kind)  # type: ignore[arg-type]
    engine = opened(url)
    move(url, upgrade, "0001")
    first = shape(engine)
    with engine.begin() as connection:
        connection.execute(text(PERSON))
    move(url, upgrade, "head")
    assert people(engine) == ["Awa"]
    assert set(shape(engine)) == {table.name for table in db.metadata.sorted_tables}
    assert triggers(engine) >= GUARDS[database_kind]
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM person"))
    at_once = opened(fresh_database(database_kind))  # type: ignore[arg-type]
    assert (shape(engine), triggers(engine)) == (shape(at_once), triggers(at_once))
    move(url, downgrade, "0001")
    assert (shape(engine), triggers(engine)) == (first, set())
    assert people(engine) == ["Awa"]
    move(url, downgrade, "base")
    with engine.connect() as connection:
        assert set(connection.execute(text(EVERYTHING[database_kind])).scalars()) <= ALEMBIC


def test_what_they_make_is_what_the_models_say(app: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_the_checks_they_make_are_those_of_the_models(
    app: Flask, opened: Callable[[str], Engine]
) -> None:
    # Alembic compares no check constraints: the words of each state are among them.
    made = {
        table.name: {
            str(one.name)
            for one in table.constraints
            if one.__class__.__name__ == "CheckConstraint" and one.name
        }
        for table in db.metadata.sorted_tables
    }
    found = inspect(db.engine)
    for table, names in made.items():
        assert {str(one["name"]) for one in found.get_check_constraints(table)} == names, table


def test_the_guards_are_there_after_an_upgrade(app: Flask, database_kind: str) -> None:
    assert triggers(db.engine) >= GUARDS[database_kind]
