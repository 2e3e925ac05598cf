"""How the floor is shown: to everybody, to who raised a hand, and to the desk."""

from typing import Any

from app.live.models import Hand
from app.live.models.standing import Spoken, Standing


def floor_view(standing: Standing) -> dict[str, Any]:
    """Return what everybody may see: who speaks and until when, how many wait, who had how long."""
    floor = standing.floor
    return {
        "kind": "floor",
        "speaker": hand_view(standing.speaker),
        "called": hand_view(standing.called),
        "raised": len(standing.queue),
        "takes_hands": floor.takes_hands,
        "speech_seconds": floor.speech_seconds,
        "country_seconds": floor.country_seconds,
        "countries": _countries(standing),
    }


def desk_floor_view(standing: Standing) -> dict[str, Any]:
    """Return what the desk sees: every hand too, those that wait in the order of their call."""
    ordered = [*standing.on_the_floor, *standing.queue, *standing.passed]
    return floor_view(standing) | {"hands": [desk_hand_view(standing, one) for one in ordered]}


def hand_view(hand: Hand | None) -> dict[str, Any] | None:
    """Return what everybody may see of who is called or has the floor."""
    if hand is None:
        return None
    return {
        "id": hand.id,
        "number": hand.number,
        "name": hand.signature,
        "country": hand.country,
        "theme": hand.theme.code if hand.theme else None,
        "turn": hand.turn.value,
        "state": hand.state.value,
        "allotted": hand.allotted,
        "ends_at": hand.ends_at.isoformat() if hand.ends_at else None,
        "left": hand.left_ms / 1000 if hand.allotted else None,
    }


def own_hand_view(hand: Hand, place: int | None) -> dict[str, Any]:
    """Return what its person sees of a hand: what became of it, and its place in the queue."""
    return (hand_view(hand) or {}) | {
        "kind": "hand",
        "own": True,
        "subject": hand.subject,
        "place": place,
    }


def desk_hand_view(standing: Standing, hand: Hand) -> dict[str, Any]:
    """Return what the desk sees of a hand: no name that its person hides."""
    person = standing.by_person.get(hand.person_id or 0, Spoken())
    return (hand_view(hand) or {}) | {
        "subject": hand.subject,
        "place": standing.place(hand),
        "seconds": standing.seconds_for(hand),
        "spoken": person.seconds,
        "turns": person.turns,
        "in_hall": hand.person_id is None,
        "arranged": hand.weight != 0,
        "raised_at": hand.raised_at.isoformat(),
    }


def hand_state_view(hand: Hand) -> dict[str, Any]:
    """Return what acknowledges an act on a hand."""
    return {"id": hand.id, "state": hand.state.value}


def _countries(standing: Standing) -> list[dict[str, Any]]:
    """Return what each country had of the floor, who spoke most first."""
    rows = [
        {"country": country, "seconds": had.seconds, "turns": had.turns}
        for country, had in standing.by_country.items()
    ]
    return sorted(rows, key=lambda row: (-row["seconds"], -row["turns"], row["country"] or ""))
