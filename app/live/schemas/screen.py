"""What the screen in the hall shows, as it comes in and as it is told."""

from typing import Any

from app.core.forms import Key, Schema, Text, Whole, Word
from app.live.models import Scene, Shown
from app.live.schemas.questions import LANGUAGES_WRITTEN

LONGEST_MESSAGE = 240


class PrepareScreen(Schema):
    """What the screen would show; a question and a poll are named by their numbers."""

    shows = Word(Shown, required=True)
    question = Whole(least=1, load_default=None, allow_none=True)
    poll = Whole(least=1, load_default=None, allow_none=True)
    words = Text(most=LONGEST_MESSAGE, lines=True, load_default=None, allow_none=True)
    language = Word(LANGUAGES_WRITTEN, load_default=None, allow_none=True)


class ShowOnScreen(PrepareScreen):
    """Put something on the screen."""

    key = Key(load_default=None, allow_none=True)


def scene_view(scene: Scene) -> dict[str, Any]:
    """Return what the screen shows, by the numbers of a question and of a poll."""
    return {
        "kind": "screen",
        "shows": scene.shows.value,
        "question": scene.question.number if scene.question else None,
        "poll": scene.poll.number if scene.poll else None,
        "words": scene.words,
        "language": scene.language,
        "shown_at": scene.shown_at.isoformat() if scene.shown_at else None,
    }
