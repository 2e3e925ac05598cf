"""The same broadcast on Flask-SocketIO as it comes: python -m bench.live.stock PORT."""

# ruff: noqa: E402

import eventlet

eventlet.monkey_patch()

import sys
import time
from datetime import UTC, datetime
from typing import Any

from eventlet import wsgi
from flask import Flask
from flask_socketio import SocketIO, join_room

EVERY = 0.25  # seconds between two broadcasts
NAMESPACE = "/live"

app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet")
votes: dict[int, int] = {}
changed: set[int] = set()
told = {"seq": 0, "present": 0}


@app.get("/healthz")
def healthz() -> str:
    """Say that the program is ready."""
    return "ok"


@socketio.on("connect", namespace=NAMESPACE)
def connect(_auth: Any = None) -> None:
    """Take everybody."""


@socketio.on("room.join", namespace=NAMESPACE)
def join(_payload: Any) -> dict[str, Any]:
    """Seat a client."""
    join_room("audience")
    told["present"] += 1
    return {"ok": {"seq": 0}}


@socketio.on("question.vote", namespace=NAMESPACE)
def vote(payload: dict[str, Any]) -> dict[str, Any]:
    """Count a vote in memory."""
    question = payload["question"]
    votes[question] = votes.get(question, 0) + (1 if payload["on"] else -1)
    changed.add(question)
    told["seq"] += 1
    return {"ok": {"question": question, "on": payload["on"], "votes": votes[question]}}


def tell() -> None:
    """Broadcast what changed on an absolute schedule."""
    due = time.monotonic()
    while True:
        due = max(due + EVERY, time.monotonic())
        socketio.sleep(max(0.0, due - time.monotonic()))
        if changed:
            counts = [[question, votes[question]] for question in sorted(changed)]
            changed.clear()
            news = told | {"at": datetime.now(UTC).isoformat(), "counts": counts}
            socketio.emit("room.counts", news, namespace=NAMESPACE, to="audience")


if __name__ == "__main__":
    socketio.start_background_task(tell)
    listener = eventlet.listen(("127.0.0.1", int(sys.argv[1])), backlog=2048, reuse_port=False)
    # More clients than its default of 1,024; all else is as it comes.
    wsgi.server(listener, app, max_size=20_000, log_output=False)
