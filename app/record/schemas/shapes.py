"""The shape of each section of a record file."""

import marshmallow as ma

from app.core.forms import Country, Listed, Schema, Text, Whole, Word
from app.directory.models import ChannelKind, OrganisationKind
from app.directory.schemas import Site
from app.meetings.models import MeetingKind, MeetingMode
from app.record.schemas.fields import Code, Codes, PlainDay
from app.record.schemas.sections import (
    AgreementShape,
    CheckShape,
    GivingShape,
    IndicatorShape,
    PolicyShape,
    TokTenShape,
)


class SourceShape(Schema):
    """A document: its code, and what it is about."""

    code = Code(required=True)
    about = Text(most=300, required=True)
    file = Text(most=200)


class TermShape(Schema):
    """One entry of a taxonomy."""

    code = Code(required=True)
    title = Text(most=300, required=True)


class TaxonomyShape(Schema):
    """A list of terms; `declared_axes` is how many its source announces."""

    code = Code(required=True)
    title = Text(most=200, required=True)
    source = Codes(load_default=list)
    note = Text(most=1000, load_default=None)
    declared_axes = Whole(least=0, most=1000, load_default=None)
    items = Listed(ma.fields.Nested(TermShape), required=True)


class OrganisationShape(Schema):
    """An organisation."""

    code = Code(required=True)
    name = Text(most=300, required=True)
    names = Listed(Text(most=300), load_default=list)
    kind = Word(OrganisationKind, required=True)
    acronym = Text(most=40, load_default=None)
    country = Country(load_default=None)
    city = Text(most=100, load_default=None)
    note = Text(most=1000, load_default=None)
    offer = Text(most=300, load_default=None)
    planned_antennas = Whole(least=0, most=100_000, load_default=None)
    channels = ma.fields.Dict(keys=Word(ChannelKind), values=Site(), load_default=dict)
    source = Codes(load_default=list)


class SeriesShape(Schema):
    """A framework, with its committees (`bodies`)."""

    code = Code(required=True)
    title = Text(most=300, required=True)
    subtitle = Text(most=300, load_default=None)
    acronym = Text(most=40, load_default=None)
    convened_by = Code(load_default=None)
    bodies = Listed(Text(most=200), load_default=list)
    source = Codes(load_default=list)


class ConcernShape(Schema):
    """A concern heard, in the words of the source."""

    title = Text(most=500, required=True)
    theme = Code(load_default=None)
    country = Country(load_default=None)


class CommunityShape(Schema):
    """Who was met, and in which country."""

    who = Text(most=300, required=True)
    country = Country(load_default=None)


class ClosingShape(Schema):
    """How it ended."""

    on = PlainDay(load_default=None, allow_none=True)
    title = Text(most=300, required=True)
    venue = Text(most=200, load_default=None)


class ClaimedShape(Schema):
    """Figures as stated."""

    delegates = Whole(least=0)
    delegates_at_least = Whole(least=0)
    delegates_about = Whole(least=0)
    countries = Whole(least=0)
    countries_at_least = Whole(least=0)
    countries_about = Whole(least=0)
    participants = Whole(least=0)
    participants_at_least = Whole(least=0)
    participants_about = Whole(least=0)


class EventShape(Schema):
    """A meeting, with what is known of its dates and no more."""

    code = Code(required=True)
    series = Code(required=True)
    edition = Whole(least=1, most=1000, load_default=None)
    kind = Word(MeetingKind, required=True)
    title = Text(most=300, required=True)
    starts_on = PlainDay(load_default=None, allow_none=True)
    ends_on = PlainDay(load_default=None, allow_none=True)
    before = PlainDay(load_default=None, allow_none=True)
    year = Whole(least=1900, most=2200, load_default=None)
    venue = Text(most=300, load_default=None)
    city = Text(most=100, load_default=None)
    country = Country(load_default=None)
    mode = Word(MeetingMode, required=True)
    led_by = Code(load_default=None)
    invited_by = Code(load_default=None)
    theme = Code(load_default=None)
    source = Code(load_default=None)
    agenda = Listed(Text(most=300), load_default=list)
    follows_up = Listed(Text(most=300), load_default=list)
    communities = Listed(ma.fields.Nested(CommunityShape), load_default=list)
    remote_from = Listed(Country(), load_default=list)
    concerns = Listed(ma.fields.Nested(ConcernShape), load_default=list)
    stops = Listed(Text(most=100), load_default=list)
    stops_countries = Listed(Country(), load_default=list)
    hosts = Listed(Code(), load_default=list)
    presented = Listed(Text(most=300), load_default=list)
    beside = Text(most=500, load_default=None)
    about = Text(most=120, load_default=None)
    closing = ma.fields.Nested(ClosingShape, load_default=None, allow_none=True)
    claimed = ma.fields.Nested(ClaimedShape, load_default=dict)


class RecordShape(Schema):
    """A whole record file."""

    taxonomies = Listed(ma.fields.Nested(TaxonomyShape), load_default=list)
    organizations = Listed(ma.fields.Nested(OrganisationShape), load_default=list)
    series = Listed(ma.fields.Nested(SeriesShape), load_default=list)
    events = Listed(ma.fields.Nested(EventShape), load_default=list)
    sources = Listed(ma.fields.Nested(SourceShape), load_default=list)
    policies = Listed(ma.fields.Nested(PolicyShape), load_default=list)
    agreements = Listed(ma.fields.Nested(AgreementShape), load_default=list)
    giving = ma.fields.Nested(GivingShape, load_default=dict)
    tokten = ma.fields.Nested(TokTenShape, load_default=None)
    indicators = Listed(ma.fields.Nested(IndicatorShape), load_default=list)
    checks = Listed(
        ma.fields.Dict(keys=Text(most=80), values=ma.fields.Nested(CheckShape)), load_default=list
    )
