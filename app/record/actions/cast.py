"""The people of the demonstration, each acting with what was given to them meanwhile."""

import base64
import io
from collections.abc import Mapping

from app.accounts.models import Role
from app.accounts.queries import actor_of
from app.core.actors import Actor

Tokens = Mapping[str, str]
DOT = (  # the smallest picture: what is demonstrated is the way, not the paper
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)


def _acting(tokens: Tokens, role: Role) -> Actor:
    """Return who plays a role."""
    player = actor_of(tokens[role.value])
    assert player is not None
    return player


def _picture(end: str) -> io.BytesIO:
    """Return a picture that differs by its end, so that no file is seen twice."""
    return io.BytesIO(base64.b64decode(DOT) + end.encode())
