"""The worker as it is run: a code leaves within two seconds, and a signal stops it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.accounts import actions as accounts
from app.core.actors import ANONYMOUS
from app.factory import create_app
from config import ROOT, Settings

PROGRAM = [sys.executable, "-m", "flask", "--app", "app.factory:create_app", "worker"]


@pytest.fixture
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The worker of the test's own database and queue."""
    values = {**vars(settings), "ASYNC_MODE": "eventlet"}  # as the web process beside it
    environment = {**os.environ, **{name: str(value) for name, value in values.items() if value}}
    running = subprocess.Popen(PROGRAM, cwd=ROOT, env=environment)
    yield running
    running.kill()
    running.wait()


def until(folder: Path, seconds: float) -> list[Path]:
    """Return the mails of the folder, waiting for the first at most `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not list(folder.glob("*.eml")):
        time.sleep(0.05)
    return list(folder.glob("*.eml"))


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
        assert until(folder, 20)  # the worker is up
        for path in folder.glob("*.eml"):
            path.unlink()
        accounts.ask_for_code(ANONYMOUS, email="binta@exemple.org", language="fr")
        assert until(folder, 2)
    worker.send_signal(stop)
    assert worker.wait(10) == 0
