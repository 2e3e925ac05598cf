"""What the directory takes in."""

from typing import Any
from urllib.parse import urlsplit

import marshmallow as ma

from app.core.forms import SENTENCES, Country, Key, Listed, Schema, Slug, Text, Whole, Word
from app.core.i18n import Phrase
from app.directory.models import ChannelKind, OrganisationKind

MOST_NAMES = 20


class Site(Text):
    """The address of a site, or the name of an account, that a link can be made of."""

    default_error_messages = SENTENCES | {
        "site": Phrase("Cette adresse n’est pas celle d’un site.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(most=200, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "://" in text and urlsplit(text).scheme not in {"http", "https"}:
            raise self.make_error("site")
        return text


class Names(Text):
    """Several names, one per line, each of at most 300 characters."""

    default_error_messages = Text.default_error_messages | {
        "many": Phrase("Il y a trop de lignes : {most} au plus."),
        "long": Phrase("Une ligne est trop longue : 300 signes au plus."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(most=300 * MOST_NAMES, lines=True, blank=True, **options)

    def _deserialize(  # type: ignore[override]
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> list[str]:
        text = super()._deserialize(value, attr, data, **kwargs)
        names = list(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
        if len(names) > MOST_NAMES:
            raise self.make_error("many", most=MOST_NAMES)
        if any(len(name) > 300 for name in names):
            raise self.make_error("long")
        return names


class FilterOrganisations(Schema):
    """How the list of organisations is narrowed."""

    kind = Word(OrganisationKind)
    country = Country()
    text = Text(most=80)
    page = Whole(least=1, most=10_000, load_default=1)


class Keep(Schema):
    """What each form of the directory carries: its key, and the mark of what it was drawn from."""

    key = Key(load_default=None)
    seen = Text(most=64, load_default=None)


class DescribeOrganisation(Keep):
    """What is known of an organisation; what is not known stays empty."""

    name = Text(most=300, required=True)
    kind = Word(OrganisationKind, required=True)
    acronym = Text(most=40, load_default=None)
    country = Country(load_default=None)
    city = Text(most=100, load_default=None)
    note = Text(most=1000, lines=True, load_default=None)
    offer = Text(most=300, load_default=None)
    planned_antennas = Whole(least=0, most=100_000, load_default=None)
    names = Names(load_default=list)
    website = Site(load_default=None)
    facebook = Site(load_default=None)
    twitter = Site(load_default=None)
    youtube = Site(load_default=None)
    sources = Listed(Text(most=80), load_default=list)

    @ma.post_load
    def gather_channels(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put the channels that are known under their kinds."""
        found = {kind.value: data.pop(kind.value) for kind in ChannelKind}
        return data | {"channels": {kind: value for kind, value in found.items() if value}}


class RegisterOrganisation(DescribeOrganisation):
    """A new organisation, at an address that stays."""

    slug = Slug(most=80, required=True)


class DescribeFramework(Keep):
    """What is known of a framework, and its committees, one per line."""

    title = Text(most=300, required=True)
    subtitle = Text(most=300, load_default=None)
    acronym = Text(most=40, load_default=None)
    convened_by = Text(most=120, load_default=None)
    objectives = Text(most=80, load_default=None)
    committees = Names(load_default=list)
    sources = Listed(Text(most=80), load_default=list)


class RegisterFramework(DescribeFramework):
    """A new framework, at an address that stays."""

    slug = Slug(most=80, required=True)


class DescribeSource(Schema):
    """What a document is about."""

    key = Key(load_default=None)
    about = Text(most=300, required=True)


class RegisterSource(DescribeSource):
    """A new document, under the code that figures cite."""

    code = Slug(most=40, required=True)
