"""Where a room's clients sit: the desk and the screens in front, then the audience."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    """
    Who sits behind a connection, and where.

    `speaks` is the language of its sentences; `with_html` asks for items drawn in it.
    """

    person_id: int | None
    speaks: str = "fr"
    at_desk: bool = False
    is_screen: bool = False
    with_html: bool = False

    @property
    def drawn_in(self) -> str | None:
        """The language that items are drawn in for this seat, if they are."""
        in_front = self.at_desk or self.is_screen
        return self.speaks if self.with_html and not in_front else None

    def names(self, room_id: int) -> list[str]:
        """Return the Socket.IO rooms of the seat: the place, and the person's own."""
        if self.at_desk:
            place = desk(room_id)
        elif self.is_screen:
            place = screens(room_id)
        else:
            place = audience(room_id, self.drawn_in)
        if self.person_id is None:
            return [place]
        return [place, person(room_id, self.person_id, self.speaks)]


def audience(room_id: int, language: str | None = None) -> str:
    """Return the Socket.IO room of a room's public; browsers get items drawn in `language`."""
    return f"audience:{room_id}:{language}" if language else f"audience:{room_id}"


def screens(room_id: int) -> str:
    """Return the Socket.IO room of the screens in the hall, which are told what the public is."""
    return f"screens:{room_id}"


def desk(room_id: int) -> str:
    """Return the Socket.IO room of a room's moderators."""
    return f"desk:{room_id}"


def person(room_id: int, person_id: int, language: str) -> str:
    """Return the Socket.IO room of a person's connections to a room that read `language`."""
    return f"person:{room_id}:{person_id}:{language}"


def in_front(room_id: int) -> tuple[str, str]:
    """Return the Socket.IO rooms that are told first, before thousands of phones."""
    return desk(room_id), screens(room_id)
