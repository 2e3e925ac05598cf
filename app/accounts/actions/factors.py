"""The second factor: an authenticator application, and recovery codes for the day it is lost."""

import secrets
from hmac import compare_digest

import pyotp
from sqlalchemy import select, update

from app.accounts import queries, rules
from app.accounts.facts import (
    RecoveryCodesMade,
    SecondFactorAdded,
    SecondFactorProved,
    SecondFactorRemoved,
)
from app.accounts.models import Authenticator, Device, RecoveryCode
from app.core import seal
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Conflict, Refused, SecondFactorRequired
from app.core.facts import record
from app.core.i18n import N_
from app.core.throttle import throttle

CODES_MADE = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads as something else
PERIOD = 30  # seconds a one-time password stands for


class WrongSecondFactor(Refused):
    """The code is not that of the moment, or was used already."""

    status = 422
    code = "wrong_second_factor"
    message = N_("Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant et recommencez.")


@action(rules.may_keep_account)
def begin_authenticator(actor: Actor) -> Authenticator:
    """
    Make the secret an authenticator application is to read; it proves nothing until confirmed.

    :raises Conflict: if one is confirmed already
    """
    _may_change(actor)
    kept = queries.authenticator(actor, locked=True)
    if kept and kept.confirmed_at:
        raise Conflict()
    if kept is None:
        kept = Authenticator(person_id=actor.id)
        db.session.add(kept)
    kept.sealed_secret = seal.seal("authenticator", pyotp.random_base32().encode())
    kept.last_counter = 0
    db.session.flush()
    return kept


@action(rules.may_keep_account)
def confirm_authenticator(actor: Actor, *, code: str) -> list[str]:
    """
    Count on the authenticator from now on, and return recovery codes if there were none.

    :raises WrongSecondFactor: if the code is not the one it shows
    """
    throttle.spend("20 per 15 minutes", "second-factor", actor.id)
    _may_change(actor)
    kept = queries.authenticator(actor, locked=True)
    if kept is None or kept.confirmed_at:
        raise Conflict()
    _spend_counter(kept, code)
    kept.confirmed_at = now()
    record(
        actor, SecondFactorAdded(person_id=kept.person_id, means="authenticator", factor_id=kept.id)
    )
    _prove(actor, "authenticator")
    return [] if queries.factors(actor).codes_left else _new_codes(actor)


@action(rules.may_keep_account)
def remove_authenticator(actor: Actor) -> None:
    """Forget the authenticator; without any factor left, no device counts as proved."""
    _need_proof(actor)
    kept = queries.authenticator(actor, locked=True)
    if kept is None:
        raise Conflict()
    record(
        actor,
        SecondFactorRemoved(person_id=kept.person_id, means="authenticator", factor_id=kept.id),
    )
    db.session.delete(kept)
    db.session.flush()
    _forget_proofs_without_factor(actor)


@action(rules.may_keep_account)
def prove_second_factor(actor: Actor, *, code: str) -> None:
    """
    Prove the second factor in this session, by the authenticator or by a recovery code.

    :raises WrongSecondFactor: if the code is wrong or was used already
    :raises TooMany: after twenty tries in a quarter of an hour
    """
    throttle.spend("20 per 15 minutes", "second-factor", actor.id)
    typed = _plain(code)
    kept = queries.authenticator(actor, locked=True)
    if typed.isdigit() and kept and kept.confirmed_at:
        _spend_counter(kept, typed)
        _prove(actor, "authenticator")
        return
    if not _spend_recovery_code(actor, typed):
        raise WrongSecondFactor()
    _prove(actor, "recovery")


@action(rules.may_keep_account)
def make_recovery_codes(actor: Actor) -> list[str]:
    """Replace the recovery codes by ten new ones and return them: they are shown only now."""
    _need_proof(actor)
    return _new_codes(actor)


def _may_change(actor: Actor) -> None:
    if not rules.may_change_factors(actor, queries.factors(actor).exist):
        raise SecondFactorRequired()


def _need_proof(actor: Actor) -> None:
    if not actor.second_factor:
        raise SecondFactorRequired()


def _prove(actor: Actor, means: str) -> None:
    device = db.session.get(Device, actor.device_id)
    if device is None or device.revoked_at or actor.id is None:
        raise Conflict()
    device.second_factor_at = now()
    record(actor, SecondFactorProved(person_id=actor.id, device_id=device.id, means=means))


def _spend_counter(kept: Authenticator, code: str) -> None:
    """Accept the password of this half minute or a neighbour's, each once (RFC 6238, 5.2)."""
    secret = seal.unseal("authenticator", kept.sealed_secret).decode()
    passwords = pyotp.HOTP(secret)
    present = int(now().timestamp()) // PERIOD
    for counter in (present - 1, present, present + 1):
        right = compare_digest(
            passwords.at(counter), code.replace(" ", "").encode("ascii", "replace").decode()
        )
        if right and counter > kept.last_counter:
            kept.last_counter = counter
            return
    raise WrongSecondFactor()


def _spend_recovery_code(actor: Actor, typed: str) -> bool:
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == actor.id,
            RecoveryCode.code_hash == _recovery_hash(actor, typed),
            RecoveryCode.used_at.is_(None),
            RecoveryCode.replaced_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def _new_codes(actor: Actor) -> list[str]:
    db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == actor.id, RecoveryCode.replaced_at.is_(None))
        .values(replaced_at=now())
    )
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(CODES_MADE)]
    db.session.add_all(
        RecoveryCode(person_id=actor.id, code_hash=_recovery_hash(actor, code)) for code in codes
    )
    record(actor, RecoveryCodesMade(person_id=int(actor.id or 0)))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _recovery_hash(actor: Actor, typed: str) -> str:
    return seal.derive("recovery-code", actor.id, typed).hex()


def _plain(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())


def _forget_proofs_without_factor(actor: Actor) -> None:
    """A device that proved a factor which is gone proves nothing any more."""
    if queries.factors(actor).exist:
        return
    for device in db.session.scalars(select(Device).where(Device.person_id == actor.id)):
        device.second_factor_at = None
