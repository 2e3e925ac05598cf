"""What happened to the record."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RecordImported(Fact):
    """A record file brought something new: how many things it created and updated."""

    created: int
    updated: int

    @property
    def scope(self) -> str:
        return "record"
