"""What giving asks, judged as it comes in."""

from typing import Any

from marshmallow import ValidationError

from app.core.errors import Refused
from app.core.forms import Text
from app.core.i18n import Phrase
from app.core.money import EXPONENTS, positive_number, read_amount

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
