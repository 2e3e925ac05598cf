"""What accreditation asks, judged as it comes in."""

from datetime import date
from typing import Any

import marshmallow as ma

from app.accreditation.models import Outcome, reasons_for
from app.core.clock import today
from app.core.forms import Text
from app.core.i18n import Phrase

MOST_LINES = 30
LONG_LINE = Phrase("Une ligne est trop longue : 200 signes au plus.")
MANY_LINES = Phrase("Trop de lignes : 30 au plus.")
UNTITLED = Phrase("Chaque ligne commence par le nom de la pièce.")
NO_LONGER_VALID = Phrase("Cette date est passée : envoyez une pièce encore valable.")
NOTHING_ASKED = Phrase("Choisissez au moins une pièce de la liste, avec son motif.")
SAY_OTHER_REASON = Phrase("Dites ce motif en quelques mots : l’association le lira.")
NOT_FITTING = Phrase("Ce motif ne va pas avec cette décision.")


class Lines(Text):
    """Short texts, one a line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise ma.ValidationError(LONG_LINE)
        if len(lines) > MOST_LINES:
            raise ma.ValidationError(MANY_LINES)
        return lines


def each_titled(lines: list[str]) -> None:
    """
    Refuse documents of which one has no title.

    :raises ValidationError: if one has none
    """
    if not all(line.partition("|")[0].strip() for line in lines):
        raise ma.ValidationError(UNTITLED)


def refuse_contradiction(outcome: str | None, reason: str | None) -> None:
    """
    Refuse a reason that contradicts what it is given for; either may be missing yet.

    :raises ValidationError: beside the reason
    """
    if outcome and reason and reason not in reasons_for(Outcome(outcome)):
        raise ma.ValidationError(NOT_FITTING, "reason")


def still_valid(day: date) -> None:
    """
    Refuse the last day of a document that is worth nothing any more.

    :raises ValidationError: if it is past
    """
    if day < today():
        raise ma.ValidationError(NO_LONGER_VALID)
