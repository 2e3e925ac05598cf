"""Who imports a record and prepares the demonstration: the command line alone."""

from app.core.actors import Actor


def may_import(actor: Actor, *_things: object) -> bool:
    """Allow the system alone."""
    return actor.is_system


def may_demonstrate(actor: Actor, *_things: object) -> bool:
    """Allow the system alone."""
    return actor.is_system
