"""What the directory takes in."""

from app.core.forms import Country, Schema, Text, Whole, Word
from app.directory.models import OrganisationKind


class FilterOrganisations(Schema):
    """How the list of organisations is narrowed."""

    kind = Word(OrganisationKind)
    country = Country()
    text = Text(most=80)
    page = Whole(least=1, most=10_000, load_default=1)
