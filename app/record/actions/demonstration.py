"""The demonstration: an invented meeting that is held today, its room, and one person per role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.accounts import actions as accounts
from app.accounts.models import Role
from app.accounts.queries import actor_of, device_of
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.directory import actions as directory
from app.directory.models import Framework
from app.directory.queries import by_slug
from app.live import actions as live
from app.live.models import Room, RoomState
from app.meetings import actions as meetings
from app.meetings.models import Meeting
from app.record import rules
from app.record.actions.accreditations import _demonstrate_accreditation
from app.record.actions.demonstration_followup import _demonstrate_followup
from app.record.actions.demonstration_giving import _demonstrate_giving

MEETING = "demonstration"
ROOM = "demonstration"
AGENDA = (
    "Accueil dans le vestibule",
    "Principales préoccupations des compatriotes",
    "Réponses du Gouvernement",
    "Ce qui sera fait, et par qui",
)


@dataclass(frozen=True)
class Player:
    """Who plays a role, and the token that speaks for them."""

    email: str
    name: str
    token: str


@dataclass(frozen=True)
class Demonstration:
    """The room that is open, and who plays each role."""

    room: Room
    players: dict[str, Player]


@action(rules.may_demonstrate)
def open_stage(actor: Actor, *, tokens: Mapping[str, str]) -> Demonstration:
    """
    Open the demonstration room today, with its people; again changes only the dates.

    `tokens` are those known by role; each that still speaks for its person is kept.
    """
    room = _room(actor, _meeting(actor))
    players = {role.value: _player(actor, role, tokens.get(role.value)) for role in Role}
    return Demonstration(room, players)


@action(rules.may_demonstrate)
def play_demonstration(actor: Actor, demonstration: Demonstration) -> None:
    """
    Carry the demonstration's associations, gifts and recommendations through, once.

    It is an act of its own: what its people spend is counted by their number, which has to
    outlast a new beginning.
    """
    tokens = {role: player.token for role, player in demonstration.players.items()}
    _demonstrate_accreditation(actor, demonstration.room.meeting, tokens)
    _demonstrate_giving(actor, demonstration.room, tokens)
    _demonstrate_followup(actor, tokens)


def _meeting(actor: Actor) -> Meeting:
    details = _details()
    if by_slug(Framework, "toukanblon") is None:
        directory.register_framework(actor, slug="toukanblon", title="Toukanblon")
    meeting = by_slug(Meeting, MEETING)
    if meeting is None:
        return meetings.plan_meeting(actor, slug=MEETING, **details)
    if meeting.starts_on == details["starts_on"]:
        return meeting
    return meetings.change_meeting(actor, meeting, **details)


def _details() -> dict[str, Any]:
    start = now().replace(minute=0, second=0, microsecond=0)
    hours = [start + timedelta(hours=number) for number in range(len(AGENDA) + 1)]
    days = [moment.date() for moment in hours]
    points = zip(AGENDA, days, hours, hours[1:], strict=False)
    return {
        "title": "Rencontre de démonstration",
        "framework": "toukanblon",
        "kind": "session",
        "mode": "hybrid",
        "city": "Bamako",
        "country": "ML",
        "timezone": "Africa/Bamako",
        "starts_on": days[0],
        "ends_on": days[-1],
        "starts_at": hours[0],
        "ends_at": hours[-1],
        "is_demonstration": True,
        "agenda": [
            {"title": title, "day": day, "starts_at": begins, "ends_at": ends}
            for title, day, begins, ends in points
        ],
    }


def _room(actor: Actor, meeting: Meeting) -> Room:
    room = by_slug(Room, ROOM)
    if room is None:
        room = live.prepare_room(actor, meeting, title="Salle de démonstration", slug=ROOM)
    if room.state == RoomState.CLOSED:
        live.change_room_state(actor, room, to=RoomState.OPEN.value)
    return room


def _player(actor: Actor, role: Role, token: str | None) -> Player:
    device = device_of(token) if token else None
    if token and device and _plays(token, role):
        person = device.person
    else:
        entry = accounts.create_demonstration_member(actor, role=role)
        person, token = entry.person, entry.token
    return Player(email=person.email or "", name=person.name, token=token)


def _plays(token: str, role: Role) -> bool:
    player = actor_of(token)
    return player is not None and player.holds(role)
