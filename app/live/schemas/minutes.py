"""The minutes of a room, as they come in."""

from app.core.forms import Key, Schema, Text, Whole

LONGEST_MINUTES = 200_000


class WriteMinutes(Schema):
    """The working text; `seen` is the number of the version it was drawn from, 0 for none."""

    body = Text(most=LONGEST_MINUTES, lines=True, required=True)
    seen = Whole(least=0, required=True)
    key = Key(load_default=None, allow_none=True)


class PublishMinutes(Schema):
    """Publish the version `seen`, which must still be the last one."""

    seen = Whole(least=1, required=True)
    key = Key(load_default=None, allow_none=True)
