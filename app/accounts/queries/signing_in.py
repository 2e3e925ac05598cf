"""What was sent to prove an address, and whether a password is right."""

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import SignInCode
from app.accounts.queries.people import person_by_email
from app.core import seal
from app.core.background import off_hub
from app.core.db import db
from app.core.errors import Refused
from app.core.i18n import N_
from app.core.throttle import throttle


class WrongPassword(Refused):
    """The address is not known, has no password, or has another one."""

    status = 422
    code = "wrong_password"
    message = N_("Cette adresse et ce mot de passe ne vont pas ensemble.")


@dataclass(frozen=True)
class PasswordProof:
    """That the password of a person was given; worth nothing once the password changed."""

    person_id: int
    password_hash: str


def newest_code(email: str) -> SignInCode | None:
    """Return the last code sent to an address, its row locked: an older one is worth nothing."""
    query = select(SignInCode).where(SignInCode.email == email)
    query = query.order_by(SignInCode.id.desc()).limit(1).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def sign_in_code(number: int) -> SignInCode | None:
    """Return one code."""
    return db.session.get(SignInCode, number)


def digits_of(code: SignInCode) -> str:
    """Return the six digits of a code, derived anew from its nonce."""
    number = int.from_bytes(seal.derive("sign-in-code", code.nonce, code.email), "big")
    return f"{number % 1_000_000:06}"


def prove_password(email: str, password: str, origin: str) -> PasswordProof:
    """
    Return the proof that the password is right; as slow whether or not the address is known.

    The hash is computed here and not in an action: a write transaction must never wait for it.

    :raises WrongPassword: if it is not
    :raises TooMany: after too many tries from one address or for one person
    """
    throttle.spend("10 per 10 minutes", "password", email, origin)
    throttle.spend("50 per hour", "password-of", email)
    throttle.spend("200 per 10 minutes", "password-from", origin)
    person = person_by_email(email)
    hashed = person.password_hash if person and person.closed_at is None else None
    if not off_hub(seal.matches_password, hashed, password) or person is None or hashed is None:
        raise WrongPassword()
    return PasswordProof(person.id, hashed)


def hashed_password(password: str) -> str:
    """Return what is kept of a new password."""
    return off_hub(seal.hash_password, password)
