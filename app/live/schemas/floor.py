"""What people and the desk say of the floor."""

from app.core.forms import Country, Flag, Key, Schema, Text, Whole, Word
from app.live.models import HAND_MOVES, LONGEST_SPEECH, SHORTEST_SPEECH, Turn

LONGEST_SUBJECT = 120
PLACES = ("first", "last", "turn")
MOVED_TO = sorted(set().union(*HAND_MOVES.values()))


class RaiseHand(Schema):
    """A hand; `key` makes sending it twice raise it once."""

    key = Key(required=True)
    turn = Word(Turn, load_default=Turn.SPEECH.value)
    subject = Text(most=LONGEST_SUBJECT, load_default=None, allow_none=True)
    theme = Text(most=60, load_default=None, allow_none=True)
    anonymous = Flag()


class EnterHand(Schema):
    """The hand of somebody in the hall."""

    key = Key(required=True)
    name = Text(most=60, required=True)
    country = Country(load_default=None, allow_none=True)
    turn = Word(Turn, load_default=Turn.SPEECH.value)
    subject = Text(most=LONGEST_SUBJECT, load_default=None, allow_none=True)
    theme = Text(most=60, load_default=None, allow_none=True)


class LowerHand(Schema):
    """Lower a hand."""

    hand = Whole(least=1, required=True)
    key = Key(load_default=None, allow_none=True)


class CallNextHand(Schema):
    """Call the first of the queue; `key` makes sending it twice call one."""

    key = Key(required=True)


class MoveHand(Schema):
    """Turn a hand into another state."""

    hand = Whole(least=1, required=True)
    to = Word(MOVED_TO, required=True)
    key = Key(load_default=None, allow_none=True)


class ArrangeHand(Schema):
    """Change a hand's place, what it asks for, or its seconds."""

    hand = Whole(least=1, required=True)
    place = Word(PLACES, load_default=None, allow_none=True)
    turn = Word(Turn, load_default=None, allow_none=True)
    seconds = Whole(least=SHORTEST_SPEECH, most=LONGEST_SPEECH, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class SetFloor(Schema):
    """How the floor of a room is given, in seconds."""

    speech_seconds = Whole(least=SHORTEST_SPEECH, most=LONGEST_SPEECH, required=True)
    country_seconds = Whole(least=60, most=86_400, load_default=None, allow_none=True)
    takes_hands = Flag()
    key = Key(load_default=None, allow_none=True)
