"""Who acts: a value passed to every action, never looked up by it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grant:
    """A role held on everything (`place` is None), or on one organisation or meeting."""

    role: str
    place: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class Actor:
    """
    A person, a guest, nobody yet, or the system itself.

    `second_factor` tells whether this session proved it: staff roles are held only then, and
    `is_staff` whether it holds one. `origin` marks the address the act comes from, for the
    throttles alone.
    """

    id: int | None = None
    name: str = ""
    country: str | None = None
    language: str | None = None
    timezone: str | None = None
    device_id: int | None = None
    is_member: bool = False
    is_system: bool = False
    is_staff: bool = False
    second_factor: bool = False
    grants: frozenset[Grant] = field(default_factory=frozenset)
    origin: str = field(default="", compare=False, repr=False)

    @property
    def is_known(self) -> bool:
        """Whether the actor is a person or a guest."""
        return self.id is not None

    @property
    def is_guest(self) -> bool:
        """Whether the actor gave a name and a country but has no account."""
        return self.is_known and not self.is_member

    def holds(
        self, *roles: str, meeting: int | None = None, organisation: int | None = None
    ) -> bool:
        """Whether one of `roles` is held on everything, on `meeting` or on `organisation`."""
        if self.is_system:
            return True
        places = {(None, None), ("meeting", meeting), ("organisation", organisation)}
        return any(g.role in roles and (g.place, g.number) in places for g in self.grants)


ANONYMOUS = Actor()
SYSTEM = Actor(name="Toukanblon", is_system=True)


@dataclass(frozen=True)
class Unread:
    """Whoever speaks through the device that holds `token`, not looked up yet."""

    token: str | None
    origin: str = field(default="", compare=False, repr=False)


class Readers:
    """How tokens are looked up; the application says it when it starts."""

    by_token: Callable[[Iterable[str]], dict[str, Actor]] = staticmethod(lambda _tokens: {})


def read_actors(speakers: Sequence[Actor | Unread]) -> list[Actor]:
    """Return who speaks, looking up at once those who are not known yet."""
    tokens = {one.token for one in speakers if isinstance(one, Unread) and one.token}
    known = Readers.by_token(tokens) if tokens else {}
    return [
        one if isinstance(one, Actor) else known.get(one.token or "", ANONYMOUS) for one in speakers
    ]
