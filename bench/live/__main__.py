"""
A room of thousands: `python -m bench.live`, one JSON line per run.

One server process on core 0, the load on core 1, over loopback. Every client joins the room and
follows it; votes come in on an absolute schedule, each from another person; counts go out four
times a second. `--server` is `ours`, `ours-stock` (our program with Socket.IO's own manager),
`threading`, `node` (node's `ws`, the same broadcast, votes counted in memory) or `stock`
(Flask-SocketIO as it comes, votes counted in memory). Ours commits each vote to its database, a
fresh SQLite file without `--database`; a PostgreSQL address names an empty database.

    python -m bench.live --server node --clients 2000 --votes 200
    python -m bench.live --server ours --clients 2000 --votes 200
    python -m bench.live --server ours --clients 3000 --votes 2500
    python -m bench.live --server ours --clients 2000 --snapshot http   # a joining crowd

`cores` is the processor time of the server by second of the window; `join_cpu_ms` and
`connection_kb` what a client cost until it was in the room; `fanout_ms` the age of a frame when its
client reads it; a room told in parts has a broadcast for each. Where other programs share the
machine, compare runs of the same minutes: times are stretched, and processor time with them.
"""

import argparse
import json
import socket
import tempfile
import time
from typing import Any

from app.core.db import db
from bench.application import application
from bench.live.programs import Program, crowd, server
from bench.live.room import ROOM, prepare

OURS = ("ours", "ours-stock", "threading")


def main() -> None:
    """Run one cell and print its line."""
    parser = argparse.ArgumentParser(prog="python -m bench.live")
    parser.add_argument("--server", choices=(*OURS, "node", "stock"), default="ours")
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--votes", type=float, default=200)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--warm", type=float, default=2)
    parser.add_argument("--snapshot", choices=("none", "socket", "http"), default="none")
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(chosen, folder)), flush=True)


def run(chosen: argparse.Namespace, folder: str) -> dict[str, Any]:
    """Return what one run saw."""
    database = chosen.database or f"sqlite:///{folder}/bench.db"
    tokens, questions = _prepared(chosen, folder, database)
    port = _free_port()
    program = server(chosen.server, port, database, folder)
    load = crowd()
    try:
        seen = _measure(
            chosen,
            program,
            load,
            {
                "port": port,
                "room": ROOM,
                "tokens": tokens,
                "questions": questions,
                "votes": chosen.votes,
                "seconds": chosen.seconds,
                "warm": chosen.warm,
                "snapshot": chosen.snapshot,
            },
        )
    finally:
        load.kill()
        program.stop()
    kind = "postgresql" if "postgresql" in database else "sqlite"
    asked = {"server": chosen.server, "clients": chosen.clients, "votes_per_second": chosen.votes}
    stored = {"database": kind} if chosen.server in OURS else {}
    return {"bench": "live"} | asked | stored | seen


def _prepared(
    chosen: argparse.Namespace, folder: str, database: str
) -> tuple[list[str], list[int]]:
    if chosen.server not in OURS:
        return ["-"] * chosen.clients, list(range(1, chosen.questions + 1))
    app = application(folder, database)
    with app.app_context():
        found = prepare(chosen.clients, chosen.questions)
        db.session.remove()
        db.engine.dispose()
    return found


def _measure(
    chosen: argparse.Namespace, program: Program, load: Any, orders: dict[str, Any]
) -> dict[str, Any]:
    def hear() -> dict[str, Any]:
        return dict(json.loads(load.stdout.readline()))

    alone, idle = program.kilobytes, program.seconds
    load.stdin.write(json.dumps(orders) + "\n")
    load.stdin.flush()
    joined = hear()
    grown, spent = program.kilobytes - alone, program.seconds - idle
    load.stdin.write("go\n")
    load.stdin.flush()
    time.sleep(chosen.warm)
    used, began = program.seconds, time.perf_counter()
    hear()
    cores = (program.seconds - used) / (time.perf_counter() - began)
    seen = hear()
    in_room = max(1, joined["joined"])
    return seen | {
        "cores": round(cores, 2),
        "joined": joined["joined"],
        "join_seconds": round(joined["join_seconds"], 2),
        "join_cpu_ms": round(1000 * spent / in_room, 2),
        "connection_kb": round(grown / in_room, 1),
        "rss_mb": round(program.kilobytes / 1024),
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    main()
