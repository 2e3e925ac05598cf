"""The fields that only a record file has."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import marshmallow as ma

from app.core.forms import SENTENCES, Text
from app.core.i18n import Phrase
from app.core.money import EXPONENTS

DAY = re.compile(r"at_(\d{4})_(\d{2})_(\d{2})")


class Code(Text):
    """A short name in lower or upper case, digits and hyphens, that stays for ever."""

    default_error_messages = SENTENCES | {
        "code": Phrase("Un code s’écrit en lettres, chiffres et tirets.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(most=80, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.replace("-", "").isalnum() or not text.isascii():
            raise self.make_error("code")
        return text


class Codes(Text):
    """Several codes on one line, separated by commas."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=200, **options)

    def _deserialize(  # type: ignore[override]
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> list[str]:
        text = super()._deserialize(value, attr, data, **kwargs)
        return [code.strip() for code in text.split(",")]


class PlainDay(ma.fields.Field[date]):
    """A day, as the file reader found it."""

    default_error_messages = SENTENCES | {"day": Phrase("Un jour s’écrit ainsi : 2025-12-16.")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, date):
            raise self.make_error("day")
        return value


class WrittenDay(ma.fields.Field[date]):
    """A day that is part of a name, `at_2016_12_31`."""

    default_error_messages = SENTENCES | {"day": Phrase("Ce jour n’existe pas.")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        found = DAY.fullmatch(str(value))
        try:
            return date(*map(int, found.groups())) if found else date.min
        except ValueError:
            raise self.make_error("day") from None


class Period(Text):
    """A period in the words of its source: a year, or `quatre ans`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=60, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        told = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        return super()._deserialize(told, attr, data, **kwargs)


class Currency(Text):
    """The code of a currency that the platform keeps, `XOF`."""

    default_error_messages = SENTENCES | {
        "currency": Phrase("Cette monnaie n’est pas reconnue : {currency}.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(most=3, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text not in EXPONENTS:
            raise self.make_error("currency", currency=text)
        return text


class Exact(ma.fields.Field[Decimal]):
    """A positive decimal with at most `places` decimals, written in digits."""

    default_error_messages = SENTENCES | {
        "exact": Phrase("Écrivez un nombre positif, {places} décimales au plus.")
    }

    def __init__(self, *, places: int, **options: Any) -> None:
        super().__init__(**options)
        self.places = places

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        text = str(value)
        whole, _, decimals = text.partition(".")
        digits = whole.isdecimal() and text.isascii() and (decimals.isdecimal() or whole == text)
        if isinstance(value, bool) or not digits or len(whole) > 15 or len(decimals) > self.places:
            raise self.make_error("exact", places=self.places)
        number = Decimal(text)
        if not number:
            raise self.make_error("exact", places=self.places)
        return number
