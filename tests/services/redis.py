"""A private Redis server that keeps nothing on disk."""

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.services.programs import (
    answers,
    find_program,
    free_port,
    kill_program,
    new_folder,
    start_program,
    stop_program,
    wait_until,
)


@dataclass
class Redis:
    """A running server: where it listens, and how to stop, kill and start it again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        """Return the URL of a numbered database of this server."""
        return f"redis://127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server, empty, and wait until it listens."""
        command = [
            *(find_program("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port)),
            *("--save", "", "--appendonly", "no", "--dir", str(self.folder)),
        ]
        self.process = start_program(command, log=self.folder / "log", cwd=self.folder)
        wait_until(lambda: answers(self.port), self.process)

    def stop(self) -> None:
        """Stop the server in good order."""
        if self.process:
            stop_program(self.process)

    def kill(self) -> None:
        """Kill the server without warning."""
        if self.process:
            kill_program(self.process)


@cache
def redis() -> Redis:
    """Return the tests' Redis server, started at the first call."""
    server = new_redis()
    server.start()
    return server


def new_redis() -> Redis:
    """Prepare a server of one's own, not yet started: the fault tests kill theirs."""
    find_program("redis-server")
    return Redis(new_folder("redis"), free_port())
