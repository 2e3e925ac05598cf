"""How a vote that was taken is shown."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Supported:
    """A vote that was taken, and how many people supported its question once it was committed."""

    question_id: int
    room_id: int
    on: bool
    votes: int = 0


def supported_view(supported: Supported) -> dict[str, Any]:
    """Return what acknowledges a vote."""
    return {"question": supported.question_id, "on": supported.on, "votes": supported.votes}
