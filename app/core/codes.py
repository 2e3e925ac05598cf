"""Codes and numbers that people copy by hand, from a paper or from a message."""

import re

LONGEST = 40
MARKS = re.compile(r"[\u200e\u200f\u2066-\u2069]")
DASHES = re.compile(r"[-‐-―−\s]+")


def copied(code: str) -> str:
    """Return a code as it was given: in capitals, one plain dash between its parts."""
    return DASHES.sub("-", MARKS.sub("", code)).strip("-").upper()[:LONGEST]
