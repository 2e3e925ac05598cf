"""
The kinds of things that a room's clients follow.

Each kind is a module with two functions:

`changed(room, told)` returns what the facts `told` changed of it, as each audience sees it now;
`standing(actor, room, at_desk)` returns its part of a snapshot, by name, as the actor may see it;
where some of it belongs to the actor alone, `mine(actor, room)` returns that.
"""

from app.live.queries.kinds import (
    feed,
    floor,
    identities,
    notes,
    order,
    polls,
    questions,
    rooms,
    screen,
)

KINDS = (questions, order, floor, feed, polls, identities, notes, rooms, screen)
