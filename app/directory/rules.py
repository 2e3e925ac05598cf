"""Who keeps the directory."""

from app.accounts.models import Role
from app.core.actors import Actor


def may_keep_directory(actor: Actor, *_things: object) -> bool:
    """Allow the secretariat and administrators, on everything."""
    return actor.holds(Role.SECRETARIAT, Role.ADMINISTRATOR)
