"""A private PostgreSQL server, started once and thrown away with its data."""

import os
import pwd
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg2

from tests.services.programs import (
    find_program,
    free_port,
    kill_program,
    new_folder,
    start_program,
    stop_program,
    wait_until,
)

SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
}


@dataclass
class Postgres:
    """A running server: where it listens, and how to stop, kill and start it again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg2://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server on its data and wait until it accepts connections."""
        options = SETTINGS | {
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
        }
        flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command = [find_program("postgres"), "-D", str(self.folder / "data"), *flags]
        self.process = start_program(
            [*as_owner(), *command], log=self.folder / "log", cwd=self.folder
        )
        wait_until(self.accepts, self.process)

    def accepts(self) -> bool:
        """Return whether the server answers a query."""
        try:
            self.execute("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def connect(self, database: str = "postgres") -> Any:
        """Return a connection whose statements are transactions of their own."""
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=database
        )
        connection.autocommit = True
        return connection

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one SQL statement outside a transaction."""
        connection = self.connect(database)
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def copy(self, template: str, name: str) -> None:
        """Make a database that is the copy of another, which nobody has open."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def stop(self) -> None:
        """Stop the server at once and in good order, dropping its clients."""
        if self.process:
            stop_program(self.process, signal.SIGINT)

    def kill(self) -> None:
        """Kill the server without warning, as a power cut would."""
        if self.process:
            kill_program(self.process)


@cache
def postgres() -> Postgres:
    """Return the tests' PostgreSQL server, started at the first call."""
    server = new_postgres()
    server.start()
    return server


def new_postgres() -> Postgres:
    """Prepare an empty server of one's own, not yet started: the fault tests kill theirs."""
    find_program("postgres")
    folder = new_folder("postgres")
    give_to_owner(folder)
    subprocess.run(
        [
            *as_owner(),
            *(find_program("initdb"), "-D", str(folder / "data"), "-U", "postgres"),
            *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    return Postgres(folder, free_port())


def as_owner() -> list[str]:
    """Return the words before a command that PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]


def give_to_owner(folder: Path) -> None:
    """Let the account that runs PostgreSQL own a folder."""
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
