"""Codes and numbers that people copy by hand, from a paper or from a message."""

import re

LONGEST = 40
DASHES = re.compile(r"[-‐-―−\s]+")


def copied(code: str) -> str:
    """Return a code as it was given: in capitals, one plain dash between its parts."""
    return DASHES.sub("-", code).strip("-").upper()[:LONGEST]
