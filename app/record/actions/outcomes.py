"""What an import did to each thing, and what it may not do."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import Refused
from app.core.facts import count
from app.core.i18n import N_

CREATED, UPDATED, UNCHANGED, HOLDS = "created", "updated", "unchanged", "exact or explained"


class AlreadyDifferent(Refused):
    """The file says something else than what was recorded, of a thing that is never rewritten."""

    status = 422
    code = "already_different"
    message = N_("« %(code)s » est déjà enregistré autrement (%(what)s), et ne se réécrit pas")


@dataclass(frozen=True)
class Report:
    """What an import did, per section: how many things were created, updated or unchanged."""

    sections: dict[str, Counter[str]] = field(default_factory=dict)

    def total(self, outcome: str) -> int:
        """Return how many things had this outcome, in all sections."""
        return sum(counts[outcome] for counts in self.sections.values())


def _changed(act: Callable[[], object]) -> str:
    """Do the act; a fact tells that it changed something."""
    before = count()
    act()
    return UPDATED if count() > before else UNCHANGED


def _made(is_known: bool, act: Callable[[], object]) -> str:
    """Do the act: what was not known is created, else updated where it wrote a fact."""
    outcome = _changed(act)
    return outcome if is_known else CREATED


def _refuse_other(code: str, thing: Any, said: Mapping[str, Any]) -> None:
    """
    Refuse to record a thing again with other values.

    :raises AlreadyDifferent: naming the first that differs
    """
    for name, value in said.items():
        if _folded(getattr(thing, name)) != _folded(value):
            raise AlreadyDifferent(code=code, what=name)


def _folded(value: Any) -> Any:
    """Return a text with one kind of apostrophe: two typists do not make two texts."""
    return value.replace("'", "’") if isinstance(value, str) else value
