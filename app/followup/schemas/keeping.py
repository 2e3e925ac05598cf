"""What the secretariat enters: agreements and policies with their axes, figures with statements."""

import re
from decimal import Decimal
from typing import Any

import marshmallow as ma

from app.core.errors import Invalid
from app.core.forms import SENTENCES, Day, Flag, Listed, Schema, Text, Whole, Word
from app.core.i18n import N_, Phrase, translate
from app.core.money import EXPONENTS
from app.followup.models import InstrumentKind
from app.followup.schemas.forms import Sent, maybe

KINDS = (InstrumentKind.AGREEMENT, InstrumentKind.POLICY)
DOUBTS = ("at_least", "about")
MOST_AXES = 60
AXIS = re.compile(r"(?P<code>[A-Za-z0-9][A-Za-z0-9-]{0,39})\s*:\s*(?P<title>\S.*)")
BAD_AXIS = N_("Ligne %(line)s : écrivez le code, deux points, le titre. Exemple : AXE1 : Emploi.")
SAME_AXIS = N_("Ligne %(line)s : ce code est déjà pris par une ligne au-dessus.")
LONG_AXIS = N_("Ligne %(line)s : ce titre est trop long, 300 signes au plus.")
MANY_AXES = N_("Il y a trop d’axes.")
SHARE_DECIMALS = 2
FEWER_DECIMALS = N_("Pas plus de %(decimals)s décimales ici.")


class Code(Text):
    """A short name that stays for ever: letters without accents, digits and hyphens."""

    default_error_messages = Text.default_error_messages | {
        "code": Phrase("Un code s’écrit en lettres sans accent, chiffres et tirets.")
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.replace("-", "").isalnum() or not text.isascii():
            raise self.make_error("code")
        return text


class Number(ma.fields.Field[Decimal]):
    """A number of zero or more, as a person writes it: "4 000 000" or "19,73"."""

    default_error_messages = SENTENCES | {
        "number": Phrase("Écrivez un nombre, par exemple 4 000 000 ou 19,73.")
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        plain = "".join(str(value).split()).replace(",", ".")
        whole, point, decimals = plain.partition(".")
        digits = plain.isascii() and whole.isdecimal() and (decimals.isdecimal() or not point)
        if not digits or len(whole) > 18 or len(decimals) > 6:
            raise self.make_error("number")
        return Decimal(plain)


class Some(Listed):
    """Several choices, those left empty aside."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        filled = [one for one in value if one != ""] if isinstance(value, list) else value
        return super()._deserialize(filled, attr, data, **kwargs)


class Keep(Schema):
    """What every form of a register carries: its key, and the mark of what it was drawn from."""

    key = Sent._declared_fields["key"]
    seen = maybe(Text, most=64)


class DescribeInstrument(Keep):
    """What is known of an agreement or a policy; what its source does not say stays empty."""

    title = Text(most=300, required=True)
    signed_on = maybe(Day)
    place = maybe(Text, most=200)
    adopted_on = maybe(Day)
    adopted_by = maybe(Text, most=200)
    amends = maybe(Text, most=300)
    note = maybe(Text, most=1000, lines=True)
    plan_from = maybe(Whole, least=1900, most=2200)
    plan_to = maybe(Whole, least=1900, most=2200)
    budget = maybe(Text, most=30)
    currency = maybe(Word, tuple(EXPONENTS))
    taxonomy = maybe(Text, most=80)
    source = Text(most=80, required=True)
    parties = Some(Text(most=120), load_default=list)
    axes = Text(most=20_000, lines=True, blank=True, load_default="")

    @ma.post_load
    def read_axes(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Turn the lines into codes and titles."""
        return data | {"axes": axes_of(data["axes"])}


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
    claimed_share = maybe(Number)
    cites = maybe(Text, most=200)

    @ma.post_load
    def in_whole_numbers(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Turn the doubt, the other value and the share into what the act takes."""
        other, unit = data.pop("also_value"), data.pop("also_unit")
        if (other is None) != (unit is None):
            needed = "also_unit" if unit is None else "also_value"
            raise ma.ValidationError({needed: [translate(N_("Donnez la valeur et son unité."))]})
        doubt, share = data.pop("doubt"), data.pop("claimed_share")
        said = None if share is None else whole("claimed_share", share, SHARE_DECIMALS)
        return data | {
            "at_least": doubt == "at_least",
            "about": doubt == "about",
            "also": None if other is None else (whole("also_value", other, 0), unit),
            "claimed_share": said,
        }


def whole(field: str, number: Decimal, decimals: int) -> int:
    """
    Return a number as whole units of 10^-`decimals`.

    :raises Invalid: if it has more decimals than that
    """
    scaled = number.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        raise Invalid({field: [translate(FEWER_DECIMALS, decimals=decimals)]})
    return int(scaled)


def axes_of(text: str) -> list[tuple[str, str]]:
    """
    Return the axes written one per line, "AXE1 : Emploi".

    :raises marshmallow.ValidationError: naming the line at fault
    """
    found: dict[str, str] = {}
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        axis = AXIS.fullmatch(written.strip())
        if axis is None:
            raise _at_fault(BAD_AXIS, line)
        if axis["code"] in found:
            raise _at_fault(SAME_AXIS, line)
        if len(axis["title"]) > 300:
            raise _at_fault(LONG_AXIS, line)
        found[axis["code"]] = axis["title"]
    if len(found) > MOST_AXES:
        raise _at_fault(MANY_AXES, 0)
    return list(found.items())


def _at_fault(message: str, line: int) -> ma.ValidationError:
    return ma.ValidationError({"axes": [translate(message, line=line)]})
