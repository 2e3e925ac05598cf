"""What happens to the written feed."""

from dataclasses import dataclass

from app.live.facts.rooms import RoomFact


@dataclass(frozen=True, kw_only=True)
class FeedLineWritten(RoomFact):
    """A rapporteur wrote a line of the feed."""

    line_id: int
