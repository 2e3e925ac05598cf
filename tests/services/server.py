"""The application served as people get it: `python wsgi.py` in a process of its own."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.databases import fresh_database
from tests.services.programs import (
    OUTPUTS,
    PYTHON,
    ROOT,
    Process,
    clean_environment,
    end_with_tests,
    free_port,
    kill_program,
    new_folder,
    start_program,
    stop_program,
    wait_until,
)
from tests.services.starter import starter


@dataclass
class Server:
    """One web process: where it answers, what it printed, and how to end it and start it again."""

    env: dict[str, str]
    log: Path
    process: Process | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address of the application, without a slash at the end."""
        return f"http://127.0.0.1:{self.env['PORT']}"

    @property
    def output(self) -> str:
        """Everything the process has printed so far."""
        return self.log.read_text(errors="replace")

    def start(self) -> "Server":
        """Start the process and wait until it says that it is healthy."""
        if "LD_PRELOAD" in self.env or self.env.get("ASYNC_MODE") == "threading":
            command = [PYTHON, "wsgi.py"]
            self.process = start_program(command, log=self.log, env=self.env, cwd=ROOT)
        else:
            self.process = starter().start(self.env, self.log)
            OUTPUTS[self.process.pid] = self.log
            end_with_tests(self.process)
        wait_until(self.healthy, self.process)
        return self

    def healthy(self) -> bool:
        """Return whether `/healthz` answers 200."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End the process as a deployment does."""
        if self.process:
            stop_program(self.process)

    def kill(self) -> None:
        """End the process as a power cut does."""
        if self.process:
            kill_program(self.process)

    def restart(self) -> "Server":
        """End the process and start it again at the same address on the same data."""
        self.stop()
        return self.start()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def serve(env: Mapping[str, str] | None = None) -> Server:
    """
    Serve the application on a spare port, and return once it answers.

    Without a DATABASE_URL in `env` it gets a fresh SQLite database; VAR is a fresh folder. Two
    servers share their data where they are given the same DATABASE_URL, VAR and SECRET_KEY.
    """
    folder = new_folder("server")
    settings = {
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "SECRET_KEY": "only-for-the-tests-" + "0" * 32,
        "VAR": str(folder),
    } | dict(env or {})
    if "DATABASE_URL" not in settings:
        settings["DATABASE_URL"] = fresh_database("sqlite")
    settings.setdefault("PUBLIC_URL", f"http://127.0.0.1:{settings['PORT']}")
    return Server(clean_environment(**settings), folder / f"web-{settings['PORT']}.log").start()
