"""What follow-up asks, judged as it comes in: a form tells all that is wrong in it at once."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import marshmallow as ma

from app.accounts import queries as accounts
from app.core.forms import SENTENCES, Address, Listed, Text
from app.core.i18n import N_, Phrase, translate

LAST_YEAR = 2200
LARGEST = 10**17
MOST_AXES = 60
AXIS = re.compile(r"(?P<code>[A-Za-z0-9][A-Za-z0-9-]{0,39})\s*:\s*(?P<title>\S.*)")

TOO_FAR = Phrase("Cette date est trop lointaine.")
WHOLE_NUMBER = Phrase("Écrivez un nombre entier.")
TOO_LARGE = Phrase("Ce nombre est trop grand.")
NO_ACCOUNT = Phrase("Aucun compte ne porte ce courriel.")
FEWER_DECIMALS = N_("Pas plus de %(decimals)s décimales ici.")
BAD_AXIS = N_("Ligne %(line)s : écrivez le code, deux points, le titre. Exemple : AXE1 : Emploi.")
SAME_AXIS = N_("Ligne %(line)s : ce code est déjà pris par une ligne au-dessus.")
LONG_AXIS = N_("Ligne %(line)s : ce titre est trop long, 300 signes au plus.")
MANY_AXES = N_("Il y a trop d’axes.")


def maybe(field: type, *args: Any, **options: Any) -> Any:
    """Return a field that may be left empty."""
    return field(*args, load_default=None, allow_none=True, **options)


def not_too_far(day: date) -> None:
    """
    Refuse a day of another age.

    :raises ValidationError: if it is one
    """
    if day.year > LAST_YEAR:
        raise ma.ValidationError(TOO_FAR)


class Account(Address):
    """The e-mail address of somebody who has an account."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        email = super()._deserialize(value, attr, data, **kwargs)
        if accounts.person_by_email(email) is None:
            raise ma.ValidationError(NO_ACCOUNT)
        return email


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


class Number(ma.fields.Field[int]):
    """
    A number of zero or more, as a person writes it: "4 000 000" or "19,73".

    It is read as whole units of 10^-`decimals`.
    """

    default_error_messages = SENTENCES | {
        "number": Phrase("Écrivez un nombre, par exemple 4 000 000 ou 19,73.")
    }

    def __init__(self, *, decimals: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.decimals = decimals

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        plain = "".join(str(value).split()).replace(",", ".")
        whole, point, decimals = plain.partition(".")
        digits = plain.isascii() and whole.isdecimal() and (decimals.isdecimal() or not point)
        if not digits or len(whole) > 18 or len(decimals) > 6:
            raise self.make_error("number")
        if len(decimals.rstrip("0")) > self.decimals:
            fewer = translate(FEWER_DECIMALS, decimals=self.decimals)
            raise ma.ValidationError(fewer if self.decimals else WHOLE_NUMBER)
        number = int(Decimal(plain).scaleb(self.decimals))
        if number > LARGEST:
            raise ma.ValidationError(TOO_LARGE)
        return number


class Some(Listed):
    """Several choices, those left empty aside."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        filled = [one for one in value if one != ""] if isinstance(value, list) else value
        return super()._deserialize(filled, attr, data, **kwargs)


class Axes(Text):
    """The codes and titles of axes, written one per line: "AXE1 : Emploi"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=20_000, lines=True, blank=True, **options)

    def _deserialize(  # type: ignore[override]
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> list[tuple[str, str]]:
        text = super()._deserialize(value, attr, data, **kwargs)
        found: dict[str, str] = {}
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            axis = AXIS.fullmatch(line.strip())
            if axis is None:
                raise _at_fault(BAD_AXIS, number)
            if axis["code"] in found:
                raise _at_fault(SAME_AXIS, number)
            if len(axis["title"]) > 300:
                raise _at_fault(LONG_AXIS, number)
            found[axis["code"]] = axis["title"]
        if len(found) > MOST_AXES:
            raise ma.ValidationError(translate(MANY_AXES))
        return list(found.items())


def _at_fault(message: str, line: int) -> ma.ValidationError:
    return ma.ValidationError(translate(message, line=line))
