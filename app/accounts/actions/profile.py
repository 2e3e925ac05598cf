"""What a person says of themselves, and the password they may choose."""

from datetime import timedelta

from app.accounts import queries, rules
from app.accounts.facts import PasswordChanged, ProfileChanged
from app.accounts.models import Device, Person
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_

FRESH = timedelta(minutes=15)


class SignInAgain(Refused):
    """The act needs a sign-in of the last quarter of an hour."""

    status = 403
    code = "sign_in_again"
    message = N_("Par prudence, reconnectez-vous avec un nouveau code, puis recommencez.")


@action(rules.may_change_profile, locked=True)
def change_profile(
    actor: Actor,
    person: Person,
    *,
    name: str,
    country: str,
    language: str,
    timezone: str | None = None,
) -> Person:
    """Change how the person is shown and written to."""
    person.name, person.country = name, country
    person.language, person.timezone = language, timezone
    record(actor, ProfileChanged(person_id=person.id))
    return person


@action(rules.may_keep_account)
def set_password(actor: Actor, *, password_hash: str | None) -> None:
    """
    Keep the hash of a new password, or forget the password.

    :raises SignInAgain: if the actor signed in longer ago than a quarter of an hour
    """
    device = db.session.get(Device, actor.device_id)
    if device is None or now() - device.created_at > FRESH:
        raise SignInAgain()
    person = queries.person_of(actor)
    person.password_hash = password_hash
    record(actor, PasswordChanged(person_id=person.id, is_set=password_hash is not None))
