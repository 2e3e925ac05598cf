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
from dataclasses import dataclass

from app.core.actors import Actor, Unread
from app.core.throttle import Claim, here, throttle


@dataclass(frozen=True)
class Allowance:
    """How often `name` may be done, as "10 per minute", by each of those that it counts."""

    name: str
    person: str | None = None
    address: str | None = None
    room: str | None = None
    is_shared: bool = True

    def spend(
        self, who: Actor | Unread, room_id: int | None = None, *, client: str | None = None
    ) -> None:
        """
        Take one for the person, or their connection `client` alone, for the address and the room.

        :raises TooMany: when nothing is left for one of them
        """
        claims = list(self._claims(who, room_id, client))
        if self.is_shared:
            throttle.spend_each(claims)
        else:
            here.take(*claims)

    def _claims(
        self, who: Actor | Unread, room_id: int | None, client: str | None
    ) -> Iterator[Claim]:
        known = who.id if isinstance(who, Actor) else None
        if self.person and (client or known):
            yield Claim(self.person, (self.name, str(client or known)))
        if self.address and who.origin:
            yield Claim(self.address, (f"{self.name} from", who.origin), "address")
        if self.room and room_id:
            yield Claim(self.room, (f"{self.name} in", str(room_id)), "room")


# Twice a minute for everybody in a hall of 300: no desk could read as much.
ASK = Allowance("ask", "10 per minute", "600 per minute", "2400 per minute")
HAND = Allowance("hand", "10 per minute", "600 per minute", "2400 per minute")
ENTER = Allowance("enter", "30 per minute", "600 per minute", "2400 per minute")
# Everybody behind one address votes in the minute in which a poll opens, and tries again once.
BALLOT = Allowance("ballot", "20 per minute", "4000 per minute", "16000 per minute")
# Thirty votes a minute for each of 2,000; a person's sixty are counted where votes are written.
VOTE = Allowance("vote", None, "60000 per minute", "240000 per minute", is_shared=False)
# Three returns within the minute for each of 2,000.
CATCH_UP = Allowance("catch up", "60 per minute", "6000 per minute", "24000 per minute", False)
CONNECT = Allowance("connect", None, "6000 per minute", is_shared=False)
# The dearest of what is read; whoever gets none asks all the same.
LOOKALIKES = Allowance("lookalikes", "60 per minute", "1200 per minute", "4800 per minute", False)

# One connection speaks five times a second for a whole minute; beyond, it is answered that it goes
# too fast, and at twice as much it is cut.
FRAMES = Allowance("frames", "300 per minute", is_shared=False)
MOST_FRAMES = Allowance("all frames", "600 per minute", is_shared=False)

# The public forms: a hall of 300, once each. A concern is read by somebody before it is shown.
CONCERN = Allowance("concern", None, "300 per hour")
PLEDGE = Allowance("pledge", "10 per minute", "300 per minute")
# A code has at least six signs of thirty: at this pace an address guesses one in eleven years.
RECEIPT = Allowance("receipt", None, "120 per minute")
SHARE = Allowance("share", None, "60 per minute")
ARCHIVE = Allowance("archive", None, "60 per minute")
