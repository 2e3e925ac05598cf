"""Find an installed program, start it on a spare port and be sure that it ends with the tests."""

import atexit
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
# The first has no windows, and no pages of its own behind them: visits cost a sixth less.
BROWSERS = ("chromium-headless-shell", "chromium")
PACKAGES = {
    "postgres": "postgresql",
    "initdb": "postgresql",
    "redis-server": "redis-server",
    "nginx": "nginx-light",
    "libfaketimeMT.so.1": "faketime",
}
PLACES = ["/usr/lib/postgresql/*/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"]
OUTPUTS: dict[int, Path] = {}


class MissingProgramError(RuntimeError):
    """A program that the tests need is not installed."""

    def __init__(self, name: str) -> None:
        package = PACKAGES.get(name, name)
        super().__init__(
            f"The tests need the program {name}, which is not installed: apt-get install {package}"
        )


def find_program(*names: str) -> str:
    """
    Return the path of the first program that is installed, the newest where there are several.

    :raises MissingProgramError: naming the Debian package that brings the one liked best.
    """
    for name in names:
        if found := shutil.which(name):
            return found
        for place in PLACES:
            candidates = sorted(Path("/").glob(f"{place.lstrip('/')}/{name}"), key=version_of)
            if candidates:
                return str(candidates[-1])
    raise MissingProgramError(names[0])


def find_library(name: str) -> str:
    """
    Return the path of an installed library that a program is started with.

    :raises MissingProgramError: naming the Debian package that brings it.
    """
    if found := sorted(Path("/usr/lib").glob(f"*/faketime/{name}")):
        return str(found[0])
    raise MissingProgramError(name)


def version_of(path: Path) -> list[int]:
    """Return the numbers in a path, so that version 16 comes after version 9."""
    return [int(part) for part in path.parts if part.isdigit()]


# The system gives ports from 32,768 on to whoever calls somebody, at any moment.
PORTS = range(15_000, 32_000)
OURS: dict[int, socket.socket] = {}


def free_port() -> int:
    """Return a TCP port of the loopback interface that is nobody else's while the tests run."""
    for port in random.sample(PORTS, len(PORTS)):
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0toukanblon-tests-{port}")  # one process alone has a name
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            name.close()
        else:
            OURS[port] = name
            return port
    raise RuntimeError("no port is free")


IN_MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # bytes, for the databases of two workers at once


@cache
def fast_folder() -> Path:
    """Return the folder in memory, where nothing waits for a disk, or else that of the system."""
    is_fast = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    return IN_MEMORY if is_fast else Path(tempfile.gettempdir())


@cache
def scratch() -> Path:
    """Return the folder of everything the tests write outside pytest's own; exit removes it."""
    folder = Path(tempfile.mkdtemp(prefix="toukanblon-tests-", dir=fast_folder()))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def new_folder(name: str) -> Path:
    """Return a new empty folder whose name begins with `name`."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=scratch()))


@cache
def _kept_folder(name: str) -> Path:
    return new_folder(name)


def empty_folder(name: str) -> Path:
    """Return the folder of that name that tests have in turn, empty again."""
    folder = _kept_folder(name)
    shutil.rmtree(folder)
    folder.mkdir()
    return folder


def start_program(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, its output appended to a file; exit ends it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    OUTPUTS[process.pid] = log
    end_with_tests(process)
    return process


class Process(Protocol):
    """A program that was started."""

    pid: int
    args: Any
    returncode: Any

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: signal.Signals) -> None: ...


def end_with_tests(process: Process) -> None:
    """Be sure that a program ends with the tests."""
    atexit.register(stop_program, process)


def stop_program(
    process: Process, how: signal.Signals = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask a program to end, insist after `patience` seconds, and wait until it is gone."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            kill_program(process)


def kill_program(process: Process) -> None:
    """Kill a program with all its children, as a power cut would, and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(ready: Callable[[], bool], process: Process, *, patience: float = 90) -> None:
    """
    Wait until a started program answers.

    :raises RuntimeError: with the end of its output if it died or took longer than `patience`.
    """
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"{describe(process)} ended with code {process.returncode}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{describe(process)} did not answer within {patience:g} s")
        time.sleep(0.05)


def describe(process: Process) -> str:
    """Return a program's command and the last lines it printed."""
    lines = OUTPUTS[process.pid].read_text(errors="replace").splitlines()[-30:]
    command = subprocess.list2cmdline(process.args)
    return "\n".join([f"$ {command}", *lines, ""])


def answers(port: int) -> bool:
    """Return whether something listens on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def clean_environment(**settings: str) -> dict[str, str]:
    """Return this process's environment without the application's settings, plus these."""
    kept = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV")
    own = {name: os.environ[name] for name in kept if name in os.environ}
    return own | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"} | settings


def missing_packages() -> set[str]:
    """Return the Debian packages of the programs that are not installed."""
    missing = set()
    for names in (BROWSERS, *((name,) for name in PACKAGES)):
        try:
            find_library(names[0]) if ".so" in names[0] else find_program(*names)
        except MissingProgramError:
            missing.add(PACKAGES.get(names[0], names[0]))
    return missing
