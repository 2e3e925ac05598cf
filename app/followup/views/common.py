"""What the pages of follow-up share."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from app.core.i18n import translate


def offered(words: Mapping[Any, str], but: Collection[StrEnum | str] = ()) -> list[tuple[str, str]]:
    """Return the words of a register as a form offers them, without some."""
    return [(word.value, translate(label)) for word, label in words.items() if word not in but]
