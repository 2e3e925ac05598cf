"""The programs of a run, each kept on its core, and what they cost."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CORE, LOAD_CORE = "0", "1"


class Program:
    """A process under test, and what /proc says of it."""

    def __init__(self, words: list[str], env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            ["taskset", "-c", SERVER_CORE, *words], cwd=ROOT, env=os.environ | env
        )

    def wait(self, address: str) -> None:
        """Wait until it answers."""
        for _ in range(1200):
            try:
                with urllib.request.urlopen(address, timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{address} does not answer")

    @property
    def seconds(self) -> float:
        """The processor time it used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def kilobytes(self) -> int:
        """What it holds in memory now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        return 0

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def server(kind: str, port: int, database: str, var: str) -> Program:
    """Start the server `kind`: ours with one manager or the other, node's `ws`, or a stock one."""
    env = {
        "PORT": str(port),
        "VAR": var,
        "DATABASE_URL": database,
        "SECRET_KEY": "bench",
        "LOG_LEVEL": "WARNING",
        "TRUSTED_PROXIES": "1",
        "ASYNC_MODE": "threading" if kind == "threading" else "eventlet",
        "FANOUT": "stock" if kind == "ours-stock" else "direct",
    }
    words = {
        "node": ["node", "bench/live/node_ws.mjs", str(port)],
        "stock": [sys.executable, "-W", "ignore", "-m", "bench.live.stock", str(port)],
    }.get(kind, [sys.executable, "wsgi.py"])
    started = Program(words, env)
    started.wait(f"http://127.0.0.1:{port}/healthz")
    return started


def crowd() -> subprocess.Popen[str]:
    """Start the load on its core."""
    return subprocess.Popen(
        ["taskset", "-c", LOAD_CORE, sys.executable, "-m", "bench.live.crowd"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
