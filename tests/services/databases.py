"""Empty, migrated databases in a moment: each is a copy of one that was migrated once."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from functools import cache
from itertools import count
from pathlib import Path
from typing import Literal

from tests.services.postgres import postgres
from tests.services.programs import PYTHON, ROOT, clean_environment, fast_folder, new_folder

Kind = Literal["sqlite", "postgresql"]
NUMBERS = count(1)
TEMPLATE = "toukanblon_template"
IN_TURN = "toukanblon_in_turn"


def fresh_database(kind: Kind = "sqlite") -> str:
    """Return the SQLAlchemy URL of a migrated database without rows, of either kind."""
    if kind == "sqlite":
        return _copied(new_folder("sqlite") / "toukanblon.db")
    return _created(f"toukanblon_{next(NUMBERS)}")


def renewed_database(kind: Kind) -> str:
    """
    Return the URL of the one database of its kind that tests have in turn, without rows again.

    One address lets the application that reads it, and every statement it compiled, be kept.
    """
    if kind == "sqlite":
        return _link_in_turn()
    postgres().execute(f'DROP DATABASE IF EXISTS "{IN_TURN}" WITH (FORCE)')
    return _created(IN_TURN)


@cache
def _folder_in_turn() -> Path:
    return new_folder("sqlite")


def _link_in_turn() -> str:
    """Point one name at a new file: what the last test left open ends on a file of its own."""
    link = _folder_in_turn() / "toukanblon.db"
    if link.is_symlink():
        shutil.rmtree(link.readlink().parent)
        link.unlink()
    link.symlink_to(new_folder("sqlite") / "toukanblon.db")
    return _copied(link)


def _copied(path: Path) -> str:
    shutil.copyfile(migrated_sqlite(), path)
    return f"sqlite:///{path}"


def _created(name: str) -> str:
    template = migrated_postgres()
    postgres().execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
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
    return TEMPLATE


def migrate(url: str, *words: str) -> None:
    """
    Run `flask db upgrade` on a database, or another `flask db` command given by its words.

    :raises RuntimeError: with what the command printed, if it failed.
    """
    flask = [PYTHON, "-m", "flask", "--app", "app.factory:create_app"]
    result = subprocess.run(
        [*flask, "db", *(words or ("upgrade",))],
        cwd=ROOT,
        env=clean_environment(DATABASE_URL=url, VAR=str(new_folder("migrate"))),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"flask db failed on {url}\n{result.stdout}{result.stderr}")
