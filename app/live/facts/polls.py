"""What happens to a poll. A ballot says who took part in which, never what was chosen."""

from dataclasses import dataclass

from app.core.facts import Fact
from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class PollFact(RoomFact):
    """Something that happened to a poll."""

    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollPrepared(PollFact):
    """A poll was prepared."""


@dataclass(frozen=True, kw_only=True)
class PollOpened(PollFact):
    """A poll began to take ballots."""


@dataclass(frozen=True, kw_only=True)
class PollClosed(PollFact):
    """A poll stopped taking ballots, and who could vote was written down."""


@dataclass(frozen=True, kw_only=True)
class PollPublished(PollFact):
    """The result of a poll was published."""


@dataclass(frozen=True, kw_only=True)
class PollCancelled(PollFact):
    """A poll was given up before it opened."""


@dataclass(frozen=True, kw_only=True)
class BallotCast(Fact):
    """Somebody took part in a poll."""

    room_id: int
    poll_id: int

    @property
    def scope(self) -> str:
        return f"room:{self.room_id}:ballots"
