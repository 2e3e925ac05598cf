"""The floor of a room as it stands: values read together, and what follows from them."""

from dataclasses import dataclass

from app.live.models.floor import Floor, Hand, HandState, Turn

Country = str | None


@dataclass(frozen=True)
class Spoken:
    """What a country or a person had of the floor: milliseconds, and how many times."""

    milliseconds: int = 0
    turns: int = 0

    @property
    def seconds(self) -> int:
        """The whole seconds."""
        return self.milliseconds // 1000

    def __add__(self, other: "Spoken") -> "Spoken":
        """Return both together."""
        return Spoken(self.milliseconds + other.milliseconds, self.turns + other.turns)


@dataclass(frozen=True)
class Standing:
    """The floor of a room as it stands; `queue` is in the order hands will be called."""

    floor: Floor
    queue: list[Hand]
    on_the_floor: list[Hand]
    passed: list[Hand]
    by_country: dict[Country, Spoken]
    by_person: dict[int, Spoken]

    @property
    def speaker(self) -> Hand | None:
        """Who speaks now, else who was paused last."""
        paused = sorted(self._standing(HandState.PAUSED), key=lambda hand: hand.moved_at)
        return next(iter([*self._standing(HandState.SPEAKING), *reversed(paused)]), None)

    @property
    def called(self) -> Hand | None:
        """Who is called and has not begun."""
        return next(iter(self._standing(HandState.CALLED)), None)

    def _standing(self, state: HandState) -> list[Hand]:
        return [hand for hand in self.on_the_floor if hand.state == state]

    def place(self, hand: Hand) -> int | None:
        """Return a raised hand's place in the queue, from 1."""
        return self.queue.index(hand) + 1 if hand in self.queue else None

    def seconds_for(self, hand: Hand) -> int | None:
        """Return the seconds a hand has or would be given; none where its country has none left."""
        if hand.allotted is not None:
            return hand.allotted
        limit = self.floor.country_seconds
        if limit is None or hand.country is None or hand.turn != Turn.SPEECH:
            return self.floor.speech_seconds
        left = limit - self.by_country.get(hand.country, Spoken()).seconds
        return min(self.floor.speech_seconds, left) if left > 0 else None
