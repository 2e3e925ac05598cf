"""The short way: which messages are read where they arrive."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.core.lane import Lane


class Server:
    """What Socket.IO is to a lane: one client, who came in or not yet."""

    def __init__(self, *, has_entered: bool) -> None:
        self.eio = SimpleNamespace(handlers={"message": None}, on=lambda _event, _receiver: None)
        self.manager = SimpleNamespace(
            sid_from_eio_sid=lambda connection, _namespace: connection,
            is_connected=lambda _client, _namespace: has_entered,
        )


def lane(*, has_entered: bool = True) -> Lane:
    built = Lane()
    built.open(Server(has_entered=has_entered))
    built.receive("question.vote", lambda _call: None)
    return built


def test_an_event_that_somebody_receives_there_is_short() -> None:
    assert lane().is_short("a", '42/live,7["question.vote",{"question":1,"on":true}]')


@pytest.mark.parametrize(
    "message",
    [
        "",
        "3",
        "4",
        '42/live,7["question.ask",{}]',
        '40/live,{"token":"t"}',
        b"\x04binary",
        "2probe",
    ],
)
def test_every_other_message_goes_the_usual_way(message: Any) -> None:
    assert not lane().is_short("a", message)


def test_who_has_not_entered_yet_goes_the_usual_way() -> None:
    assert not lane(has_entered=False).is_short("a", '42/live,7["question.vote",{}]')
