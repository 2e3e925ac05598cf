"""A small feature for the tests of the core: notes, kept as sources of the directory."""

from dataclasses import dataclass
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import Fact, FactRecord, record
from app.directory.models import Source


@dataclass(frozen=True, kw_only=True)
class NoteKept(Fact):
    """A note was kept in one of the books."""

    note_id: int
    book: str = "a"

    @property
    def scope(self) -> str:
        return f"book:{self.book}"


@dataclass(frozen=True, kw_only=True)
class NoteCounted(NoteKept):
    """A note that nobody is told of."""


class Full(Refused):
    """The book is full."""

    code = "full"
    message = "Le cahier %(book)s est plein."


def is_known(actor: Actor, *_things: Any) -> bool:
    """Whether somebody is known."""
    return actor.is_known


def is_short(actor: Actor, note: Source) -> bool:
    """Whether the note is short; reads the row."""
    return len(note.about) < 20


@action(is_known)
def keep_note(actor: Actor, *, code: str, book: str = "a", fail: bool = False) -> Source:
    """Keep a note; `fail` refuses after everything was written."""
    note = Source(code=code, about="note")
    db.session.add(note)
    db.session.flush()
    record(actor, NoteKept(note_id=note.id, book=book))
    if fail:
        raise Full(book=book)
    return note


@action(is_known)
def keep_two(actor: Actor, *, code: str, fail: bool = False) -> Source:
    """Keep two notes in one transaction."""
    keep_note(actor, code=f"{code}-1")
    return keep_note(actor, code=f"{code}-2", fail=fail)


@action(is_known)
def count_note(actor: Actor, *, book: str = "a") -> None:
    """Record a fact and return nothing."""
    record(actor, NoteCounted(note_id=0, book=book))


@action(is_short, locked=True)
def lengthen(actor: Actor, note: Source, *, by: str) -> Source:
    """Make a short note longer."""
    note.about += by
    record(actor, NoteKept(note_id=note.id))
    return note


def notes() -> list[str]:
    """Return the codes of the notes in the database."""
    return sorted(db.session.scalars(db.select(Source.code)))


def recorded(scope: str = "book:a") -> list[FactRecord]:
    """Return the facts of a book, oldest first."""
    query = db.select(FactRecord).where(FactRecord.scope == scope).order_by(FactRecord.seq)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))
