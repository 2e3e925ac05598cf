"""What changed in a room, in the view of each audience."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]


@dataclass
class Seen:
    """
    Items as everybody sees them, as the desk does, and as each person sees their own.

    `counts` holds the votes of the public questions among them.
    """

    public: list[Item] = field(default_factory=list)
    desk: list[Item] = field(default_factory=list)
    own: dict[int, list[Item]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def by_all(cls, items: Iterable[Item]) -> "Seen":
        """Return items that everybody sees alike."""
        shown = list(items)
        return cls(public=shown, desk=list(shown))

    def add(self, other: "Seen") -> None:
        """Take in what another kind saw."""
        self.public += other.public
        self.desk += other.desk
        self.counts |= other.counts
        for person_id, items in other.own.items():
            self.own.setdefault(person_id, []).extend(items)
