"""Signing in: guests by a name, members by a code or a password."""

import secrets
from datetime import timedelta
from hmac import compare_digest

from app.accounts import queries, rules
from app.accounts.actions.devices import Entry, _enter
from app.accounts.facts import GuestJoined, MemberJoined, SignInCodeAsked, SignInCodeRefused
from app.accounts.models import Person, SignInCode
from app.accounts.queries import PasswordProof, WrongPassword
from app.core.actions import action, anyone
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import CODES, N_
from app.core.throttle import throttle

CODE_LIVES = timedelta(minutes=10)
MOST_TRIES = 10


class WrongCode(Refused):
    """The digits are not those of the newest code."""

    status = 422
    code = "wrong_code"
    message = N_("Ce n’est pas le bon code. Vérifiez les six chiffres du dernier message reçu.")


class CodeIsOver(Refused):
    """No code of this address can be used: none was asked, or it is used, replaced or too old."""

    status = 422
    code = "code_is_over"
    message = N_("Ce code n’est plus valable. Demandez-en un nouveau.")


class TooManyTries(Refused):
    """The code was tried wrongly ten times."""

    status = 422
    code = "too_many_tries"
    message = N_("Dix essais n’ont pas réussi : ce code ne sert plus. Demandez-en un nouveau.")


@action(rules.may_join_as_guest)
def join_as_guest(
    actor: Actor,
    *,
    name: str,
    country: str,
    language: str | None = None,
    timezone: str | None = None,
    origin: str = "",
    label: str = "",
) -> Entry:
    """
    Make a guest of whoever gives a name and a country, and return their token.

    :raises TooMany: after thousands from one address: a full room may share one with others
    """
    throttle.spend("2400 per 10 minutes", "guest", origin)
    person = Person(name=name, country=country, language=language, timezone=timezone)
    db.session.add(person)
    entry = _enter(actor, person, means="guest", label=label)
    record(Actor(id=person.id), GuestJoined(person_id=person.id, device_id=entry.device.id))
    return Entry(entry.token, person, entry.device, is_new=True)


@action(anyone)
def ask_for_code(actor: Actor, *, email: str, language: str, origin: str = "") -> SignInCode:
    """
    Make a code for an address, known or not; whoever is told sends it.

    :raises TooMany: after five for one person, or hundreds from one address
    """
    throttle.spend("5 per 10 minutes", "code", email, origin)
    throttle.spend("20 per hour", "code-for", email)
    throttle.spend("200 per 10 minutes", "code-from", origin)
    code = SignInCode(
        email=email,
        nonce=secrets.token_hex(16),
        language=language if language in CODES else CODES[0],
        expires_at=now() + CODE_LIVES,
    )
    db.session.add(code)
    db.session.flush()
    record(actor, SignInCodeAsked(code_id=code.id))
    return code


@action(anyone)
def sign_in_with_code(
    actor: Actor,
    *,
    email: str,
    code: str,
    language: str | None = None,
    timezone: str | None = None,
    origin: str = "",
    label: str = "",
) -> Entry | Refused:
    """
    Sign in whoever has the newest code of an address; the first time makes them a member.

    A wrong try is counted, so its refusal is returned, not raised: raising would undo the count.

    :raises TooMany: after too many tries from one address
    """
    throttle.spend("30 per 10 minutes", "try-code", email, origin)
    throttle.spend("600 per 10 minutes", "try-code-from", origin)
    known = queries.newest_code(email)
    if known is None or known.used_at or known.expires_at <= now():
        return CodeIsOver()
    if known.attempts >= MOST_TRIES:
        return TooManyTries()
    if not compare_digest(queries.digits_of(known), code):
        known.attempts += 1
        record(actor, SignInCodeRefused(code_id=known.id, attempts=known.attempts))
        return TooManyTries() if known.attempts >= MOST_TRIES else WrongCode()
    known.used_at = now()
    person = queries.person_by_email(email)
    if person is not None and person.closed_at is not None:
        return CodeIsOver()
    is_new = person is None
    if person is None:
        person = _become_member(actor, email, language, timezone)
    entry = _enter(actor, person, means="code", label=label)
    return Entry(entry.token, person, entry.device, is_new=is_new)


def _become_member(actor: Actor, email: str, language: str | None, timezone: str | None) -> Person:
    """Give the address to the guest who proved it, so that what they asked stays theirs."""
    guest = db.session.get(Person, actor.id) if actor.is_guest else None
    person = guest or Person(name="", country=None)
    person.email = email
    person.email_verified_at = now()
    person.language = person.language or language
    person.timezone = person.timezone or timezone
    db.session.add(person)
    db.session.flush()
    record(Actor(id=person.id), MemberJoined(person_id=person.id, was_guest=guest is not None))
    return person


@action(anyone)
def sign_in_with_password(actor: Actor, *, proof: PasswordProof, label: str = "") -> Entry:
    """
    Sign in who proved their password.

    :raises WrongPassword: if it changed since
    """
    person = db.session.get(Person, proof.person_id)
    if person is None or person.closed_at or person.password_hash != proof.password_hash:
        raise WrongPassword()
    return _enter(actor, person, means="password", label=label)
