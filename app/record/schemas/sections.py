"""The shape of what is promised, agreed, given and counted in a record file."""

from enum import StrEnum
from typing import Any

import marshmallow as ma

from app.core.forms import Country, Flag, Listed, Schema, Text, Whole, Word
from app.core.money import LARGEST
from app.giving.models import Instrument
from app.record.schemas.fields import DAY, Code, Currency, Exact, Period, PlainDay, WrittenDay

MOST = 10**15


class StepKind(StrEnum):
    """What was done with a gift."""

    HANDOVER = "handover"
    TRANSFER = "transfer"
    ALLOCATION = "allocation"


class Sector(StrEnum):
    """The sectors that the TOKTEN programme is counted in."""

    EDUCATION = "education"
    HEALTH = "sante"
    AGRICULTURE = "agriculture"
    BUSINESS = "pme_pmi"
    OTHERS = "autres"


class AmountShape(Schema):
    """An amount in whole units of its currency."""

    amount = Whole(least=1, most=LARGEST, required=True)
    currency = Currency(required=True)


class PlanShape(Schema):
    """The years of an action plan, and what it was to cost."""

    first = Whole(least=1900, most=2200, load_default=None, data_key="from")
    last = Whole(least=1900, most=2200, load_default=None, data_key="to")
    budget = ma.fields.Nested(AmountShape, load_default=None)


class PolicyShape(Schema):
    """A policy; its axes are the taxonomy of the same code."""

    code = Code(required=True)
    title = Text(most=300, required=True)
    adopted_on = PlainDay(load_default=None, allow_none=True)
    adopted_by = Text(most=200, load_default=None)
    plan = ma.fields.Nested(PlanShape, load_default=dict)
    source = Code(required=True)


class AxisShape(Schema):
    """An axis of an agreement, and what the parties promised in it."""

    code = Code(required=True)
    title = Text(most=300, required=True)
    commitments = Listed(Text(most=1000), load_default=list)


class AgreementShape(Schema):
    """An agreement between organisations, or with a country."""

    code = Code(required=True)
    title = Text(most=300, required=True)
    signed_on = PlainDay(load_default=None, allow_none=True)
    place = Text(most=200, load_default=None)
    amends = Text(most=300, load_default=None)
    parties = Listed(Code(), load_default=list)
    axes = Listed(ma.fields.Nested(AxisShape), load_default=list)
    source = Code(required=True)


class StepShape(Schema):
    """What was done with a gift; `to` is an organisation's code, or words for who received it."""

    kind = Word(StepKind, required=True)
    on = PlainDay(load_default=None, allow_none=True)
    at = Code(load_default=None)
    to = Text(most=200, load_default=None)
    instrument = Word(Instrument, load_default=None)
    rule = Text(most=300, load_default=None)


class PledgeShape(Schema):
    """A promise, and what became of it; `donor` is public only where it is said so."""

    code = Code(required=True)
    made_at = Code(load_default=None)
    made_remotely_from = Country(load_default=None)
    donor = Text(most=200, load_default=None)
    donor_publicly_named = Flag(load_default=False)
    amount = Whole(least=1, most=LARGEST, required=True)
    currency = Currency(required=True)
    counter_value = ma.fields.Nested(AmountShape, load_default=None)
    implied_rate = Exact(places=10, load_default=None)
    purpose = Text(most=300, required=True, data_key="for")
    source = Code(required=True)
    steps = Listed(ma.fields.Nested(StepShape), load_default=list)


class OutcomeShape(Schema):
    """What a beneficiary of a programme did; `edition` tells of another one than the last."""

    beneficiary_returned_from = Country(load_default=None)
    returned = Whole(least=1900, most=2200, load_default=None)
    edition = Text(most=60, load_default=None)
    jobs_created = Whole(least=0, most=MOST, required=True)


class ProgrammeLineShape(Schema):
    """A line of a programme, in the currency of its total."""

    title = Text(most=300, required=True)
    partner = Code(load_default=None)
    projects = Whole(least=0, most=10**9, load_default=None)
    people = Whole(least=0, most=10**9, load_default=None)
    amount = Whole(least=0, most=LARGEST, load_default=None)
    country = Country(load_default=None)


class ProgrammeClaimShape(Schema):
    """What a source says that a programme came to."""

    projects = Whole(least=0, most=10**9, load_default=None)
    total = ma.fields.Nested(AmountShape, load_default=None)
    jobs = Whole(least=0, most=10**9, load_default=None)
    jobs_is_about = Flag(load_default=False)


class ProgrammeShape(Schema):
    """A programme that pays for projects; `also` stands beside its lines and is not counted."""

    code = Code(required=True)
    title = Text(most=300, required=True)
    budget = ma.fields.Nested(AmountShape, load_default=None)
    beneficiaries = Whole(least=1, most=10**9, load_default=None)
    launched_at = Code(load_default=None)
    instrument = Word(Instrument, load_default=None)
    claimed = ma.fields.Nested(ProgrammeClaimShape, load_default=dict)
    lines = Listed(ma.fields.Nested(ProgrammeLineShape), load_default=list)
    also = Listed(ma.fields.Nested(ProgrammeLineShape), load_default=list)
    outcomes = Listed(ma.fields.Nested(OutcomeShape), load_default=list)
    source = Code(required=True)


class GivingShape(Schema):
    """Promises and programmes."""

    pledges = Listed(ma.fields.Nested(PledgeShape), load_default=list)
    programmes = Listed(ma.fields.Nested(ProgrammeShape), load_default=list)


class PeriodShape(Schema):
    """The first and the last day of a period."""

    first = PlainDay(required=True, data_key="from")
    last = PlainDay(required=True, data_key="to")


class CountedShape(Schema):
    """How many there were on a day."""

    day = WrittenDay(required=True)
    number = Whole(least=0, most=MOST, required=True)


class StockShape(Schema):
    """How many there were on days (`at_2016_12_31`), and how many were new, by sector."""

    at = Listed(ma.fields.Nested(CountedShape), load_default=list)
    new = Whole(least=0, most=MOST, required=True)
    new_by_sector = ma.fields.Dict(
        keys=Word(Sector), values=Whole(least=0, most=MOST), load_default=dict
    )

    @ma.pre_load
    def gather_days(self, data: Any, **_options: Any) -> Any:
        """Read `at_2016_12_31: 557` as what was counted on that day."""
        if not isinstance(data, dict):
            return data
        days = {name: data[name] for name in data if DAY.fullmatch(str(name))}
        rest = {name: value for name, value in data.items() if name not in days}
        counted = [{"day": name, "number": number} for name, number in days.items()]
        return rest | ({"at": counted} if counted else {})


class MissionsClaimShape(Schema):
    """How many missions there were in all, and people trained."""

    missions = Whole(least=0, most=MOST, required=True)
    trained = Whole(least=0, most=MOST, required=True)


class SectorMissionsShape(MissionsClaimShape):
    """How many missions there were in a sector, and people trained."""

    sector = Word(Sector, required=True)


class MissionsShape(Schema):
    """The missions in all, as claimed, and by sector."""

    claimed = ma.fields.Nested(MissionsClaimShape, required=True)
    by_sector = Listed(ma.fields.Nested(SectorMissionsShape), load_default=list)


class TokTenShape(Schema):
    """The transfer of knowledge by expatriates: experts, host structures, missions."""

    source = Code(required=True)
    period = ma.fields.Nested(PeriodShape, required=True)
    experts = ma.fields.Nested(StockShape, load_default=None)
    structures = ma.fields.Nested(StockShape, load_default=None)
    missions = ma.fields.Nested(MissionsShape, load_default=None)


class AlsoShape(Schema):
    """The same value in another unit, as stated."""

    value = Whole(least=0, most=MOST, required=True)
    unit = Text(most=40, required=True)


class BesideShape(Schema):
    """The figure that another is to be read beside, and why."""

    of = Code(required=True)
    note = Text(most=300, load_default=None)


class ShareClaimShape(Schema):
    """The share of the whole that a source states."""

    share_percent = Exact(places=2, required=True)


class IndicatorShape(Schema):
    """A figure as its source states it, with its doubts; `share_of` is the whole it is part of."""

    code = Code(required=True)
    title = Text(most=300, required=True)
    unit = Text(most=40, load_default=None)
    period = Period(load_default=None)
    value = Whole(least=0, most=MOST, required=True)
    is_at_least = Flag(load_default=False)
    is_about = Flag(load_default=False)
    projection = Flag(load_default=False)
    also = ma.fields.Nested(AlsoShape, load_default=None)
    cites = Text(most=200, load_default=None)
    check = ma.fields.Nested(BesideShape, load_default=None)
    claimed = ma.fields.Nested(ShareClaimShape, load_default=dict)
    share_of = Code(load_default=None)
    source = Code(required=True)


class CheckShape(Schema):
    """What the rows must give when they are added up again."""

    projects = Whole(least=0, most=MOST)
    total = Whole(least=0, most=MOST)
    missions = Whole(least=0, most=MOST)
    trained = Whole(least=0, most=MOST)
    new = Whole(least=0, most=MOST)
    final = Whole(least=0, most=MOST)
    counter_value = Whole(least=0, most=MOST)
    rate = Exact(places=10)
    claimed_share = Exact(places=2)
    computed_share = Exact(places=2)
    discrepancy = Flag(load_default=ma.missing)
    budget = Whole(least=0, most=MOST)
    beneficiaries = Whole(least=0, most=MOST)
    mean = Whole(least=0, most=MOST)
