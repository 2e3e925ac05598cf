"""
WebSocket frames as RFC 6455 draws them: a server's are written, a client's are read.

Only what our clients use: no extension, so no bit beside the kind of frame means anything.
"""

from collections.abc import Iterator

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
CONTINUED = 0
KINDS = frozenset((CONTINUED, TEXT, BINARY, CLOSE, PING, PONG))
LONGEST_CONTROL = 125  # bytes

# Statuses of a closing frame (RFC 6455, section 7.4.1).
GOODBYE, WRONG, NOT_TEXT, TOO_LARGE = 1000, 1002, 1007, 1009

Message = tuple[int, str | bytes]


class Unreadable(Exception):
    """What a client sent is no frame of the protocol; `status` says why when it is closed."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def framed(content: str | bytes, kind: int | None = None) -> bytes:
    """Return a server's frame, of text for a text, else of bytes, unless `kind` says another."""
    data = content.encode() if isinstance(content, str) else content
    usual = TEXT if isinstance(content, str) else BINARY
    first, size = 0x80 | (kind or usual), len(data)
    if size < 126:
        return bytes((first, size)) + data
    if size < 65_536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + data
    return bytes((first, 127)) + size.to_bytes(8, "big") + data


class Messages:
    """Cuts what a client sends into whole messages of at most `largest` bytes."""

    __slots__ = ("_kind", "_largest", "_parts", "_rest")

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._rest = b""  # of a frame that is not whole yet
        self._kind, self._parts = CONTINUED, b""  # of a message in several frames

    def read(self, piece: bytes) -> Iterator[Message]:
        """
        Yield the kind and the content of each message that is whole with this piece.

        :raises Unreadable: where it is no frame of the protocol, no text, or too large
        """
        data, place = self._rest + piece, 0
        while found := _frame_at(data, place, self._largest):
            first, content, place = found
            if first & 8:
                yield _control(first, content)
            elif message := self._joined(first, content):
                yield message
        self._rest = data[place:]

    def _joined(self, first: int, content: bytes) -> Message | None:
        """Return the message that ends with this frame, if one does."""
        kind, is_last = first & 15, first & 0x80
        if bool(kind) == bool(self._kind):
            raise Unreadable(WRONG)  # a message begins inside another, or goes on without one
        if kind and is_last:
            return kind, _text(content) if kind == TEXT else content
        self._kind, self._parts = kind or self._kind, self._parts + content
        if len(self._parts) > self._largest:
            raise Unreadable(TOO_LARGE)
        if not is_last:
            return None
        whole = self._kind, _text(self._parts) if self._kind == TEXT else self._parts
        self._kind, self._parts = CONTINUED, b""
        return whole


def _frame_at(data: bytes, place: int, largest: int) -> tuple[int, bytes, int] | None:
    """Return a frame's first byte, its content and where it ends; nothing before it is whole."""
    if len(data) - place < 2:
        return None
    first, second = data[place], data[place + 1]
    if first & 0x70 or first & 15 not in KINDS or not second & 0x80:
        raise Unreadable(WRONG)
    size, start = second & 0x7F, place + 2
    if size > LONGEST_CONTROL:
        start += 2 if size == 126 else 8
        if len(data) < start:
            return None
        size = int.from_bytes(data[place + 2 : start], "big")
    if size > largest:
        raise Unreadable(TOO_LARGE)
    end = start + 4 + size
    if len(data) < end:
        return None
    return first, unmasked(data[start + 4 : end], data[start : start + 4]), end


def _control(first: int, content: bytes) -> Message:
    if not first & 0x80 or len(content) > LONGEST_CONTROL:
        raise Unreadable(WRONG)
    return first & 15, content


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Unreadable(NOT_TEXT) from None


def unmasked(data: bytes, mask: bytes) -> bytes:
    """Return what a client sent under a mask of four bytes: one subtraction, not one a byte."""
    size = len(data)
    key = mask * (size // 4 + 1)
    number = int.from_bytes(data, "big") ^ int.from_bytes(key[:size], "big")
    return number.to_bytes(size, "big")
