"""Lines of the written feed, as they come in and as they are shown."""

from typing import Any

from app.core.forms import Key, Minute, Schema, Text, Whole
from app.live.models import FeedLine


class WriteFeedLine(Schema):
    """A line of the written feed."""

    body = Text(most=600, lines=True, required=True)
    speaker = Text(most=120, load_default=None, allow_none=True)
    question = Whole(least=1, load_default=None, allow_none=True)
    minute = Minute(load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class CorrectFeedLine(Schema):
    """What a line of the feed should say."""

    body = Text(most=600, lines=True, required=True)
    speaker = Text(most=120, load_default=None, allow_none=True)
    minute = Minute(load_default=None, allow_none=True)
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
        "link": line.link,
        "earlier": [
            {
                "body": wording.body,
                "speaker": wording.speaker,
                "said_at": wording.said_at.isoformat(),
                "corrected_at": wording.corrected_at.isoformat(),
            }
            for wording in line.earlier
        ],
    }
