"""
Where a room's clients sit: the desk and the screens in front, then the audience.

A full room has several parts, which are told one after the other: see `Broadcaster`.
"""

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
        return self.speaks if self.with_html and not self.is_in_front else None

    @property
    def is_in_front(self) -> bool:
        """Whether this seat is told before the audience."""
        return self.at_desk or self.is_screen

    def names(self, part: str) -> list[str]:
        """Return the Socket.IO rooms of the seat in a part of a room: the place, and one's own."""
        if self.at_desk:
            place = desk(part)
        elif self.is_screen:
            place = screens(part)
        else:
            place = audience(part, self.drawn_in)
        if self.person_id is None:
            return [place]
        return [place, person(part, self.person_id, self.speaks)]


def audience(part: str, language: str | None = None) -> str:
    """Return the Socket.IO room of a part's public; browsers get items drawn in `language`."""
    return f"audience:{part}:{language}" if language else f"audience:{part}"


def screens(part: str) -> str:
    """Return the Socket.IO room of the screens in the hall, which are told what the public is."""
    return f"screens:{part}"


def desk(part: str) -> str:
    """Return the Socket.IO room of a room's moderators."""
    return f"desk:{part}"


def person(part: str, person_id: int, language: str) -> str:
    """Return the Socket.IO room of a person's connections in a part that read `language`."""
    return f"person:{part}:{person_id}:{language}"


def in_front(part: str) -> tuple[str, str]:
    """Return the Socket.IO rooms that are told first, before thousands of phones."""
    return desk(part), screens(part)
