"""Devices: what speaks for a person, made at sign-in and revoked one by one or all at once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts import queries, rules
from app.accounts.facts import DevicesRevoked, SignedIn
from app.accounts.models import Device, Person
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import record

SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """A device that begins to speak for a person; its token is known only here."""

    token: str
    person: Person
    device: Device
    is_new: bool = False


def _open_device(person: Person, label: str, *, proved: bool = False) -> Entry:
    """Make a device of the person, with a token of 256 random bits."""
    token = secrets.token_urlsafe(32)
    device = Device(
        person=person,
        token_hash=queries.hash_token(token),
        label=label[:80],
        second_factor_at=now() if proved else None,
    )
    db.session.add(device)
    db.session.flush()
    return Entry(token, person, device)


def _enter(actor: Actor, person: Person, *, means: str, label: str, proved: bool = False) -> Entry:
    """Open a device for who just signed in, and end the one they came with."""
    entry = _open_device(person, label, proved=proved)
    _end(actor, actor.device_id)
    record(
        Actor(id=person.id),
        SignedIn(person_id=person.id, device_id=entry.device.id, means=means),
    )
    return entry


def _end(actor: Actor, *numbers: int | None) -> None:
    """Revoke devices of the actor that still speak."""
    query = select(Device.id).where(
        Device.id.in_(numbers), Device.person_id == actor.id, Device.revoked_at.is_(None)
    )
    ended = list(db.session.scalars(query.order_by(Device.id)))
    if ended and actor.id is not None:
        db.session.execute(update(Device).where(Device.id.in_(ended)).values(revoked_at=now()))
        record(actor, DevicesRevoked(person_id=actor.id, device_ids=ended))


@action(rules.may_sign_out)
def sign_out(actor: Actor) -> None:
    """End the device the actor speaks through."""
    _end(actor, actor.device_id)


@action(rules.may_revoke_device, locked=True)
def revoke_device(actor: Actor, device: Device) -> None:
    """End one device of the actor's."""
    _end(actor, device.id)


@action(rules.is_known)
def revoke_other_devices(actor: Actor) -> None:
    """End every device of the actor's but the one they speak through."""
    _end(actor, *(d.id for d in queries.devices(actor) if d.id != actor.device_id))


@action(rules.is_known)
def note_presence(actor: Actor) -> None:
    """Remember that the device was seen, to the hour; it is no fact, only a help to its owner."""
    found = select(Device).where(
        Device.id == actor.device_id, Device.last_seen_at < now() - SEEN_EVERY
    )
    device = db.session.scalar(found.with_for_update())
    if device is None:
        return
    if not device.is_proved:
        device.second_factor_at = None  # being seen again must not prove again
    device.last_seen_at = now()
