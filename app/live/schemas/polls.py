"""Polls and ballots as they come in."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from app.core.forms import SENTENCES, Key, Listed, Schema, Sentences, Text, Whole, Word
from app.core.i18n import Phrase
from app.live.models import PollMethod, PollState, Voters

MOST_OPTIONS = 12
HIGHEST_GRADE = 10
BLANK = 0  # the choice that stands alone on a blank ballot
BALLOTS = ("secret", "named")
QUORUM_UNITS = ("people", "percent")
# What one way of answering alone asks for.
ASKED_BY = {
    PollMethod.MULTIPLE: {"most_choices"},
    PollMethod.SCALE: {"low", "high", "low_words", "high_words"},
}
POLL_MOVED_TO = (PollState.OPEN, PollState.CLOSED, PollState.PUBLISHED, PollState.CANCELLED)


class Lines(Listed):
    """Several short texts: a list, or one text with a line for each."""

    default_error_messages: Sentences = SENTENCES | {
        "twice": Phrase("Deux réponses sont les mêmes. Changez l’une des deux."),
    }

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(Text(most=most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        parts = value if isinstance(value, list) else [value]
        lines = [
            line
            for part in parts
            for line in (part.splitlines() if isinstance(part, str) else [part])
            if not isinstance(line, str) or line.strip()
        ]
        texts = super()._deserialize(lines, attr, data, **kwargs)
        if len({str(text).casefold() for text in texts}) < len(texts):
            raise self.make_error("twice")
        return texts


class PreparePoll(Schema):
    """A question to put to the vote; the options of a scale are its grades."""

    title = Text(most=240, required=True)
    method = Word(PollMethod, load_default=PollMethod.SINGLE.value)
    options = Lines(most=120, load_default=list)
    most_choices = Whole(least=1, most=MOST_OPTIONS, load_default=None, allow_none=True)
    low = Whole(least=0, most=HIGHEST_GRADE, load_default=None, allow_none=True)
    high = Whole(least=1, most=HIGHEST_GRADE, load_default=None, allow_none=True)
    low_words = Text(most=40, load_default=None, allow_none=True)
    high_words = Text(most=40, load_default=None, allow_none=True)
    ballot = Word(BALLOTS, load_default="secret")
    voters = Word(Voters, load_default=Voters.EVERYBODY.value)
    quorum = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)
    quorum_unit = Word(QUORUM_UNITS, load_default="people")
    key = Key(load_default=None, allow_none=True)

    @ma.pre_load
    def leave_aside(self, data: Any, **_options: Any) -> Any:
        """Read nothing of what another way of answering asks for: a form no longer shows it."""
        if not isinstance(data, Mapping):
            return data
        others = (asked for method, asked in ASKED_BY.items() if method != data.get("method"))
        aside = set().union(*others)
        return {name: value for name, value in data.items() if name not in aside}


class MovePoll(Schema):
    """Open, close, publish or cancel a poll."""

    to = Word(POLL_MOVED_TO, required=True)
    key = Key(load_default=None, allow_none=True)


class CastBallot(Schema):
    """The numbers of the options chosen, or 0 alone for a blank ballot."""

    key = Key(required=True)
    choices = Listed(Whole(least=BLANK, most=MOST_OPTIONS), load_default=list)


class VoteInPoll(CastBallot):
    """A ballot over the socket: the number of the poll in its room, too."""

    poll = Whole(least=1, required=True)
