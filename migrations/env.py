"""Runs the migrations inside the application, under a lock so that two starts never race."""

from alembic import context
from flask import current_app
from sqlalchemy import text

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
    db.engine.dispose()  # the last one who leaves an SQLite file folds its log into it


run()
