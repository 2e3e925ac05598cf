"""The queue of the worker: what it holds is run when it is read."""

import pickle

import pytest
from flask import Flask

from app.core.background import background


class Trap:
    """What somebody who reaches the queue would leave in it."""

    sprung = False

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return spring, ()


def spring() -> None:
    Trap.sprung = True


@pytest.fixture
def database_kind() -> str:
    """One kind of database: nothing here is asked of it."""
    return "sqlite"


def test_what_another_put_into_the_queue_is_not_even_read(app: Flask) -> None:
    queue = background.huey
    assert queue is not None
    queue.storage.enqueue(pickle.dumps(Trap()))
    with pytest.raises(ValueError, match=r"Separator|Signature"):
        queue.dequeue()
    assert not Trap.sprung
