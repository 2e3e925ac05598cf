"""Served applications whose parts are killed, and crowds in their rooms."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.core.db import db
from app.factory import create_app
from config import Settings
from tests.faults.crowd import Crowd
from tests.services import Server
from tests.services.programs import find_library, new_folder

Gather = Callable[..., Crowd]


@pytest.fixture
def gather() -> Iterator[Gather]:
    """The function that fills a room of a served application; `url` is what the phones call."""
    closing: list[Any] = []

    def fill(server: Server, url: str | None = None, size: int = 60) -> Crowd:
        settings = Settings(
            DATABASE_URL=server.env["DATABASE_URL"],
            SECRET_KEY=server.env["SECRET_KEY"],
            VAR=str(new_folder("beside")),
            ASYNC_MODE="threading",
        )
        context = create_app(settings, TESTING=True).app_context()
        context.push()
        closing.append(context)
        crowd = Crowd(url or server.url, server.url, size)
        closing.append(crowd)
        return crowd

    yield fill
    for one in reversed(closing):
        if isinstance(one, Crowd):
            one.close()
        else:
            db.session.remove()
            one.pop()


@pytest.fixture(scope="session")
def faketime() -> str:
    """The library that gives a program another clock; Debian's package faketime brings it."""
    return str(find_library("libfaketimeMT.so.1"))
