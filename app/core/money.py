"""
Money: an integer number of minor units and a currency, never a float.

The exponents are ISO 4217's; a test compares them with Babel's. XOF and XAF have no minor unit:
one franc is one unit.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from babel import numbers

from app.core.errors import Refused
from app.core.i18n import N_, formats_locale

EXPONENTS = {
    "XOF": 0, "XAF": 0, "EUR": 2, "USD": 2, "MAD": 2, "DZD": 2, "TND": 3, "GNF": 0, "MRU": 2,
    "GHS": 2, "NGN": 2, "CAD": 2, "CHF": 2, "GBP": 2, "CNY": 2, "JPY": 0, "SAR": 2, "AED": 2,
    "AOA": 2, "CUP": 2, "BRL": 2, "RUB": 2, "TRY": 2, "LYD": 3, "EGP": 2, "KWD": 3, "ZAR": 2,
}  # fmt: skip
# The names under which forms ask for an amount, a rate or a currency.
AMOUNTS = ("amount", "granted", "requested", "goal", "rate")
LARGEST = 10**14  # minor units; beyond any public budget, and far inside a 64-bit integer
ROUGHEST_RATE = Decimal("0.000001")


class UnknownCurrency(Refused):
    """The currency is not one of those accepted."""

    status = 422
    code = "unknown_currency"
    message = N_("Cette monnaie n’est pas reconnue : %(currency)s.")


class BadAmount(Refused):
    """The amount is not a positive number that the currency can hold."""

    status = 422
    code = "bad_amount"
    message = N_("Ce montant n’est pas valable. Écrivez un nombre positif, sans lettre.")
    beside = AMOUNTS


class TooPrecise(Refused):
    """The amount has decimals that the currency does not have."""

    status = 422
    code = "too_precise"
    message = N_(
        "En %(currency)s, un montant n’a pas autant de décimales. Dix mille s’écrit 10 000."
    )
    beside = AMOUNTS


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units of a currency, of either sign."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in the currency itself, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __str__(self) -> str:
        return written(self)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other.minor


def exponent(currency: str) -> int:
    """
    Return how many decimals a currency has.

    :raises UnknownCurrency: if it is not one of those accepted
    """
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency=currency) from None


def read_amount(text: str, currency: str) -> Money:
    """
    Return the positive amount that a person wrote, "10 000" or "10000,50".

    :raises BadAmount: if it is not a positive number, or too large
    :raises TooPrecise: if it has decimals that the currency does not have, even zeros: "10.000"
        is ten thousand to some and ten to others
    :raises UnknownCurrency: if the currency is not one of those accepted
    """
    places = exponent(currency)
    number = positive_number(text)
    minor = number.scaleb(places)
    if int(minor.as_tuple().exponent) < 0:
        raise TooPrecise(currency=currency)
    if minor > LARGEST:
        raise BadAmount()
    return Money(int(minor), currency)


def positive_number(text: str) -> Decimal:
    """
    Return the positive number that a person wrote, in whatever currency it will be.

    :raises BadAmount: if it is none
    """
    plain = "".join(text.split()).replace(",", ".")
    if not plain.replace(".", "", 1).isdecimal() or not plain.isascii() or len(plain) > 30:
        raise BadAmount()
    number = Decimal(plain)
    if not number:
        raise BadAmount()
    return number


def converted(amount: Money, currency: str, rate: Decimal) -> Money:
    """
    Return `amount` in another currency; `rate` is what one unit of its own is worth there.

    Rounded half up to the minor unit, once.

    :raises BadAmount: if the rate is not positive
    """
    if not rate.is_finite() or rate < ROUGHEST_RATE:
        raise BadAmount()
    with localcontext() as context:
        context.prec = 50
        worth = amount.decimal * rate
        minor = worth.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP)
    return Money(int(minor), currency)


def split(minor: int, weights: list[int]) -> list[int]:
    """
    Share an amount by weights with the largest remainder method: integers that lose nothing.

    Equal remainders go to the earlier share, so that a split is always the same.

    :raises ValueError: if there is no weight, or one is negative, or all are zero
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("a split needs weights, none negative, one above zero")
    shares = [minor * weight // total for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(minor * weights[place] % total), place)
    )
    for place in by_remainder[: minor - sum(shares)]:
        shares[place] += 1
    return shares


def named_currencies() -> list[tuple[str, str]]:
    """Return each currency as (code, name) for a form, the name in the reader's language."""
    locale = formats_locale()
    return [
        (code, f"{code}, {numbers.get_currency_name(code, locale=locale)}") for code in EXPONENTS
    ]


def written(amount: Money) -> str:
    """Write an amount in the reader's language, "5 640 000 F CFA"; no decimals where none are."""
    whole = amount.decimal == amount.decimal.to_integral_value()
    digits = 0 if whole else exponent(amount.currency)
    number = numbers.format_decimal(
        amount.decimal,
        format=f"#,##0.{'0' * digits}" if digits else "#,##0",
        locale=formats_locale(),
    )
    symbol = {"XOF": "F CFA", "XAF": "F CFA (CEMAC)"}.get(amount.currency, amount.currency)
    return f"{number}\N{NO-BREAK SPACE}{symbol.replace(' ', chr(0xA0))}"
