"""
Facts: what happened, in the past tense, written with the act and told after its commit.

One row is the audit trail, the outbox and the live cursor. Each scope (a room, a meeting, the
accounts) counts its facts without a gap and chains them by SHA-256, so that a fact removed or
changed is seen by `broken_links`.
"""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Index,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actors import Actor
from app.core.bulk import insert_rows
from app.core.clock import now
from app.core.db import Base, Identified, db, one_writer, restrict

log = logging.getLogger(__name__)

GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. Subclasses hold ids, never private text, and name their scope."""

    kinds: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        Fact.kinds[cls.__name__] = cls

    @property
    def scope(self) -> str:
        """The sequence the fact belongs to, `room:3` for instance."""
        raise NotImplementedError


class FactScope(Base):
    """The last number and hash of one sequence; its row is the lock that orders commits."""

    __tablename__ = "fact_scope"

    name: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[str] = mapped_column(default=GENESIS)


class FactRecord(Identified, Base):
    """One fact as it was written. Append-only: a trigger lets only `told_at` be set, once."""

    __tablename__ = "fact_record"
    __table_args__ = (
        UniqueConstraint("scope", "seq"),
        Index(
            "ix_fact_record_untold",
            "id",
            sqlite_where=text("told_at is null"),
            postgresql_where=text("told_at is null"),
        ),
    )

    scope: Mapped[str]
    seq: Mapped[int]
    name: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(restrict("person.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    happened_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    @property
    def fact(self) -> Fact:
        """The fact as the dataclass it was."""
        return Fact.kinds[self.name](**self.data)

    def computed_hash(self) -> str:
        """Return the hash this row must have, from its own content and the hash before it."""
        return _hash([getattr(self, name) for name in HASHED])


HASHED = ("previous_hash", "scope", "seq", "name", "actor_id", "data", "happened_at")


def _hash(content: list[Any]) -> str:
    """Return the hash of a fact's columns, in the order of `HASHED`."""
    said = [*content[:-1], content[-1].isoformat()]
    return hashlib.sha256(_written(said).encode()).hexdigest()


_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


Subscriber = Callable[[Any, FactRecord], None]
_subscribers: dict[type[Fact], list[Subscriber]] = defaultdict(list)


def on(*kinds: type[Fact]) -> Callable[[Subscriber], Subscriber]:
    """Tell the decorated subscriber each fact of `kinds`; it must bear being told twice."""

    def register(subscriber: Subscriber) -> Subscriber:
        for kind in kinds:
            _subscribers[kind].append(subscriber)
        return subscriber

    return register


def record(actor: Actor, fact: Fact) -> FactRecord:
    """Write `fact` into the transaction of the running action."""
    db.session.flush()
    (columns,) = _chained(fact.scope, [(actor, fact)])
    _stand_at(columns)
    row = FactRecord(**columns)
    db.session.add(row)
    db.session.info.setdefault("recorded", []).append(row)
    return row


def record_all(happened: Sequence[tuple[Actor, Fact]]) -> list[dict[str, Any]]:
    """
    Write facts that nobody subscribes to into the running transaction; return their columns.

    :raises ValueError: if somebody does: then each is to be told, and recorded by itself
    """
    by_scope: dict[str, list[tuple[Actor, Fact]]] = defaultdict(list)
    for actor, fact in happened:
        if _subscribers[type(fact)]:
            raise ValueError(f"{type(fact).__name__} has subscribers")
        by_scope[fact.scope].append((actor, fact))
    db.session.flush()
    # Always in the same order: two processes that write to the same scopes never wait in a circle.
    written = []
    for name in sorted(by_scope):
        rows = _chained(name, by_scope[name])
        insert_rows(db.session.connection(), FactRecord, rows)
        _stand_at(rows[-1])
        written += rows
    return written


def _chained(name: str, happened: list[tuple[Actor, Fact]]) -> list[dict[str, Any]]:
    """Take the numbers of facts of one scope, and return their columns, each linked to the last."""
    first, head = _advance(name)
    at, rows = now(), list[dict[str, Any]]()
    for seq, (actor, fact) in enumerate(happened, first):
        content = [head, name, seq, type(fact).__name__, actor.id, dict(vars(fact)), at]
        row: dict[str, Any] = dict(zip(HASHED, content, strict=True))
        row |= {"hash": _hash(content), "told_at": None if _subscribers[type(fact)] else at}
        head = row["hash"]
        rows.append(row)
    return rows


def _stand_at(last: dict[str, Any]) -> None:
    """Let a scope stand at its last fact; the database refuses if one before it is missing."""
    place = {"scope": last["scope"], "number": last["seq"], "hash": last["hash"]}
    db.session.connection().execute(_STEP, place)


def _advance(name: str) -> tuple[int, str]:
    """Take the next number of a scope; the row lock makes commit order the order of numbers."""
    taken = db.session.connection().execute(_NEXT[db.engine.dialect.name], {"name": name})
    seq, head = taken.one()
    return seq, head


def _next(upsert: Any) -> Any:
    first = upsert(_SCOPES).values(name=bindparam("name"), seq=1, head=GENESIS)
    following = {"seq": _SCOPES.c.seq + 1}
    taken = first.on_conflict_do_update(index_elements=[_SCOPES.c.name], set_=following)
    return taken.returning(_SCOPES.c.seq, _SCOPES.c.head)


# Built once, and past the ORM: they are asked at every act, and at every look at every room.
_SCOPES = FactScope.__table__
_NEXT = {"postgresql": _next(postgresql_insert), "sqlite": _next(sqlite_insert)}
_STEP = (
    update(FactScope)
    .where(FactScope.name == bindparam("scope"))
    .values(seq=bindparam("number"), head=bindparam("hash"))
)
_HEADS = select(_SCOPES.c.name, _SCOPES.c.seq).where(
    _SCOPES.c.name.in_(bindparam("names", expanding=True))
)


def latest(scope: str) -> int:
    """Return the last number used in `scope`, 0 before the first."""
    return heads(scope)[0]


def heads(*scopes: str) -> list[int]:
    """Return the last number used in each scope, 0 before the first."""
    found: dict[str, int] = dict(db.session.execute(_HEADS, {"names": scopes}).all())
    return [found.get(scope, 0) for scope in scopes]


def since(scope: str, after: int, upto: int | None = None) -> list[FactRecord]:
    """Return the facts of `scope` numbered above `after`, and at most `upto`, oldest first."""
    query = select(FactRecord).where(FactRecord.scope == scope, FactRecord.seq > after)
    if upto is not None:
        query = query.where(FactRecord.seq <= upto)
    return list(db.session.scalars(query.order_by(FactRecord.seq)))


def tell(rows: list[FactRecord]) -> int:
    """Run the subscribers of `rows`, return how many were told; the worker tries the rest."""
    told = [row.id for row in rows if row.told_at is None and _tell_one(row)]
    if told:
        _note_told(told)
    return len(told)


def _note_told(ids: list[int]) -> None:
    # The worker may have told some of them meanwhile; what it noted stands.
    unnoted = FactRecord.id.in_(ids) & FactRecord.told_at.is_(None)
    try:
        db.session.commit()
        with one_writer(db.session):
            db.session.connection(execution_options={"writes": True})
            db.session.execute(update(FactRecord).where(unnoted).values(told_at=now()))
            db.session.commit()
    except DBAPIError:
        # The act itself is committed: failing now would say that it was not. They are told again.
        db.session.rollback()
        log.exception("facts %s were told, but that could not be noted", ids)


def _tell_one(row: FactRecord) -> bool:
    fact = row.fact
    try:
        for subscriber in _subscribers[type(fact)]:
            subscriber(fact, row)
    except Exception:
        db.session.rollback()
        log.exception("fact %s (%s) could not be told", row.id, row.name)
        return False
    return True


def untold(older_than: datetime, limit: int = 500) -> list[FactRecord]:
    """Return facts written before `older_than` that no subscriber has confirmed."""
    query = select(FactRecord).where(
        FactRecord.told_at.is_(None), FactRecord.happened_at < older_than
    )
    return list(db.session.scalars(query.order_by(FactRecord.id).limit(limit)))


def broken_links() -> Iterator[tuple[str, int, str]]:
    """Yield scope, number and reason for each fact whose number or hash does not follow."""
    expected: dict[str, tuple[int, str]] = defaultdict(lambda: (1, GENESIS))
    for row in db.session.scalars(
        select(FactRecord)
        .order_by(FactRecord.scope, FactRecord.seq)
        .execution_options(yield_per=500)
    ):
        seq, previous = expected[row.scope]
        if row.seq != seq:
            yield row.scope, row.seq, f"number {seq} is missing"
        if row.previous_hash != previous:
            yield row.scope, row.seq, "does not follow the fact before it"
        if row.hash != row.computed_hash():
            yield row.scope, row.seq, "was changed"
        expected[row.scope] = (row.seq + 1, row.hash)
    heads = select(FactScope.name, FactScope.seq, FactScope.head).order_by(FactScope.name)
    for scope, seq, head in db.session.execute(heads).all():
        following, last_hash = expected.pop(scope, (1, GENESIS))
        if following - 1 != seq:
            yield scope, seq, "the last facts are missing"
        elif last_hash != head:
            yield scope, seq, "is not the last fact that was written"
    for scope, (following, _hash) in expected.items():
        yield scope, following - 1, "its sequence is not known"


def count() -> int:
    """Return how many facts are written."""
    return db.session.scalar(select(func.count()).select_from(FactRecord)) or 0
