"""The second factor: a key of the telephone or computer (WebAuthn)."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import webauthn
from sqlalchemy import select
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts import queries, rules
from app.accounts.actions.factors import (
    _forget_proofs_without_factor,
    _may_change,
    _new_codes,
    _prove,
)
from app.accounts.facts import SecondFactorAdded, SecondFactorRemoved
from app.accounts.models import Device, Passkey
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.facts import record
from app.core.i18n import N_
from app.core.throttle import throttle

CHALLENGE_LIVES = timedelta(minutes=5)
ENOUGH = 10  # keys of one person


class WrongPasskey(Refused):
    """The key did not answer as it should."""

    status = 422
    code = "wrong_passkey"
    message = N_("Cette clé n’a pas pu être vérifiée. Recommencez, ou choisissez un autre moyen.")


@dataclass(frozen=True)
class Site:
    """Where the browser is: the name keys are bound to, and the address it sees."""

    rp_id: str
    origin: str


@action(rules.may_keep_account)
def begin_passkey(actor: Actor, *, site: Site) -> dict[str, Any]:
    """Return what the browser needs to make a key; its challenge serves once, for five minutes."""
    throttle.spend("30 per 15 minutes", "passkey", actor.id)
    _may_change(actor)
    known = queries.factors(actor).passkeys
    if len(known) >= ENOUGH:
        raise Conflict()
    person = queries.person_of(actor)
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name="Toukanblon",
        user_id=f"person-{person.id}".encode(),
        user_name=person.email or person.name,
        user_display_name=person.name or person.email or "",
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    _keep_challenge(actor, options.challenge)
    return dict(json.loads(webauthn.options_to_json(options)))


@action(rules.may_keep_account)
def add_passkey(actor: Actor, *, credential: str, name: str, site: Site) -> list[str]:
    """
    Count on a new key from now on, and return recovery codes if there were none.

    :raises WrongPasskey: if its answer is not to the challenge, or not from this site
    """
    _may_change(actor)
    challenge = _spend_challenge(actor)
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise WrongPasskey() from error
    if db.session.scalar(select(Passkey).where(Passkey.credential_id == verified.credential_id)):
        raise WrongPasskey()
    key = Passkey(
        person_id=actor.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name,
    )
    db.session.add(key)
    db.session.flush()
    record(actor, SecondFactorAdded(person_id=key.person_id, means="passkey", factor_id=key.id))
    _prove(actor, "passkey")
    return [] if queries.factors(actor).codes_left else _new_codes(actor)


@action(rules.may_keep_account)
def begin_passkey_proof(actor: Actor, *, site: Site) -> dict[str, Any]:
    """Return what the browser needs to ask one of the actor's keys."""
    throttle.spend("30 per 15 minutes", "passkey", actor.id)
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        allow_credentials=_descriptors(queries.factors(actor).passkeys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    _keep_challenge(actor, options.challenge)
    return dict(json.loads(webauthn.options_to_json(options)))


@action(rules.may_keep_account)
def prove_with_passkey(actor: Actor, *, credential: str, site: Site) -> None:
    """
    Prove the second factor in this session by one of the actor's keys.

    :raises WrongPasskey: if it is not theirs, or its answer is not to the challenge
    """
    throttle.spend("30 per 15 minutes", "passkey-proof", actor.id)
    challenge = _spend_challenge(actor)
    key = _key_of(actor, credential)
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise WrongPasskey() from error
    key.sign_count = verified.new_sign_count
    key.last_used_at = now()
    _prove(actor, "passkey")


@action(rules.may_remove_passkey, locked=True)
def remove_passkey(actor: Actor, passkey: Passkey) -> None:
    """Count on a key no longer."""
    passkey.removed_at = now()
    record(
        actor,
        SecondFactorRemoved(person_id=passkey.person_id, means="passkey", factor_id=passkey.id),
    )
    db.session.flush()
    _forget_proofs_without_factor(actor)


def _descriptors(keys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=key.credential_id) for key in keys]


def _keep_challenge(actor: Actor, challenge: bytes) -> None:
    device = _device(actor)
    device.challenge, device.challenge_at = challenge, now()


def _spend_challenge(actor: Actor) -> bytes:
    device = _device(actor)
    challenge, made_at = device.challenge, device.challenge_at
    if challenge is None or made_at is None or now() - made_at > CHALLENGE_LIVES:
        raise WrongPasskey()
    device.challenge = device.challenge_at = None
    return challenge


def _device(actor: Actor) -> Device:
    query = select(Device).where(Device.id == actor.device_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _key_of(actor: Actor, credential: str) -> Passkey:
    try:
        number = webauthn.base64url_to_bytes(str(json.loads(credential)["rawId"]))
    except (ValueError, KeyError, TypeError) as error:
        raise WrongPasskey() from error
    for key in queries.factors(actor).passkeys:
        if key.credential_id == number:
            return key
    raise WrongPasskey()
