"""What the pages take in: how the figures are narrowed."""

from app.core.forms import Schema, Text, Word

GAPS = ("gaps",)


class FilterFigures(Schema):
    """The source that is kept, and the verdict."""

    source = Text(most=80)
    verdict = Word(GAPS)
