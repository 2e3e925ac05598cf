"""What comes into follow-up in the words of people: concerns said, entered, moved, found again."""

import marshmallow as ma

from app.core.days import not_to_come
from app.core.forms import Country, Day, Flag, Key, Schema, Text, Word
from app.followup.models import ConcernChannel, ConcernState
from app.followup.schemas.fields import maybe
from app.followup.schemas.forms import WORDS, Sent
from app.live.schemas import LANGUAGE_NAMES

ENTERED = (
    *(ConcernChannel.LETTER, ConcernChannel.CALL),
    *(ConcernChannel.MEETING, ConcernChannel.MISSION),
)


class SayConcern(Schema):
    """A concern from the public form; a name and a way to be reached are sealed."""

    key = Key(required=True)
    words = Text(most=WORDS, lines=True, required=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    country = maybe(Country)
    theme = maybe(Text, most=60)
    name = maybe(Text, most=120)
    contact = maybe(Text, most=200)


class EnterConcern(Sent):
    """A concern that came on paper or by word of mouth, as the secretariat enters it."""

    words = Text(most=WORDS, lines=True, required=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    channel = Word(ENTERED, load_default=ConcernChannel.LETTER)
    meeting = maybe(Text, most=120)
    raised_on = maybe(Day, validate=not_to_come)
    country = maybe(Country)
    theme = maybe(Text, most=60)
    name = maybe(Text, most=120)
    contact = maybe(Text, most=200)


class KeepNote(Sent):
    """A concern that a mission or a meeting noted: its words are there already."""


class KeepQuestion(Sent):
    """A live question that becomes a concern: its words are there already."""

    in_feed = Flag()


class MoveConcern(Sent):
    """Keep a concern, or set it aside with a reason that its author reads."""

    to = Word((ConcernState.KEPT, ConcernState.SET_ASIDE), required=True)
    reason = maybe(Text, most=400, lines=True)


class FilterConcerns(Schema):
    """How the list of concerns is narrowed and ordered."""

    class Meta:
        unknown = ma.EXCLUDE

    country = maybe(Country)
    theme = maybe(Text, most=60)
    sort = maybe(Word, ("recent", "oldest"))


class FindByCode(Schema):
    """The code on a receipt."""

    code = Text(most=40, required=True)
