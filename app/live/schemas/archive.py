"""How what a room leaves behind is written for other programs."""

from typing import Any

from app.live.models import Hand
from app.live.models.archived import Archived
from app.live.schemas.feed import feed_view
from app.live.schemas.question_views import desk_view, public_view


def archive_view(archived: Archived) -> dict[str, Any]:
    """Return the whole room as it stands; no code, no address of a person, no sealed name."""
    room, view = archived.room, desk_view if archived.at_desk else public_view
    return {
        "room": {"slug": room.slug, "title": room.title, "state": room.state.value},
        "meeting": {
            "slug": room.meeting.slug,
            "title": room.meeting.title,
            "timezone": room.meeting.timezone,
        },
        "read_at": archived.read_at.isoformat(),
        "for_the_desk": archived.at_desk,
        "questions": [view(one, archived.votes[one.root_id]) for one in archived.questions],
        "polls": archived.polls,
        "floor": {
            "turns": [_turn_view(hand) for hand in archived.turns],
            "countries": [
                {"country": country, "seconds": had.seconds, "turns": had.turns}
                for country, had in archived.by_country.items()
            ],
        },
        "feed": [feed_view(line) for line in archived.lines],
        "states": [
            {"at": row.happened_at.isoformat(), "was": row.data["was"], "to": row.data["to"]}
            for row in archived.states
        ],
    }


def _turn_view(hand: Hand) -> dict[str, Any]:
    return {
        "number": hand.number,
        "name": hand.signature,
        "country": hand.country,
        "theme": hand.theme.code if hand.theme else None,
        "turn": hand.turn.value,
        "started_at": hand.started_at.isoformat() if hand.started_at else None,
        "allotted": hand.allotted,
        "spoken": hand.spoken_ms // 1000,
    }
