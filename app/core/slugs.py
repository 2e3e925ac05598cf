"""The part of an address that names a thing, made of its words."""

import re
from collections.abc import Callable
from itertools import chain, count

from app.core.formats import sort_key

LONGEST = 60  # signs, so that an address can be read aloud
# The pages on which something new is entered stand beside those of what was entered.
TAKEN_BY_PAGES = frozenset({"nouveau", "nouvelle"})


def free_slug(words: str, otherwise: str, is_taken: Callable[[str], bool]) -> str:
    """Return an address made of `words`, or of `otherwise`; a number follows one that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", sort_key(words)).strip("-")
    stem = plain[:LONGEST].strip("-") or otherwise
    candidates = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(slug for slug in candidates if not is_taken(slug))
