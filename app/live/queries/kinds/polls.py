"""Polls: everybody sees those that opened, the desk all of them; ballots move nobody's number."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import Actor
from app.core.facts import Fact
from app.live.facts import PollFact
from app.live.models import SHOWN_POLLS, Room
from app.live.queries import polls
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the polls that the facts touched."""
    touched = {fact.poll_id for fact in told if isinstance(fact, PollFact)}
    if not touched:
        return Seen()
    found = polls.polls_by_id(touched)
    shown = [poll for poll in found if poll.state in SHOWN_POLLS]
    return Seen(public=polls.poll_views(shown), desk=polls.poll_views(found, at_desk=True))


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the polls the actor may see, and the numbers of those that hold their ballot."""
    found = polls.polls_of(actor, room, at_desk=at_desk)
    return {
        "polls": polls.poll_views(found, at_desk=at_desk),
        "voted": polls.took_part(actor, room),
    }
