"""The urn of a secret poll: counts alone, sealed, rewritten whole at each ballot."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken

from app.core.seal import seal, unseal


class UrnBroken(Exception):
    """What is in the urn is not what the platform sealed there for this poll."""


@dataclass
class Urn:
    """
    The ballots in it, those that are blank, and the votes of each option, in their order.

    No ballot stands in it by itself, and it is as long when sealed with one ballot as with many:
    who reads the database, even after each ballot, learns nothing of what was chosen.
    """

    ballots: int = 0
    blank: int = 0
    votes: list[int] = field(default_factory=list)

    @classmethod
    def empty(cls, options: int) -> "Urn":
        """Return the urn of a poll that opens."""
        return cls(votes=[0] * options)

    @classmethod
    def unsealed(cls, poll_id: int, sealed: bytes) -> "Urn":
        """
        Return what `sealed` holds.

        :raises UrnBroken: if it was sealed for another poll, with another key, or changed
        """
        try:
            content = unseal(_purpose(poll_id), sealed)
        except InvalidToken:
            raise UrnBroken(poll_id) from None
        ballots, blank, *votes = struct.unpack(f">{len(content) // 4}I", content)
        return cls(ballots, blank, votes)

    def sealed(self, poll_id: int) -> bytes:
        """Return the urn unreadable without the platform's secret."""
        counts = (self.ballots, self.blank, *self.votes)
        return seal(_purpose(poll_id), struct.pack(f">{len(counts)}I", *counts))

    def drop(self, places: Iterable[int]) -> None:
        """Take a ballot that chose the options at `places`, from 1 on; none is a blank one."""
        chosen = set(places)
        self.ballots += 1
        self.blank += not chosen
        for place in chosen:
            self.votes[place - 1] += 1


def _purpose(poll_id: int) -> str:
    return f"urn of poll {poll_id}"
