"""The database: one declarative base, UTC instants, and SQLite made to keep its promises."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Enum, ForeignKey, MetaData, Select, event, func, select
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from app.core.background import off_hub
from app.core.formats import sort_key

# The busy timeout only matters between processes: inside one, a write transaction never yields.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA recursive_triggers=ON",
)

# What PostgreSQL folds by itself, whatever its locale; SQLite calls `sort_key`.
ACCENTED = "".join(
    sign for sign in map(chr, (*range(0xC0, 0x180), 0x2019)) if len(sort_key(sign)) == 1
)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC and always read back with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return how an instant is written: once, for all the rows of an act share it."""
        write = super().bind_processor(dialect)
        return write and lru_cache(maxsize=8)(write)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table; constraints carry predictable names so migrations can undo them."""

    registry = registry(
        type_annotation_map={datetime: UTCDateTime},
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


class Identified:
    """A table whose rows carry a number of their own."""

    id: Mapped[int] = mapped_column(primary_key=True)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(db=db, render_as_batch=True)


def restrict(target: str) -> ForeignKey:
    """Return a foreign key that refuses the deletion of what it points at."""
    return ForeignKey(target, ondelete="RESTRICT")


def word_of(choices: type[StrEnum], length: int = 30) -> Enum:
    """Return a column type that stores one word of `choices` and lets the database check it."""
    return Enum(
        choices,
        native_enum=False,
        create_constraint=True,
        length=length,
        validate_strings=True,
        values_callable=lambda kind: [member.value for member in kind],
        name=choices.__name__.lower(),
    )


writing = threading.RLock()


@contextmanager
def one_writer(session: Any) -> Iterator[None]:
    """
    Let one writer of this process at a time into an SQLite file.

    Whoever comes second waits here, where others may run, and not inside SQLite, where the whole
    process would.
    """
    with writing if session.get_bind().dialect.name == "sqlite" else nullcontext():
        yield


def listen_to_sqlite(engine: Engine) -> None:
    """Give SQLite connections their pragmas; SQLAlchemy, not the driver, opens transactions."""
    if engine.dialect.name != "sqlite":
        return

    def commit(dbapi_connection: Any) -> None:
        # The disk is waited for off the hub; nobody else writes meanwhile, see `one_writer`.
        off_hub(dbapi_connection.commit)

    engine.dialect.do_commit = commit  # type: ignore[method-assign]

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.create_function("sort_key", 1, sort_key, deterministic=True)
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def how_many(*queries: Select[Any]) -> int:
    """Return how many rows these queries find together, asked at once; without one, none."""
    if not queries:
        return 0
    counts = [select(func.count()).select_from(query.subquery()) for query in queries]
    return sum(db.session.execute(select(*(one.scalar_subquery() for one in counts))).one())


def unaccented(column: Any) -> Any:
    """Return the text of a column as `sort_key` folds it, for a search that names no accents."""
    if db.engine.dialect.name == "sqlite":
        return func.sort_key(column)
    return func.lower(func.translate(column, ACCENTED, sort_key(ACCENTED)))
