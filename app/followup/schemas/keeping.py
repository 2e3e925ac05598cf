"""What the secretariat enters: agreements and policies with their axes, figures with statements."""

from functools import cache
from typing import Any

import marshmallow as ma

from app.core.days import END_BEFORE_START, not_to_come
from app.core.forms import Day, Flag, Key, Schema, Text, Whole, Word
from app.core.i18n import Phrase
from app.core.money import EXPONENTS
from app.followup.models import InstrumentKind
from app.followup.schemas.fields import Axes, Code, Number, Some, maybe
from app.giving.schemas.fields import Amount

KINDS = (InstrumentKind.AGREEMENT, InstrumentKind.POLICY)
DOUBTS = ("at_least", "about")
SHARE_DECIMALS = 2
BOTH_NEEDED = Phrase("Donnez la valeur et son unité.")


class Keep(Schema):
    """What every form of a register carries: its key, and the mark of what it was drawn from."""

    key = maybe(Key)
    seen = maybe(Text, most=64)


class DescribeInstrument(Keep):
    """What is known of an agreement or a policy; what its source does not say stays empty."""

    title = Text(most=300, required=True)
    source = Text(most=80, required=True)
    signed_on = maybe(Day, validate=not_to_come)
    place = maybe(Text, most=200)
    amends = maybe(Text, most=300)
    parties = Some(Text(most=120), load_default=list)
    axes = Axes(load_default=list)
    adopted_on = maybe(Day, validate=not_to_come)
    adopted_by = maybe(Text, most=200)
    plan_from = maybe(Whole, least=1900, most=2200)
    plan_to = maybe(Whole, least=1900, most=2200)
    budget = maybe(Amount)
    currency = maybe(Word, tuple(EXPONENTS))
    taxonomy = maybe(Text, most=80)
    note = maybe(Text, most=1000, lines=True)

    @ma.validates_schema(skip_on_field_errors=False)
    def end_after_start(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse a plan that ends before it begins.

        :raises ValidationError: beside its end
        """
        first, last = data.get("plan_from"), data.get("plan_to")
        if first and last and last < first:
            raise ma.ValidationError(END_BEFORE_START, "plan_to")


class RegisterInstrument(DescribeInstrument):
    """A new agreement or policy, under the code that its references begin with."""

    code = Code(most=60, required=True)
    kind = Word(KINDS, required=True)


class DescribeIndicator(Keep):
    """How a figure is called, and what it is read beside."""

    title = Text(most=300, required=True)
    unit = maybe(Text, most=40)
    position = Whole(least=0, most=100_000, load_default=0)
    share_of = maybe(Text, most=60)
    compared_with = maybe(Text, most=60)
    compared_note = maybe(Text, most=300)


class RegisterIndicator(DescribeIndicator):
    """A new figure, under a code of its own."""

    code = Code(most=60, required=True)
    decimals = Whole(least=0, most=6, load_default=0)


class StateMeasurement(Keep):
    """A value as a source states it, with its doubts."""

    value = Number(required=True)
    source = Text(most=80, required=True)
    period = maybe(Text, most=60)
    on_date = maybe(Day)
    doubt = maybe(Word, DOUBTS)
    projection = Flag()
    also_value = maybe(Number)
    also_unit = maybe(Text, most=40)
    claimed_share = maybe(Number, decimals=SHARE_DECIMALS)
    cites = maybe(Text, most=200)

    @ma.validates_schema(pass_original=True, skip_on_field_errors=False)
    def both_or_none(self, _data: Any, written: dict[str, Any], **_options: Any) -> None:
        """
        Refuse another value without its unit, or the unit alone.

        :raises ValidationError: beside the one that is missing
        """
        missing = {"also_value", "also_unit"} - written.keys()
        if len(missing) == 1:
            raise ma.ValidationError(BOTH_NEEDED, missing.pop())

    @ma.post_load
    def as_the_act_takes_it(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Tell the doubts one by one, and the other value with its unit."""
        doubt, other, unit = (data.pop(name) for name in ("doubt", "also_value", "also_unit"))
        return data | {
            "at_least": doubt == "at_least",
            "about": doubt == "about",
            "also": None if other is None else (other, unit),
        }


@cache
def measurement_in(decimals: int) -> type[StateMeasurement]:
    """Return the form of a value that may have so many decimals."""

    class InDecimals(StateMeasurement):
        value = Number(decimals=decimals, required=True)

    return InDecimals
