"""Runs the migrations inside the application, under a lock so that two starts never race."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from app.core.db import db

LOCK = 7_060_211  # any number, the same for every process of this platform


def run() -> None:
    """Run the migrations on the application's database, or print their SQL."""
    if context.is_offline_mode():
        context.configure(
            url=current_app.config["SQLALCHEMY_DATABASE_URI"],
            target_metadata=db.metadata,
            literal_binds=True,
        )
        context.run_migrations()
        return
    with db.engine.connect() as connection:
        rebuild_freely(connection)
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.execute(text("SET lock_timeout = '4s'"))
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if postgresql:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
        check_keys(connection)
    db.engine.dispose()  # the last one who leaves an SQLite file folds its log into it


def rebuild_freely(connection: Connection) -> None:
    """Let SQLite copy a table that others point at; outside a transaction, or it is not heard."""
    if connection.dialect.name == "sqlite":
        for pragma in ("foreign_keys = OFF", "legacy_alter_table = ON"):
            connection.connection.cursor().execute(f"PRAGMA {pragma}")


def check_keys(connection: Connection) -> None:
    """
    Check what SQLite did not check while tables were copied.

    :raises RuntimeError: if a row points at nothing
    """
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise RuntimeError(f"rows point at nothing: {lost[:5]}")
    connection.invalidate()


run()
