"""Keys derived from the platform's secret: what is sealed, signed or hashed slowly."""

import base64
import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet
from flask import current_app

# OWASP's smallest Argon2id setting: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODYS = (  # the hash of a password that was thrown away: checking it takes as long
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$hUYVzfr//QAHhV5LTb7BZg$nypwosVYSFaK4ngsCV+JUKAJ67hNkybaZCegfj4R36s"
)


def derive(purpose: str, *parts: object) -> bytes:
    """Return 32 bytes that only this platform can compute for `purpose` and `parts`."""
    text = "\0".join([purpose, *map(str, parts)])
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


def seal(purpose: str, content: bytes) -> bytes:
    """Return `content` unreadable without the platform's secret."""
    return _box(purpose).encrypt(content)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """
    Return what was sealed.

    :raises cryptography.fernet.InvalidToken: if it was sealed for something else, or changed
    """
    return _box(purpose).decrypt(sealed)


def hash_password(password: str) -> str:
    """Return the Argon2id hash to keep; it computes for about 50 ms."""
    return _hasher.hash(password)


def matches_password(hashed: str | None, password: str) -> bool:
    """Whether `password` was hashed as `hashed`; takes as long where there is no hash."""
    try:
        return _hasher.verify(hashed or _NOBODYS, password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive("seal", purpose)))
