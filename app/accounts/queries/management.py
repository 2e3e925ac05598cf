"""What an administrator or the secretariat sees of people and roles."""

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.accounts import rules
from app.accounts.models import Person, RoleGrant
from app.accounts.schemas import PLACES
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db, unaccented
from app.core.errors import NotFound
from app.core.formats import sort_key

MOST_FOUND = 50
SEARCHED = (Person.name, Person.email)

Lister = Callable[[Actor], list[tuple[int, str]]]
Namer = Callable[[Collection[int]], Mapping[int, str]]
_listers: dict[str, Lister] = {}
_namers: dict[str, Namer] = {}


def offer_places(kind: str, lister: Lister, namer: Namer) -> None:
    """Let a feature above list and name its places ("meeting", "organisation") of roles."""
    if kind not in PLACES:
        raise ValueError(f"no role is held on a {kind}")
    _listers[kind], _namers[kind] = lister, namer


def places(actor: Actor) -> list[tuple[str, str]]:
    """Return the places a role can be given on, as ("meeting:3", name)."""
    return [
        (f"{kind}:{number}", name)
        for kind, lister in _listers.items()
        for number, name in lister(actor)
    ]


def place_names(grants: Iterable[RoleGrant]) -> dict[str, str]:
    """Return how the places are called where roles are held, listed or not, as "meeting:3"."""
    numbers: dict[str, set[int]] = {}
    for place in filter(None, (grant.place for grant in grants)):
        kind, _, number = place.partition(":")
        numbers.setdefault(kind, set()).add(int(number))
    return {
        f"{kind}:{number}": name
        for kind, held in numbers.items()
        for number, name in _namers[kind](held).items()
    }


def search_people(actor: Actor, words: str) -> list[Person]:
    """
    Return the members whose name or address holds each of `words`, those with a role without words.

    Neither accents nor case nor order count.

    :raises NotFound: if the actor may not manage people
    """
    if not rules.may_manage_people(actor):
        raise NotFound()
    query = select(Person).where(Person.email.is_not(None), Person.closed_at.is_(None))
    for word in sort_key(words).split():
        fits = (unaccented(text).contains(word, autoescape=True) for text in SEARCHED)
        query = query.where(or_(*fits))
    if not words:
        query = query.where(Person.grants.any(_held_now()))
    query = query.options(selectinload(Person.grants).joinedload(RoleGrant.granted_by))
    return list(db.session.scalars(query.order_by(Person.name, Person.id).limit(MOST_FOUND)))


def member(actor: Actor, number: int) -> Person:
    """
    Return one member with all the roles ever given.

    :raises NotFound: if there is none, or the actor may not manage people
    """
    query = select(Person).where(Person.id == number, Person.email.is_not(None))
    query = query.options(selectinload(Person.grants).joinedload(RoleGrant.granted_by))
    found = db.session.scalar(query) if rules.may_manage_people(actor) else None
    if found is None:
        raise NotFound()
    return found


def grant(actor: Actor, person: Person, number: int) -> RoleGrant:
    """
    Return one role that `person` holds.

    :raises NotFound: if it is another person's or already over
    """
    found = db.session.get(RoleGrant, number)
    if not rules.may_manage_people(actor) or found is None or found.person_id != person.id:
        raise NotFound()
    if not found.is_held(now()):
        raise NotFound()
    return found


def role_grant(number: int) -> RoleGrant | None:
    """Return one role that was given, held or not."""
    return db.session.get(RoleGrant, number)


def _held_now():  # type: ignore[no-untyped-def]
    return (RoleGrant.revoked_at.is_(None)) & (
        RoleGrant.until.is_(None) | (RoleGrant.until > now())
    )
