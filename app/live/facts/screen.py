"""What happens on the screen in the hall."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class ScreenChanged(RoomFact):
    """The desk put something else on the screen: `to` says what kind of thing."""

    scene_id: int
    to: str
