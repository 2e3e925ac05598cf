"""People for the tests; all of them roles, none of them somebody."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from app.accounts import queries
from app.accounts.models import Device, Person, Role, RoleGrant
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db

_numbers = count(1)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def guest(name: str = "Visiteuse de test", country: str = "MA", **columns: Any) -> Person:
    """Return a person with a name and a country only."""
    return _kept(Person(name=name, country=country, **columns))


def guest_actor(**columns: Any) -> Actor:
    """Return a guest as an actor, on a device of theirs."""
    return _entered(Person(**({"name": "Visiteuse de test", "country": "MA"} | columns)))


def member(name: str = "Membre de test", country: str = "FR", **columns: Any) -> Person:
    """Return a person with a proved address of their own."""
    return _kept(_member(name=name, country=country, **columns))


def _member(**columns: Any) -> Person:
    columns.setdefault("email", f"membre{next(_numbers)}@exemple.org")
    columns.setdefault("email_verified_at", now())
    return Person(**columns)


def staff(*roles: Role, meeting_id: int | None = None, **columns: Any) -> Person:
    """Return a member who holds `roles`, everywhere or on one meeting."""
    return _kept(*_staff(roles, meeting_id, **columns))


def _staff(roles: Iterable[Role], meeting_id: int | None, **columns: Any) -> tuple[Any, ...]:
    person = _member(**({"name": "Agent de test", "country": "FR"} | columns))
    return person, *(_grant(person, role, meeting_id=meeting_id) for role in roles)


def grant(person: Person, role: Role, **columns: Any) -> RoleGrant:
    """Return a role held for long, unless the columns say otherwise."""
    return _kept(_grant(person, role, **columns))


def _grant(person: Person, role: Role, **columns: Any) -> RoleGrant:
    columns.setdefault("granted_at", now() - timedelta(days=1))
    return RoleGrant(person=person, role=role, **columns)


def device(person: Person, *, second_factor: bool = False, **columns: Any) -> tuple[str, Device]:
    """Return a token and the device it opens."""
    token, kept = _device(person, second_factor=second_factor, **columns)
    return token, _kept(kept)


def _device(person: Person, *, second_factor: bool, **columns: Any) -> tuple[str, Device]:
    token = secrets.token_urlsafe(32)
    columns.setdefault("label", "Navigateur de test")
    return token, Device(
        person=person,
        token_hash=queries.hash_token(token),
        second_factor_at=now() if second_factor else None,
        **columns,
    )


def device_token(person: Person, *, second_factor: bool = False) -> str:
    """Return a token that speaks for the person."""
    return device(person, second_factor=second_factor)[0]


def actor(person: Person, *, second_factor: bool = False) -> Actor:
    """Return the person as an actor, on a device of theirs."""
    return queries.as_actor(person, device(person, second_factor=second_factor)[1])


def staff_actor(*roles: Role, meeting_id: int | None = None) -> Actor:
    """Return somebody who holds `roles` in a session that proved a second factor."""
    return _entered(*_staff(roles, meeting_id), second_factor=True)


def _entered(person: Person, *grants: RoleGrant, second_factor: bool = False) -> Actor:
    """Keep a person, what they hold and their device at once; return them as an actor."""
    _token, opened = _device(person, second_factor=second_factor)
    db.session.add_all([person, *grants, opened])
    db.session.flush()
    known = queries.as_actor(person, opened)  # before the commit: then nothing is read again
    db.session.commit()
    return known


def _kept(row: Any, *others: Any) -> Any:
    db.session.add_all([row, *others])
    db.session.commit()
    return row
