"""Actions: the only writers. One rule, one transaction, one telling after the commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial, wraps
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import facts
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import Base, Identified, db, one_writer, restrict
from app.core.errors import Conflict, NotAllowed, SignInRequired
from app.core.throttle import Claim, Unspent, throttle

Result = TypeVar("Result")
Rule = Callable[..., bool]
MOST_CLAIMS = 100  # by one act; more means a claim that a new beginning does not find again


class AnsweredKey(Identified, Base):
    """The first result of a write that carried a client-made key; a replay gets it again."""

    __tablename__ = "answered_key"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    person_id: Mapped[int] = mapped_column(restrict("person.id"))
    key: Mapped[str]
    action: Mapped[str]
    result_type: Mapped[str | None]
    result_id: Mapped[int | None]
    answered_at: Mapped[datetime]


def action(
    rule: Rule, *, locked: bool = False
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """
    Make a function the guarded writer of one act.

    The positional arguments after the actor are what the rule is asked about; `locked` locks and
    rereads the first of them before the rule. `key`, a UUID made by the client, makes a replay
    return the first result. The outermost action commits, then tells.

    :raises SignInRequired: if nobody is known and the rule refuses
    :raises NotAllowed: if the rule refuses
    :raises Conflict: if the key served another action
    """

    def decorate(perform: Callable[..., Result]) -> Callable[..., Result]:
        name = f"{perform.__module__}.{perform.__qualname__}"

        @wraps(perform)
        def act(actor: Actor, *things: Any, key: UUID | str | None = None, **data: Any) -> Result:
            once = partial(attempt, actor, *things, key=key, **data)
            return once() if db.session.info.get("acting") else _outermost(once, key is not None)

        def attempt(actor: Actor, *things: Any, key: UUID | str | None, **data: Any) -> Result:
            with transaction():
                if locked:
                    lock_row(things[0])
                # Under the lock: a replay that waited for its first sending finds its result.
                known = _first_result(actor, key, name)
                if known is not None:
                    return _load(known)
                permit(rule, actor, *things)
                result = perform(actor, *things, **data)
                _keep_result(actor, key, name, result)
                return result

        act.rule = rule  # type: ignore[attr-defined]
        return act

    return decorate


def permit(rule: Rule, actor: Actor, *things: Any) -> None:
    """
    Ask the rule.

    :raises SignInRequired: if nobody is known and the rule refuses
    :raises NotAllowed: if the rule refuses
    """
    if not rule(actor, *things):
        raise NotAllowed() if actor.is_known else SignInRequired()


def _outermost(once: Callable[[], Result], is_keyed: bool) -> Result:
    """Act, and begin again after taking an allowance or meeting the same key being answered."""
    spent: set[Claim] = set()
    while True:
        db.session.info["spent"] = spent
        try:
            return once()
        except Unspent as unspent:
            if len(spent) >= MOST_CLAIMS:
                raise RuntimeError("the claims change at each beginning") from unspent
            throttle.take(unspent.claims)
            spent.update(unspent.claims)
        except IntegrityError:
            if not is_keyed:
                raise
            is_keyed = False  # perhaps the key was answered just now: then its result is there


@contextmanager
def transaction() -> Iterator[None]:
    """Open the write transaction, or join the one that runs; tell the facts after the commit."""
    session = db.session
    if session.info.get("acting"):
        yield
        return
    # The reads of the door end here: everything is read again under the lock.
    session.rollback()
    session.expire_all()
    with one_writer(session):
        session.info["acting"] = True
        session.info["recorded"] = []
        try:
            session.connection(execution_options={"writes": True})
            yield
            session.commit()
            recorded = session.info.pop("recorded")
        except BaseException:
            session.rollback()
            session.info.pop("recorded", None)
            raise
        finally:
            session.info["acting"] = False
    facts.tell(recorded)


def lock_row(thing: Any) -> None:
    """
    Lock the row of `thing` and read it again; on SQLite the transaction itself is the lock.

    The row's number stays free, so that rows that point at it neither wait nor deadlock.
    """
    model = type(thing)
    db.session.scalars(
        select(model)
        .where(model.id == thing.id)
        .with_for_update(of=model, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def _first_result(actor: Actor, key: UUID | str | None, name: str) -> AnsweredKey | None:
    if key is None or actor.id is None:
        return None
    known = db.session.scalar(
        select(AnsweredKey).where(AnsweredKey.person_id == actor.id, AnsweredKey.key == str(key))
    )
    if known is not None and known.action != name:
        raise Conflict()
    return known


def _keep_result(actor: Actor, key: UUID | str | None, name: str, result: Any) -> None:
    if key is None or actor.id is None:
        return
    db.session.flush()
    number = getattr(result, "id", None)
    db.session.add(
        AnsweredKey(
            person_id=actor.id,
            key=str(key),
            action=name,
            result_type=type(result).__name__ if number is not None else None,
            result_id=number,
            answered_at=now(),
        )
    )
    db.session.flush()


def _load(known: AnsweredKey) -> Any:
    if known.result_type is None:
        return None
    models = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
    return db.session.get(models[known.result_type], known.result_id)


def anyone(_actor: Actor, *_things: Any) -> bool:
    """Allow the act to everybody, known or not."""
    return True


def only_system(actor: Actor, *_things: Any) -> bool:
    """Allow the act to the system alone: jobs, imports and the command line."""
    return actor.is_system
