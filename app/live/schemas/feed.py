"""Lines of the written feed, as they come in and as they are shown."""

from typing import Any

from app.core.forms import Key, Schema, Text, Whole
from app.live.models import FeedLine


class WriteFeedLine(Schema):
    """A line of the written feed."""

    body = Text(most=600, lines=True, required=True)
    speaker = Text(most=120, load_default=None, allow_none=True)
    question = Whole(least=1, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


def feed_view(line: FeedLine) -> dict[str, Any]:
    """Return a line of the written feed."""
    return {
        "kind": "line",
        "id": line.id,
        "body": line.body,
        "speaker": line.speaker,
        "said_at": line.said_at.isoformat(),
        "question": line.question.number if line.question else None,
    }
