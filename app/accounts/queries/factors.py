"""What can prove a person a second time."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import Authenticator, Passkey, RecoveryCode
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound


@dataclass(frozen=True)
class Factors:
    """What a person has set up; a recovery code alone is not a factor."""

    authenticator: Authenticator | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def exist(self) -> bool:
        """Whether there is anything to prove with."""
        return self.authenticator is not None or bool(self.passkeys)


def factors(actor: Actor) -> Factors:
    """Return what the actor has set up and confirmed."""
    kept = authenticator(actor)
    query = select(Passkey).where(Passkey.person_id == actor.id, Passkey.removed_at.is_(None))
    left = select(func.count()).where(
        RecoveryCode.person_id == actor.id,
        RecoveryCode.used_at.is_(None),
        RecoveryCode.replaced_at.is_(None),
    )
    return Factors(
        authenticator=kept if kept and kept.confirmed_at else None,
        passkeys=tuple(db.session.scalars(query.order_by(Passkey.id))),
        codes_left=db.session.scalar(left) or 0,
    )


def authenticator(actor: Actor, *, locked: bool = False) -> Authenticator | None:
    """Return the actor's authenticator, confirmed or not; `locked` locks its row."""
    query = select(Authenticator).where(Authenticator.person_id == actor.id)
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def passkey(actor: Actor, number: int) -> Passkey:
    """
    Return one of the actor's own keys.

    :raises NotFound: if it is another person's, or removed
    """
    found = db.session.get(Passkey, number)
    if found is None or found.person_id != actor.id or found.removed_at is not None:
        raise NotFound()
    return found
