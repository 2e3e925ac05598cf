"""Who a token or an address stands for."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import LEFT_ALONE, STAFF_ROLES, Device, Person, RoleGrant
from app.core.actors import Actor, Grant
from app.core.clock import now
from app.core.db import UTCDateTime, db
from app.core.errors import NotFound, SignInRequired


def hash_token(token: str) -> str:
    """Return what is kept of a device's token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of(token: str) -> Device | None:
    """Return the device that holds `token`, unless it was revoked or its person left."""
    query = (
        select(Device)
        .where(Device.token_hash == hash_token(token), Device.revoked_at.is_(None))
        .options(joinedload(Device.person).selectinload(Person.grants))
    )
    device = db.session.scalar(query)
    return device if device and device.person.closed_at is None else None


def actor_of(token: str) -> Actor | None:
    """Return who speaks through the device that holds `token`."""
    return actors_of([token]).get(token)


def actors_of(tokens: Iterable[str]) -> dict[str, Actor]:
    """Return who speaks through each device, by its token; one that holds no more is left out."""
    hashed = {hash_token(token): token for token in tokens}
    asked = {"hashes": list(hashed), "since": now() - LEFT_ALONE}
    found = db.session.execute(_SPEAKERS, asked)
    rows = [_Speaker._make(row) for row in found]
    grants: dict[int, list[RoleGrant]] = defaultdict(list)
    granted = [row.person_id for row in rows if row.is_granted]
    if granted:  # nobody in a crowd of guests
        query = select(RoleGrant).where(RoleGrant.person_id.in_(granted))
        for held in db.session.scalars(query):
            grants[held.person_id].append(held)
    return {hashed[row.token_hash]: _speaker(row, grants) for row in rows}


class _Speaker(NamedTuple):
    """What is read of a device and its person: a crowd's are compared with what was read before."""

    device_id: int
    token_hash: str
    is_proved: bool
    person_id: int
    name: str
    country: str | None
    language: str | None
    timezone: str | None
    email: str | None
    is_granted: bool


# Built once, and past the ORM: it is asked at every message of every client.
_DEVICES, _PEOPLE, _GRANTS = (model.__table__ for model in (Device, Person, RoleGrant))
_SPEAKERS = (
    select(
        _DEVICES.c.id,
        _DEVICES.c.token_hash,
        # As `Device.is_proved` says it.
        and_(
            _DEVICES.c.second_factor_at.is_not(None),
            or_(
                _PEOPLE.c.is_demonstration,
                _DEVICES.c.second_factor_at > bindparam("since", type_=UTCDateTime),
                _DEVICES.c.last_seen_at > bindparam("since", type_=UTCDateTime),
            ),
        ),
        _DEVICES.c.person_id,
        *(_PEOPLE.c[name] for name in ("name", "country", "language", "timezone", "email")),
        exists().where(_GRANTS.c.person_id == _PEOPLE.c.id),
    )
    .join(_PEOPLE, _DEVICES.c.person_id == _PEOPLE.c.id)
    .where(_DEVICES.c.token_hash.in_(bindparam("hashes", expanding=True)))
    .where(_DEVICES.c.revoked_at.is_(None), _PEOPLE.c.closed_at.is_(None))
)


def _speaker(row: _Speaker, grants: dict[int, list[RoleGrant]]) -> Actor:
    return _read(row, grants[row.person_id]) if row.is_granted else _of_the_crowd(row)


@lru_cache(maxsize=5_000)
def _of_the_crowd(row: _Speaker) -> Actor:
    """Return who holds no role: the same as long as their row reads the same."""
    return _read(row, [])


def _read(row: _Speaker, grants: list[RoleGrant]) -> Actor:
    return _actor(
        bool(row.is_proved),
        grants,
        id=row.person_id,
        name=row.name,
        country=row.country,
        language=row.language,
        timezone=row.timezone,
        device_id=row.device_id,
        is_member=row.email is not None,
    )


def as_actor(person: Person, device: Device | None = None) -> Actor:
    """Return the person as an actor; staff roles count only once the second factor is proved."""
    return _actor(
        device is not None and device.is_proved,
        person.grants,
        id=person.id,
        name=person.name,
        country=person.country,
        language=person.language,
        timezone=person.timezone,
        device_id=device.id if device else None,
        is_member=person.is_member,
    )


def _actor(proved: bool, grants: Iterable[RoleGrant], **who: Any) -> Actor:
    held = [grant for grant in grants if _counts(grant, proved)]
    return Actor(
        second_factor=proved,
        is_staff=any(grant.role in STAFF_ROLES for grant in held),
        grants=frozenset(_grant(grant) for grant in held),
        **who,
    )


def _counts(grant: RoleGrant, proved: bool) -> bool:
    return grant.is_held(now()) and (proved or grant.role not in STAFF_ROLES)


def _grant(grant: RoleGrant) -> Grant:
    if grant.meeting_id is not None:
        return Grant(grant.role.value, "meeting", grant.meeting_id)
    if grant.organisation_id is not None:
        return Grant(grant.role.value, "organisation", grant.organisation_id)
    return Grant(grant.role.value)


def person_by_email(email: str) -> Person | None:
    """Return the member whose proved address is `email`."""
    return db.session.scalar(
        select(Person).where(Person.email == email).options(selectinload(Person.grants))
    )


def person(number: int) -> Person | None:
    """Return one person, for letters and the like; a page asks `member` or `person_of`."""
    return db.session.get(Person, number)


def demonstration_device(token: str) -> Device:
    """
    Return the device of the demonstration person that holds `token`.

    :raises NotFound: if it speaks for nobody, or for somebody real
    """
    found = device_of(token)
    if found is None or not found.person.is_demonstration:
        raise NotFound()
    return found


def person_of(actor: Actor) -> Person:
    """
    Return the actor's own person.

    :raises SignInRequired: if nobody is known
    """
    person = db.session.get(Person, actor.id) if actor.is_known else None
    if person is None:
        raise SignInRequired()
    return person


def held_grants(person: Person) -> list[RoleGrant]:
    """Return the roles the person holds now, staff or not, proved or not."""
    return [grant for grant in person.grants if grant.is_held(now())]


def holds_staff_role(actor: Actor) -> bool:
    """Whether the actor was given a staff role, even where this session has not proved it."""
    person = db.session.get(Person, actor.id) if actor.is_known else None
    return person is not None and any(g.role in STAFF_ROLES for g in held_grants(person))


def devices(actor: Actor) -> list[Device]:
    """Return the devices that speak for the actor, the last used first."""
    query = select(Device).where(Device.person_id == actor.id, Device.revoked_at.is_(None))
    return list(db.session.scalars(query.order_by(Device.last_seen_at.desc(), Device.id.desc())))


def device(actor: Actor, number: int) -> Device:
    """
    Return one of the actor's own devices.

    :raises NotFound: if it is another person's, or revoked
    """
    found = db.session.get(Device, number)
    if found is None or found.person_id != actor.id or found.revoked_at is not None:
        raise NotFound()
    return found
