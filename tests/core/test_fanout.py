"""The direct fan-out: where it is used, and what it asks of WebSockets."""

import pytest

from app.core.fanout import without_deflate
from config import Settings


def test_no_compression_is_offered() -> None:
    served = without_deflate(lambda environ, _start: environ)
    assert served({"HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate", "A": 1}, None) == {"A": 1}


def test_eventlet_alone_writes_directly() -> None:
    assert Settings(ASYNC_MODE="eventlet").writes_directly
    assert not Settings(ASYNC_MODE="eventlet", FANOUT="stock").writes_directly
    assert not Settings(ASYNC_MODE="threading").writes_directly
    with pytest.raises(ValueError, match="FANOUT"):
        Settings(FANOUT="fast").check()
