"""The words of the procedure in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.accreditation.models import DossierState, Move, Outcome, Owner, StepReason
from app.accreditation.schemas import MOVES, OUTCOMES, OWNERS, REASONS, STATES, STATUSES
from app.core.i18n import translate


def choices(words: Mapping[Any, str], among: Iterable[Any] | None = None) -> list[tuple[str, str]]:
    """Return what a form offers, (value, word) each: all that have words, or those `among` them."""
    return [(one.value, translate(words[one])) for one in (words if among is None else among)]


def state_word(state: str) -> str:
    """Return the word for where a dossier stands."""
    return translate(STATES[DossierState(state)])


def move_word(move: str) -> str:
    """Return the words for what was done in a step."""
    return translate(MOVES[Move(move)])


def reason_word(reason: str) -> str:
    """Return the words for the reason of a step."""
    return translate(REASONS[StepReason(reason)])


def owner_word(owner: str) -> str:
    """Return the words for who owes the next act."""
    return translate(OWNERS[Owner(owner)])


def decision_word(outcome: str) -> str:
    """Return the words for what a decision says."""
    return translate(OUTCOMES[Outcome(outcome)])


def status_word(status: str) -> str:
    """Return the words for what an accreditation is worth."""
    return translate(STATUSES[status][0])


def status_shape(status: str) -> str:
    """Return the shape that what an accreditation is worth is shown with."""
    return STATUSES[status][1]
