"""What the staff of an organisation enter for a hall."""

from typing import Any

from app.core.forms import Country, Key, Schema, Text, Word
from app.live.models import HallEntry
from app.live.schemas.questions import LANGUAGE_NAMES, LONGEST_QUESTION


class EnterQuestion(Schema):
    """A question said in a hall: by whom in their words, where, in which country and language."""

    key = Key(required=True)
    organisation = Text(most=120, required=True)
    hall = Text(most=120, required=True)
    country = Country(required=True)
    spoken_by = Text(most=120, load_default=None, allow_none=True)
    body = Text(most=LONGEST_QUESTION, required=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    theme = Text(most=60, load_default=None, allow_none=True)


def entry_view(entry: HallEntry | None) -> dict[str, Any] | None:
    """Return for whom a question was entered, none where its author asked it."""
    if entry is None:
        return None
    organisation = entry.organisation.acronym or entry.organisation.name
    return {"organisation": organisation, "hall": entry.hall, "spoken_by": entry.spoken_by}
