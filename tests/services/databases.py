"""Empty, migrated databases in a moment: each is a copy of one that was migrated once."""

import hashlib
import os
import shutil
import sqlite3
from functools import cache
from itertools import count
from pathlib import Path
from typing import Literal

from flask_migrate import upgrade

from app.factory import create_app
from config import Settings
from tests.services.emptying import KEEP, InTurn
from tests.services.postgres import postgres
from tests.services.programs import ROOT, fast_folder, new_folder

Kind = Literal["sqlite", "postgresql"]
NUMBERS = count(1)
TEMPLATE = "toukanblon_template"
IN_TURN = "toukanblon_in_turn"


def fresh_database(kind: Kind = "sqlite") -> str:
    """Return the SQLAlchemy URL of a migrated database without rows, of either kind."""
    if kind == "sqlite":
        return _copied(new_folder("sqlite") / "toukanblon.db", migrated_sqlite())
    return _created(f"toukanblon_{next(NUMBERS)}", migrated_postgres())


def renewed_database(kind: Kind, beginning: str | None = None) -> str:
    """
    Return the URL of the one database of its kind that tests have in turn, without rows again.

    With the name of a `beginning` that was kept, it holds what was in it then. One address lets
    the application that reads it, and every statement it compiled, be kept.
    """
    if kind == "sqlite":
        return _link_in_turn(_beginning(beginning) if beginning else migrated_sqlite())
    if beginning:
        _in_turn().begin(beginning)
    else:
        _in_turn().begin_empty(migrated_postgres())
    return postgres().url(IN_TURN)


def keep_as_beginning(kind: Kind, name: str) -> None:
    """Keep what the database in turn holds, which nobody has open, for the tests that begin so."""
    if kind == "sqlite":
        with sqlite3.connect(_folder_in_turn() / "toukanblon.db") as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(_folder_in_turn() / "toukanblon.db", _beginning(name))
    else:
        _in_turn().leave()
        _created(name, IN_TURN)


def _beginning(name: str) -> Path:
    return _folder_in_turn() / f"{name}.db"


@cache
def _in_turn() -> InTurn:
    return InTurn(postgres(), IN_TURN)


@cache
def _folder_in_turn() -> Path:
    return new_folder("sqlite")


def _link_in_turn(source: Path) -> str:
    """Point one name at a new file: what the last test left open ends on a file of its own."""
    link = _folder_in_turn() / "toukanblon.db"
    if link.is_symlink():
        shutil.rmtree(link.readlink().parent)
        link.unlink()
    link.symlink_to(new_folder("sqlite") / "toukanblon.db")
    return _copied(link, source)


def _copied(path: Path, source: Path) -> str:
    shutil.copyfile(source, path)
    return f"sqlite:///{path}"


def _created(name: str, template: str) -> str:
    postgres().copy(template, name)
    return postgres().url(name)


def empty_database(kind: Kind = "sqlite") -> str:
    """Return the URL of a database without tables, for the tests of the migrations."""
    if kind == "sqlite":
        return f"sqlite:///{new_folder('sqlite')}/toukanblon.db"
    name = f"toukanblon_{next(NUMBERS)}"
    postgres().execute(f'CREATE DATABASE "{name}"')
    return postgres().url(name)


@cache
def migrated_sqlite() -> Path:
    """Return the SQLite file that the copies are made from, kept while no migration changes."""
    kept = Path(fast_folder(), f"toukanblon-migrated-{migrations_digest()}.db")
    if not kept.exists():
        url = empty_database("sqlite")
        migrate(url)
        made = Path(url.removeprefix("sqlite:///"))
        with sqlite3.connect(made) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        # Another run may be making it too: whoever is last puts the same file in its place.
        shutil.copyfile(made, half := kept.with_suffix(f".{os.getpid()}"))
        half.replace(kept)
    return kept


def migrations_digest() -> str:
    """Return what tells one state of the migrations from another."""
    digest = hashlib.sha256()
    for path in sorted(Path(ROOT, "migrations").rglob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def migrated_postgres() -> str:
    """Return the name of the database that the copies are made from."""
    postgres().execute(f'CREATE DATABASE "{TEMPLATE}"')
    migrate(postgres().url(TEMPLATE))
    postgres().execute(KEEP, TEMPLATE)
    return TEMPLATE


def migrate(url: str) -> None:
    """Bring a database up to date with an application made for that, in this process."""
    settings = Settings(
        DATABASE_URL=url,
        VAR=str(new_folder("migrate")),
        ASYNC_MODE="threading",
        LOG_LEVEL="WARNING",
    )
    with create_app(settings).app_context():
        upgrade()
