"""Codes that people copy by hand."""

import pytest

from app.core.codes import copied


@pytest.mark.parametrize(
    "typed",
    ["REC-2026-00012", " rec-2026-00012 ", "REC – 2026 – 00012", "rec\u20112026\u201100012-"],
)
def test_a_code_is_read_however_it_was_copied(typed: str) -> None:
    assert copied(typed) == "REC-2026-00012"


@pytest.mark.parametrize("typed", ["", " - ", "–"])
def test_nothing_is_no_code(typed: str) -> None:
    assert copied(typed) == ""
