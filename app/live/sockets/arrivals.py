"""
Who enters a room: those who come at the same time are looked up and told of it together.

After an outage a whole room is back within seconds. Each one alone would look up their person, the
room and what was missed, and most of them missed the same.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.core.actions import permit
from app.core.actors import ANONYMOUS, Actor, Unread, read_actors
from app.core.allowances import CATCH_UP
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.core.presence import presence
from app.core.realtime import connections
from app.core.together import Act, Gathering, Then
from app.live import queries, rules
from app.live.queries import cursor
from app.live.sockets.broadcaster import Broadcaster
from app.live.sockets.seats import Seat

AT_A_TIME = 100  # arrivals before the others get their turn


class Arrivals:
    """Seats who comes, then tells each where the room stands."""

    def __init__(self, broadcaster: Broadcaster) -> None:
        self._broadcaster = broadcaster
        self._gathering = Gathering(self._let_in, most=AT_A_TIME)

    def bring(self, client: str, speaker: Unread, wanted: dict[str, Any], then: Then) -> None:
        """Let a client in with those that come at the same time."""
        self._gathering.bring(Act(speaker, (client,), wanted), then)

    def _let_in(self, acts: list[Act]) -> None:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        self._broadcaster.start(app)
        with app.test_request_context():
            for act, actor in zip(acts, read_actors([act.speaker for act in acts]), strict=True):
                act.actor = replace(actor, origin=act.speaker.origin)
            _each(acts, partial(self._seat, _Rooms()))
            # What is read from here on is at least as new as anything the room was told before.
            db.session.rollback()
            _each([act for act in acts if act.error is None], partial(_told, _Rooms()))

    def _seat(self, rooms: "_Rooms", actor: Actor, client: str, **wanted: Any) -> None:
        place = rooms.place(wanted["room"])
        CATCH_UP.spend(actor, place.id, line=client)
        if wanted["desk"]:
            permit(rules.may_moderate, actor, rooms.room(place.slug))
        seat = Seat(
            actor.id,
            connections.language(client, actor),
            at_desk=wanted["desk"],
            is_screen=wanted["screen"],
            with_html=wanted["html"],
        )
        self._broadcaster.enter(client, place, seat, actor.country)
        if not connections.is_open(client):  # it left while it waited
            self._broadcaster.leave(client)
            raise NotFound()


class _Rooms:
    """What those who arrive together read of their rooms: each thing is read once."""

    def __init__(self) -> None:
        self.place = cache(queries.place)
        self.room = cache(partial(queries.room, ANONYMOUS))  # everybody finds a room alike
        self.missed = cache(self._missed)

    def _missed(self, slug: str, after: int | None, _language: str) -> cursor.Missed | None:
        return cursor.missed(self.room(slug), after)


def _told(rooms: _Rooms, actor: Actor, client: str, **wanted: Any) -> dict[str, Any]:
    """Return what a client in its seat is told: the number of the room alone, or what it missed."""
    place, after = rooms.place(wanted["room"]), wanted["after"]
    here = {
        "room": place.slug,
        "present": presence.count(f"room:{place.id}"),
        "at": now().isoformat(),
    }
    if not wanted["snapshot"] and after is None:
        return {"seq": place.seq} | here
    room, language = rooms.room(place.slug), connections.language(client, actor)
    with force_locale(language):
        missed = rooms.missed(place.slug, after, language)
        return (missed.told(actor, room) if missed else cursor.snapshot(actor, room)) | here


def _each(acts: list[Act], perform: Callable[..., Any]) -> None:
    """Do something for each; what fails for one fails for nobody else."""
    for act in acts:
        try:
            act.settle(perform)
        except Exception as error:
            act.error = error
