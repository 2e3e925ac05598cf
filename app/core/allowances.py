"""
How often one thing may be done: by one person, from one address, in one room.

- A person gets what two thumbs can do.
- An address is no person. The hall of an embassy puts 300 phones behind one, a carrier of Bamako a
  room of 2,000, and after a cut all of them come back at once, up to three times within the
  minute. An address gets what such a crowd does in its busiest minute. It is there because whoever
  gives a new name at each visit is a new person each time.
- A room gets at least four times as much as an address, so that no address alone can close it.

The person is asked first: one who goes too fast uses up nothing of what the hall shares.

What is written is counted over all processes, inside the act, so that a replay costs nothing.
What is only read, and the votes, which must not wait for Redis, are counted in each process
(`is_shared=False`): that protects the process, and the person's own count stays over all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.core.actors import Actor, Unread
from app.core.throttle import Claim, here, throttle


@dataclass(frozen=True)
class Allowance:
    """How often `name` may be done, as "10 per minute", by each of those that it counts."""

    name: str
    person: str | None = None
    line: str | None = None  # a connection
    address: str | None = None
    room: str | None = None
    is_shared: bool = True

    def spend(
        self,
        who: Actor | Unread,
        room_id: int | None = None,
        *,
        line: str | None = None,
        times: int = 1,
    ) -> None:
        """
        Take one for each that is counted and known; several `times` at once in this process alone.

        :raises TooMany: when too little is left for one of them
        """
        claims = list(self._claims(who, room_id, line))
        if self.is_shared:
            throttle.spend_each(claims)
        else:
            here.take(claims, times)

    def _claims(
        self, who: Actor | Unread, room_id: int | None, line: str | None
    ) -> Iterator[Claim]:
        known = who.id if isinstance(who, Actor) else None
        if self.line and line:
            yield Claim(self.line, (f"{self.name} through", line))
        if self.person and known:
            yield Claim(self.person, (self.name, str(known)))
        if self.address and who.origin:
            yield Claim(self.address, (f"{self.name} from", who.origin), "address")
        if self.room and room_id:
            yield Claim(self.room, (f"{self.name} in", str(room_id)), "room")


def _per_minute(name: str, **counts: int) -> Allowance:
    said: dict[str, Any] = {whose: f"{count} per minute" for whose, count in counts.items()}
    return Allowance(name, **said)


def _here(name: str, **counts: int) -> Allowance:
    return replace(_per_minute(name, **counts), is_shared=False)


# Twice a minute for everybody in a hall of 300: no desk could read as much.
ASK = _per_minute("ask", person=10, address=600, room=2400)
HAND = _per_minute("hand", person=10, address=600, room=2400)
ENTER = _per_minute("enter", person=30, address=600, room=2400)
# Everybody behind one address votes in the minute in which a poll opens, and tries again once.
BALLOT = _per_minute("ballot", person=20, address=4000, room=16_000)
# Thirty votes a minute for each of 2,000; a person's sixty are counted where votes are written.
VOTE = _here("vote", address=60_000, room=240_000)
# Three returns within the minute for each of 2,000. On one connection only a gap asks again.
CONNECT = _here("connect", address=6000)
# What is left to those whose browser says who they are, where somebody used up their address.
RETURN = _here("return", line=10, address=6000)
CATCH_UP = _here("catch up", line=20, person=60, address=6000, room=24_000)
# The dearest of what is read; whoever gets none asks all the same.
LOOKALIKES = _here("lookalikes", line=60, person=60, address=1200, room=4800)

# One connection speaks ten times a second, which no hand does; beyond, it is answered that it goes
# too fast, and after as many refusals it is cut. Five seconds: a burst costs a fifth of a second at
# most.
FRAMES = Allowance("frames", line="50 per 5 seconds", is_shared=False)
MOST_REFUSED = Allowance("refused frames", line="50 per 5 seconds", is_shared=False)

# The public forms: a hall of 300, once each. A concern is read by somebody before it is shown.
CONCERN = Allowance("concern", address="300 per hour")
# Four halls follow one room, and all of them promise in the minute in which it is asked for.
PLEDGE = _per_minute("pledge", person=10, address=300, room=1200)
# A code has at least six signs of thirty: at this pace an address guesses one in eleven years.
RECEIPT = _per_minute("receipt", address=120)
SHARE = _per_minute("share", address=60)
ARCHIVE = _per_minute("archive", address=60)
