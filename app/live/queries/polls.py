"""Reads of polls: results are for the desk once closed, for everybody once published."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person, Role, RoleGrant
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.live import rules, schemas
from app.live.models import (
    SHOWN_POLLS,
    NamedChoice,
    Participation,
    Poll,
    PollOption,
    PollState,
    Room,
    Voters,
)
from app.meetings.models import Delegate, DelegateState, Meeting


def poll(actor: Actor, room: Room, number: int) -> Poll:
    """
    Return a poll of a room by its number.

    :raises NotFound: if there is none, or it was not opened and the actor is not at the desk
    """
    query = whole_polls().where(Poll.room_id == room.id, Poll.number == number)
    found = db.session.scalar(query)
    if found is None or not rules.may_see_poll(actor, found):
        raise NotFound()
    return found


def polls_of(actor: Actor, room: Room, *, at_desk: bool = False) -> list[Poll]:
    """Return the polls of a room that opened, or all of them for its desk, the latest first."""
    query = whole_polls().where(Poll.room_id == room.id)
    if not at_desk:
        query = query.where(Poll.state.in_(SHOWN_POLLS))
    return list(db.session.scalars(query.order_by(Poll.number.desc())))


def published_polls(actor: Actor, meeting: Meeting) -> list[Poll]:
    """Return the polls of a meeting whose results are published, the first one first."""
    query = select(Poll).join(Poll.room).where(Room.meeting_id == meeting.id)
    query = query.where(Poll.state == PollState.PUBLISHED).options(joinedload(Poll.room))
    return list(db.session.scalars(query.order_by(Poll.published_at, Poll.id)))


def polls_by_id(ids: set[int]) -> list[Poll]:
    """Return polls by their ids, those that are closed first: an open one is drawn last."""
    query = whole_polls().where(Poll.id.in_(ids)).execution_options(populate_existing=True)
    return sorted(db.session.scalars(query), key=lambda poll: (poll.is_open, poll.number))


def poll_views(polls: Iterable[Poll], *, at_desk: bool = False) -> list[dict[str, Any]]:
    """Return the polls as everybody sees them, or as the desk does."""
    shown = list(polls)
    present = ballots_in(shown)
    view = schemas.poll_desk_view if at_desk else schemas.poll_view
    return [view(one, present.get(one.id, 0), entitled(one)) for one in shown]


def ballots_in(polls: Iterable[Poll]) -> dict[int, int]:
    """Return how many took part in each poll: as it was written down, or so far."""
    shown = list(polls)
    so_far = select(Participation.poll_id, func.count()).group_by(Participation.poll_id)
    so_far = so_far.where(Participation.poll_id.in_(one.id for one in shown if one.is_open))
    written = {one.id: one.taking_part or 0 for one in shown if one.is_closed}
    return dict(db.session.execute(so_far).all()) | written


def entitled(poll: Poll) -> int | None:
    """Return how many may vote, none where everybody may: as written down at closing, or now."""
    if poll.is_closed:
        return poll.entitled
    return len(roll(poll)) if poll.is_open and poll.voters != Voters.EVERYBODY else None


def roll(poll: Poll) -> list[tuple[int | None, int | None]]:
    """Return who may vote now, each a person or a delegate: nobody is listed for everybody."""
    meeting = poll.room.meeting_id
    if poll.voters == Voters.EVERYBODY:
        return []
    if poll.voters == Voters.DELEGATES:
        return [(None, number) for number in db.session.scalars(_delegates(meeting, Delegate.id))]
    delegates = _delegates(meeting, Delegate.person_id).where(Delegate.person_id.is_not(None))
    registered = select(RoleGrant.person_id).where(_is_registered(meeting))
    return [(number, None) for number in db.session.scalars(registered.union(delegates))]


def people_of(roll: Iterable[tuple[int | None, int | None]]) -> set[int]:
    """Return the people on a roll, those who follow a delegate's link too."""
    entries = list(roll)
    delegates = [delegate_id for _, delegate_id in entries if delegate_id is not None]
    query = select(Delegate.person_id).where(Delegate.id.in_(delegates))
    accounts = db.session.scalars(query.where(Delegate.person_id.is_not(None)))
    people = {person_id for person_id, _ in entries if person_id is not None}
    return people | {number for number in accounts if number is not None}


def is_entitled(actor: Actor, poll: Poll) -> bool:
    """Whether the actor may vote in the poll."""
    if not actor.is_known or poll.voters == Voters.EVERYBODY:
        return actor.is_known
    meeting = poll.room.meeting_id
    if poll.voters == Voters.REGISTERED and actor.holds(Role.PARTICIPANT, meeting=meeting):
        return True
    query = _delegates(meeting, Delegate.id).where(Delegate.person_id == actor.id)
    return db.session.scalar(query.limit(1)) is not None


def participation(actor: Actor, poll: Poll) -> Participation | None:
    """Return the actor's part in a poll, if their ballot is in."""
    if not actor.is_known:
        return None
    return db.session.scalar(
        select(Participation).where(
            Participation.poll_id == poll.id, Participation.person_id == actor.id
        )
    )


def took_part(actor: Actor, room: Room) -> list[int]:
    """Return the numbers of the polls of a room that hold the actor's ballot."""
    if not actor.is_known:
        return []
    query = select(Poll.number).join(Participation, Participation.poll_id == Poll.id)
    query = query.where(Poll.room_id == room.id, Participation.person_id == actor.id)
    return list(db.session.scalars(query.order_by(Poll.number)))


def named_ballots(poll: Poll) -> list[tuple[str, str | None, list[str]]]:
    """Return who chose what in a published poll by name: name, country, options; none is blank."""
    if poll.is_secret or poll.state != PollState.PUBLISHED:
        return []
    query = (
        select(Participation.id, Person.name, Person.country, PollOption.label)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(NamedChoice, NamedChoice.participation_id == Participation.id)
        .outerjoin(PollOption, PollOption.id == NamedChoice.option_id)
        .where(Participation.poll_id == poll.id)
        .order_by(Person.name, Participation.id, PollOption.position)
    )
    ballots: dict[int, tuple[str, str | None, list[str]]] = {}
    for number, name, country, label in db.session.execute(query):
        choices = ballots.setdefault(number, (name, country, []))[2]
        choices += [label] if label is not None else []
    return list(ballots.values())


def whole_polls() -> Any:
    """Return the query of polls with what every view of them reads."""
    return select(Poll).options(joinedload(Poll.room), selectinload(Poll.options))


def _delegates(meeting_id: int, column: Any) -> Any:
    return select(column).where(
        Delegate.meeting_id == meeting_id, Delegate.state == DelegateState.APPROVED
    )


def _is_registered(meeting_id: int) -> Any:
    at = now()
    everywhere = RoleGrant.meeting_id.is_(None) & RoleGrant.organisation_id.is_(None)
    return (
        (RoleGrant.role == Role.PARTICIPANT)
        & ((RoleGrant.meeting_id == meeting_id) | everywhere)
        & (RoleGrant.granted_at <= at)
        & (RoleGrant.until.is_(None) | (RoleGrant.until > at))
        & (RoleGrant.revoked_at.is_(None) | (RoleGrant.revoked_at > at))
    )
