"""Days as forms give them, judged as they come in: a form tells all that is wrong in it at once."""

from datetime import date

from marshmallow import ValidationError

from app.core.clock import today
from app.core.i18n import Phrase

PAST = Phrase("Cette date est passée.")
TO_COME = Phrase("Ce jour n’est pas encore venu.")
END_BEFORE_START = Phrase("La fin vient avant le début.")


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
