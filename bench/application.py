"""The application whose database a bench fills; apart, for what only loads must not import it."""

from typing import Any

from flask import Flask
from flask_migrate import upgrade

from app.factory import create_app
from config import Settings


def application(folder: str, database: str = "", **overrides: Any) -> Flask:
    """Return an application that writes into `folder`, with the tables of its database made."""
    settings = Settings(
        VAR=folder,
        DATABASE_URL=database,
        SECRET_KEY="bench",
        ASYNC_MODE="threading",
        LOG_LEVEL="ERROR",
    )
    app = create_app(settings, **overrides)
    with app.app_context():
        upgrade()
    return app
