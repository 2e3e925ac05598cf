"""Receipts: the one that stands, the one that cancels, and any by its number."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.codes import copied
from app.core.db import db
from app.core.errors import NotFound
from app.giving.models import Entry, Lot, Receipt


def standing_receipt(entry: Entry) -> Receipt | None:
    """Return the receipt of an entry that was not cancelled."""
    cancels = select(Receipt.replaces_id).where(Receipt.replaces_id.is_not(None))
    return db.session.scalar(
        select(Receipt).where(
            Receipt.entry_id == entry.id, Receipt.replaces_id.is_(None), Receipt.id.not_in(cancels)
        )
    )


def replacement_of(receipt: Receipt) -> Receipt | None:
    """Return the receipt that cancels this one."""
    return db.session.scalar(select(Receipt).where(Receipt.replaces_id == receipt.id))


def is_whole(receipt: Receipt) -> bool:
    """Whether the snapshot of a receipt is the one its hash was made of."""
    return receipt.hash == receipt.computed_hash()


def receipt(_actor: Actor, code: str) -> Receipt:
    """
    Return a receipt by its number, to be verified by anybody.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(
        select(Receipt)
        .where(Receipt.code == copied(code))
        .options(
            joinedload(Receipt.lot).joinedload(Lot.pledge),
            joinedload(Receipt.replaces),
            joinedload(Receipt.entry).options(selectinload(Entry.planned)),
        )
    )
    if found is None:
        raise NotFound()
    return found
