"""Amounts as people write them."""

import pytest

from app.core.money import Money, TooPrecise, read_amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("10 000", "XOF", 10_000), ("10\u202f000", "XOF", 10_000), ("10,50", "EUR", 1050)],
)
def test_an_amount_is_read_as_it_is_written(text: str, currency: str, minor: int) -> None:
    assert read_amount(text, currency) == Money(minor, currency)


@pytest.mark.parametrize("currency", ["XOF", "EUR"])
@pytest.mark.parametrize("text", ["10.000", "10,000"])
def test_what_is_ten_thousand_to_some_and_ten_to_others_is_refused(
    text: str, currency: str
) -> None:
    with pytest.raises(TooPrecise):
        read_amount(text, currency)
