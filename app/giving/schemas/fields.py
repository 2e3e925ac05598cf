"""What giving asks, judged as it comes in: a form tells all that is wrong in it at once."""

from datetime import date
from typing import Any

from marshmallow import ValidationError

from app.core.clock import today
from app.core.errors import Refused
from app.core.forms import Text
from app.core.i18n import Phrase
from app.core.money import EXPONENTS, positive_number, read_amount

PAST = Phrase("Cette date est passée.")
TO_COME = Phrase("Ce jour n’est pas encore venu.")
WHAT_FOR = Phrase("Dites à quoi ce don est destiné.")


class Amount(Text):
    """An amount as a person writes it, in the currency that the same form names, if it does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=40, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        currency = str(data.get("currency"))
        try:
            if currency in EXPONENTS:
                read_amount(text, currency)
            else:
                positive_number(text)
        except Refused as refused:
            raise ValidationError(refused.sentence) from None
        return text


def not_past(day: date) -> None:
    """
    Refuse a day before today.

    :raises ValidationError: if it is
    """
    if day < today():
        raise ValidationError(PAST)


def not_to_come(day: date) -> None:
    """
    Refuse a day after today.

    :raises ValidationError: if it is
    """
    if day > today():
        raise ValidationError(TO_COME)
