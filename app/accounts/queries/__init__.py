"""Reads about people; what is not one's own or one's to manage does not exist."""

from app.accounts.queries.factors import Factors, authenticator, factors, passkey
from app.accounts.queries.management import (
    grant,
    member,
    offer_places,
    places,
    role_grant,
    search_people,
)
from app.accounts.queries.people import (
    actor_of,
    as_actor,
    device,
    device_of,
    devices,
    hash_token,
    held_grants,
    holds_staff_role,
    person_by_email,
    person_of,
)
from app.accounts.queries.signing_in import (
    PasswordProof,
    WrongPassword,
    digits_of,
    hashed_password,
    newest_code,
    prove_password,
    sign_in_code,
)

__all__ = [
    "Factors",
    "PasswordProof",
    "WrongPassword",
    "actor_of",
    "as_actor",
    "authenticator",
    "device",
    "device_of",
    "devices",
    "digits_of",
    "factors",
    "grant",
    "hash_token",
    "hashed_password",
    "held_grants",
    "holds_staff_role",
    "member",
    "newest_code",
    "offer_places",
    "passkey",
    "person_by_email",
    "person_of",
    "places",
    "prove_password",
    "role_grant",
    "search_people",
    "sign_in_code",
]
