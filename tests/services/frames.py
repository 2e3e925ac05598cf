"""WebSocket frames as a client writes them."""

import os

from app.core.frames import BINARY, TEXT


def from_client(content: str | bytes, kind: int | None = None, *, is_last: bool = True) -> bytes:
    """Return a client's masked frame (RFC 6455, section 5.2)."""
    data = content.encode() if isinstance(content, str) else content
    first = (TEXT if isinstance(content, str) else BINARY) if kind is None else kind
    head = bytes((first | (0x80 if is_last else 0),))
    if len(data) < 126:
        head += bytes((0x80 | len(data),))
    elif len(data) < 65_536:
        head += b"\xfe" + len(data).to_bytes(2, "big")
    else:
        head += b"\xff" + len(data).to_bytes(8, "big")
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
