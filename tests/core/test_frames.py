"""WebSocket frames: what is written and what is read follow RFC 6455."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.frames import (
    BINARY,
    CLOSE,
    CONTINUED,
    NOT_TEXT,
    PING,
    TEXT,
    TOO_LARGE,
    WRONG,
    Message,
    Messages,
    Unreadable,
    framed,
    unmasked,
)
from tests.services.frames import from_client

LARGEST = 70_000


def read(*pieces: bytes) -> list[Message]:
    messages = Messages(LARGEST)
    return [message for piece in pieces for message in messages.read(piece)]


@given(data=st.binary(max_size=300), mask=st.binary(min_size=4, max_size=4))
def test_a_mask_is_taken_off_as_the_protocol_wants(data: bytes, mask: bytes) -> None:
    assert unmasked(data, mask) == bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_says_its_length_as_the_protocol_wants(size: int) -> None:
    text = "é" * (size // 2) + "x" * (size % 2)
    frame = framed(text)
    content = text.encode()
    head = len(frame) - len(content)
    assert frame[head:] == content
    length = int.from_bytes(frame[2:head], "big") if head > 2 else frame[1]
    assert (frame[0], length, head) == (
        0x81,
        size,
        2 if size < 126 else 4 if size < 65_536 else 10,
    )


@given(
    texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=200), max_size=6),
    cuts=st.lists(st.integers(0, 3000), max_size=8),
)
def test_messages_are_read_whole_wherever_the_network_cuts_them(
    texts: list[str], cuts: list[int]
) -> None:
    sent = b"".join(map(from_client, texts))
    places = sorted({0, len(sent), *(cut for cut in cuts if cut < len(sent))})
    pieces = [sent[start:end] for start, end in pairwise(places)]
    assert read(*pieces) == [(TEXT, text) for text in texts]


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, LARGEST])
def test_a_message_of_each_length_is_read(size: int) -> None:
    assert read(from_client(b"x" * size, BINARY)) == [(BINARY, b"x" * size)]


def test_a_message_may_come_in_several_frames_with_a_ping_between() -> None:
    sent = (
        from_client("é".encode()[:1], TEXT, is_last=False)
        + from_client(b"?", PING)
        + from_client("é".encode()[1:], CONTINUED, is_last=False)
        + from_client(b"!", CONTINUED)
    )
    assert read(sent) == [(PING, b"?"), (TEXT, "é!")]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"\x81\x01a", WRONG, id="without a mask"),
        pytest.param(b"\xc1\x80abcd", WRONG, id="compressed"),
        pytest.param(from_client(b"", 3), WRONG, id="of no known kind"),
        pytest.param(from_client(b"a", CONTINUED), WRONG, id="going on with nothing"),
        pytest.param(from_client(b"a", PING, is_last=False), WRONG, id="a ping in parts"),
        pytest.param(from_client(b"a" * 126, CLOSE), WRONG, id="a goodbye too long"),
        pytest.param(
            from_client(b"a", TEXT, is_last=False) + from_client(b"a", TEXT), WRONG, id="one in one"
        ),
        pytest.param(from_client(b"\xff", TEXT), NOT_TEXT, id="no text"),
        pytest.param(from_client(b"a" * (LARGEST + 1), BINARY)[:14], TOO_LARGE, id="too large"),
        pytest.param(
            from_client(b"a" * LARGEST, TEXT, is_last=False) + from_client(b"a", CONTINUED),
            TOO_LARGE,
            id="too large in parts",
        ),
    ],
)
def test_what_the_protocol_forbids_is_refused_with_its_status(sent: bytes, status: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(sent)
    assert refused.value.status == status
