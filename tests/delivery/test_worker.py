"""The worker as it is run: a code leaves at once, and a signal stops it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

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


def minute() -> datetime:
    """Return the minute it is."""
    return now().replace(second=0, microsecond=0)


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
        # Without being asked it sends at each minute: what leaves before the next one left at once.
        for number in range(3):
            asked = minute()
            accounts.ask_for_code(ANONYMOUS, email=f"binta-{number}@exemple.org", language="fr")
            leaves(folder)
            if minute() == asked:
                break
        else:
            pytest.fail("a code waits for the next minute")
    worker.send_signal(stop)
    assert worker.wait(PATIENCE) == 0
