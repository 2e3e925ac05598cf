"""The same session with the npm client: what JavaScript programs see."""

import json
import subprocess
from pathlib import Path

import pytest

from app.core.db import db
from app.live.models import Question, Room
from tests.live.sockets.conftest import Served
from tests.services import find_program
from tests.services.programs import ROOT

pytestmark = pytest.mark.live
SCRIPT = Path(__file__).with_name("session.mjs")


def test_a_session_with_the_npm_client(served: Served, room: Room, moderator: str) -> None:
    script = [find_program("node"), SCRIPT, ROOT / "package.json", served.url, room.slug, moderator]
    run = subprocess.run(
        list(map(str, script)), capture_output=True, text=True, timeout=90, check=False
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    db.session.rollback()
    kept = db.session.scalars(db.select(Question).where(Question.room_id == room.id)).one()
    receipt = {"id": kept.id, "number": 1, "receipt": kept.receipt, "seq": 1}
    assert seen["entered"]["ok"]["room"] == room.slug
    assert seen["asked"] == seen["replayed"] == {"ok": receipt}
    assert seen["taken"] == {"ok": {"id": kept.id, "state": "taken"}}
    assert seen["voted"] == {"ok": {"question": kept.id, "on": True, "votes": 1}}
    assert set(seen["shown"]) == {"prev", "seq", "at", "changes"}
    assert set(seen["counts"]) == {"seq", "at", "counts", "present"}
    assert seen["counts"]["present"] == 2
    assert seen["synced"]["ok"]["seq"] == 2
    assert seen["wrong"]["error"]["code"] == "invalid"
    assert seen["refused"] != "connected"
