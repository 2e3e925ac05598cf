"""
Web processes without the seconds that importing takes: forks of one that imported it all.

Of what a web process does, a fork lacks the imports alone. Whoever wants these too, or a process
with another library before them, starts `python wsgi.py` (docs/decisions/0019).
"""

import json
import os
import select
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests.services.databases import fresh_database
from tests.services.programs import PYTHON, ROOT, clean_environment, end_with_tests, new_folder

SCRIPT = Path(__file__).with_name("starting.py")


class Fork:
    """A process that a starter became; it is used as one that `subprocess` started."""

    args = (PYTHON, "wsgi.py")

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs."""
        if self.returncode is None and select.select([self._end], [], [], 0)[0]:
            self.returncode = 0  # who is not its parent is not told more
            os.close(self._end)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """
        Wait until it is gone.

        :raises subprocess.TimeoutExpired: if it is not
        """
        if self.returncode is None:
            select.select([self._end], [], [], timeout)
        if self.poll() is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return 0

    def send_signal(self, sig: signal.Signals) -> None:
        """Send it a signal."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._end, sig)


class Starter:
    """The process that imported everything, and becomes others."""

    def __init__(self) -> None:
        folder = new_folder("starter")
        env = clean_environment(
            DATABASE_URL=fresh_database("sqlite"), SECRET_KEY="only-to-start", VAR=str(folder)
        )
        self.process = subprocess.Popen(
            [PYTHON, "-P", str(SCRIPT)],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        end_with_tests(self.process)
        assert self._answer() == "ready", "the application could not be imported"

    def _answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def start(self, env: Mapping[str, str], log: Path) -> Fork:
        """Start a web process that prints into a file."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"env": dict(env), "log": str(log)}) + "\n")
        self.process.stdin.flush()
        return Fork(int(self._answer()))


@cache
def starter() -> Starter:
    """Return the starter, which begins at the first call."""
    return Starter()
