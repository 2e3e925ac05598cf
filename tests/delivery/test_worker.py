"""The worker as it is run: a code leaves at once, and a signal stops it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts import actions as accounts
from app.core.actors import ANONYMOUS
from app.core.clock import now
from app.factory import create_app
from config import ROOT, Settings

PROGRAM = [sys.executable, "-m", "flask", "--app", "app.factory:create_app", "worker"]
PATIENCE = 90  # seconds; nothing is timed, this only ends a test that fails


@pytest.fixture
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The worker of the test's own database and queue."""
    values = {**vars(settings), "ASYNC_MODE": "eventlet"}  # as the web process beside it
    environment = {**os.environ, **{name: str(value) for name, value in values.items() if value}}
    running = subprocess.Popen(PROGRAM, cwd=ROOT, env=environment)
    yield running
    running.kill()
    running.wait()


def leaves(folder: Path) -> None:
    """Wait until a mail is in the folder, and take it out."""
    end = time.monotonic() + PATIENCE
    while not (mails := list(folder.glob("*.eml"))):
        assert time.monotonic() < end, "no mail leaves"
        time.sleep(0.05)
    for mail in mails:
        mail.unlink()


def is_soon(asked: datetime) -> bool:
    """Return whether what was asked for then, and has left, did not leave by the schedule."""
    return asked.second >= 10 and now() - asked < timedelta(seconds=60 - asked.second)


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("database_kind", "stop"),
    [
        ("sqlite", signal.SIGTERM),
        ("sqlite", signal.SIGINT),
        pytest.param("postgresql", signal.SIGTERM, marks=pytest.mark.postgres),
    ],
)
def test_a_code_leaves_at_once_and_a_signal_stops_the_worker(
    settings: Settings, worker: subprocess.Popen[bytes], stop: signal.Signals
) -> None:
    web: Flask = create_app(settings)
    folder = web.config["VAR"] / "mail"
    with web.app_context():
        accounts.ask_for_code(ANONYMOUS, email="awa@exemple.org", language="fr")
        leaves(folder)  # the worker is up
        # Without being asked it sends as each minute begins: what leaves later left at once.
        is_sent_soon, end = False, time.monotonic() + 2 * PATIENCE
        while not is_sent_soon:
            assert time.monotonic() < end, "a code waits for the next minute"
            asked = now()
            accounts.ask_for_code(ANONYMOUS, email=f"{uuid4()}@exemple.org", language="fr")
            leaves(folder)
            is_sent_soon = is_soon(asked)
    worker.send_signal(stop)
    assert worker.wait(PATIENCE) == 0
