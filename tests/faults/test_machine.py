"""The machine misbehaves: its disk is full, its clock jumps."""

import resource
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.conftest import Gather
from tests.services import Server, serve

pytestmark = [pytest.mark.faults, pytest.mark.live]


def limit_files(server: Server, size: int) -> None:
    """Let no file of the web process grow beyond so many bytes, as if the disk were full."""
    assert server.process is not None
    _soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))


@pytest.mark.timeout(300)
def test_a_question_that_no_disk_could_take_is_not_acknowledged_and_comes_again(
    gather: Gather,
) -> None:
    with serve() as server:
        crowd = gather(server, size=1)
        (phone,) = crowd.phones
        assert phone.enter()
        sent = {"key": str(uuid4()), "body": "Quand la bourse arrive-t-elle"}
        limit_files(server, 4096)
        for _ in range(2):
            answer = phone.call("question.ask", sent)
            assert answer is not None
            assert answer["error"]["code"] == "failure"
        limit_files(server, resource.RLIM_INFINITY)
        answer = phone.until_answered("question.ask", sent)
        phone.asked[sent["key"]] = answer["ok"]["number"]
        crowd.check_questions()
        crowd.check_views()


@pytest.mark.timeout(600)
def test_a_clock_that_jumps_loses_and_disorders_nothing(
    gather: Gather, tmp_path: Path, faketime: str
) -> None:
    moved = tmp_path / "clock"
    moved.write_text("+0\n")
    clock = {
        "LD_PRELOAD": faketime,
        "FAKETIME_TIMESTAMP_FILE": str(moved),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with serve(clock) as server:
        crowd = gather(server, size=12).start()
        for jump in ("+2h", "-2h", "+0"):
            crowd.go_on(20)
            moved.write_text(f"{jump}\n")
        crowd.go_on(20)
        crowd.end()
        crowd.check()
