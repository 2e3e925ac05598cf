"""Run the web process and the worker together; when one ends, so does the other."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
PORT = int(os.environ.get("PORT", "8000"))
ADDRESS = f"http://127.0.0.1:{PORT}"
COMMANDS = {
    "web": [sys.executable, "wsgi.py"],
    "worker": [sys.executable, "-m", "flask", "--app", "app.factory:create_app", "worker"],
}
PATIENCE = 25.0

asked_to_stop = threading.Event()


def main() -> int:
    """Return 0 after a signal, 1 where a process ended by itself."""
    if port_is_taken():
        print(f"Port {PORT} is taken. Choose another: make run PORT={PORT + 1}", file=sys.stderr)
        return 1
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, remember_to_stop)
    processes = {name: start(command) for name, command in COMMANDS.items()}
    threading.Thread(target=announce, daemon=True).start()
    ended = wait(processes)
    stop(processes)
    if ended is None:
        return 0
    print(f"The {ended} process ended with code {processes[ended].returncode}.", file=sys.stderr)
    return 1


def port_is_taken() -> bool:
    """Return whether another program already listens on PORT."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def remember_to_stop(_signum: int, _frame: FrameType | None) -> None:
    """Ask the main loop to stop both processes."""
    asked_to_stop.set()


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that Ctrl-C reaches it once, from here."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def announce() -> None:
    """Print the address once the application answers there."""
    while not asked_to_stop.is_set():
        try:
            with urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    else:
        return
    print(f"\nToukanblon answers at {ADDRESS} (Ctrl-C stops it)\n", flush=True)


def wait(processes: dict[str, subprocess.Popen[bytes]]) -> str | None:
    """Return the name of the process that ended by itself, or None once a signal asks to stop."""
    while not asked_to_stop.wait(0.2):
        for name, process in processes.items():
            if process.poll() is not None:
                return name
    return None


def stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, wait up to `PATIENCE` seconds in all, then insist."""
    asked_to_stop.set()
    deadline = time.monotonic() + PATIENCE
    running = [process for process in processes.values() if process.poll() is None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
