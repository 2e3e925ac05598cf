"""A schema with one field of each kind."""

from enum import StrEnum

from app.core.forms import (
    Address,
    Country,
    Day,
    Flag,
    Key,
    Listed,
    Schema,
    Slug,
    Text,
    Whole,
    Word,
)

NECESSARY = ["Cette réponse est nécessaire."]


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Every(Schema):
    """One field of each kind."""

    text = Text(most=400)
    lines = Text(most=400, lines=True)
    note = Text(most=10, blank=True, allow_none=True)
    slug = Slug(most=20)
    flag = Flag()
    whole = Whole(least=1, most=100)
    key = Key()
    word = Word(Colour)
    country = Country()
    address = Address()
    day = Day()
    listed = Listed(Text(most=5))


class Needed(Schema):
    """A field that may not be left out."""

    body = Text(most=400, required=True)
