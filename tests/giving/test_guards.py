"""What the database itself refuses, whoever asks."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.clock import now
from app.core.db import db
from app.giving import actions, queries
from app.giving.models import EntryState, PlaceKind
from tests.factories import giving

KEPT = (
    *("campaign", "pledge", "pledge_event", "programme", "lot", "place", "entry", "movement"),
    *("position", "position_by_kind", "receipt", "fx_rate", "giving_series"),
)


def refused(statement: str) -> bool:
    """Whether the database refuses a statement that no action would write."""
    db.session.rollback()
    try:
        db.session.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        db.session.rollback()
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE movement SET amount = amount + 1",
        "UPDATE position SET entered = entered + 1",
        "UPDATE position SET gone = gone + 1, last_seq = last_seq + 1",
        "UPDATE position_by_kind SET entered = entered + 1, last_seq = 9",
        "UPDATE entry SET words = 'autre chose'",
        "UPDATE entry SET state = 'submitted'",
        "UPDATE entry_line SET amount = 1",
        "DELETE FROM entry_line",
        "UPDATE lot SET seq = seq + 1",
        "UPDATE lot SET ref = 'AUTRE'",
        "UPDATE pledge SET amount = 1",
        "UPDATE pledge SET standing = 1",
        "UPDATE pledge_event SET now_is = 1",
        "UPDATE place SET kind = 'external' WHERE kind = 'treasury'",
        "UPDATE giving_series SET last = last + 2",
        (
            "INSERT INTO movement (entry_id, line, lot_id, seq, from_id, to_id, currency, amount) "
            "SELECT entry_id, line, lot_id, seq + 1, from_id, to_id, currency, amount FROM movement"
        ),
        (
            "INSERT INTO movement (entry_id, line, lot_id, seq, from_id, to_id, currency, amount) "
            "SELECT entry_id, 2, lot_id, seq + 1, from_id, to_id, currency, 5 FROM movement"
        ),
        (
            "INSERT INTO position (lot_id, place_id, kind, currency, entered, gone, last_seq) "
            "SELECT lot_id, place_id, kind, 'EUR', 5, 0, 0 FROM position"
        ),
        *(f"DELETE FROM {table}" for table in KEPT),
    ],
)
def test_what_was_written_stays(app: Flask, statement: str) -> None:
    lot, treasury = giving.held("100")
    by = giving.treasurer()
    entry = queries.entries(by, EntryState.POSTED)[0]
    actions.issue_receipt(by, entry)
    day = now().date()
    actions.enter_rate(by, base="USD", quote="XOF", rate="5", as_of=day, source="x")
    actions.open_campaign(giving.secretary(), slug="c", title="C", purpose="P")
    giving.programme()
    assert refused(statement), statement
    assert giving.left(lot, treasury) == 100
    assert queries.broken_promises() == []


def test_a_payment_past_the_actions_is_refused_too(app: Flask) -> None:
    lot, treasury = giving.held("100")
    entry = giving.submitted(
        giving.treasurer(),
        lot,
        "payment",
        treasury,
        giving.place(PlaceKind.BENEFICIARY),
        amount="101",
    )
    number = entry.id
    who = giving.approver().id
    db.session.rollback()
    with pytest.raises(DBAPIError, match="would overdraw"):
        _post_by_hand(number, who)
    db.session.rollback()


def _post_by_hand(number: int, who: int | None) -> None:
    db.session.execute(
        text(
            "UPDATE entry SET state = 'posted', number = 2, hash = :hash, "
            "posted_at = submitted_at, approved_by_id = :who, "
            "previous_hash = (SELECT hash FROM entry WHERE number = 1) "
            "WHERE id = :id"
        ),
        {"hash": "f" * 64, "who": who, "id": number},
    )
    db.session.execute(
        text(
            "INSERT INTO movement (entry_id, line, lot_id, seq, from_id, to_id, currency, amount) "
            "SELECT entry_id, line, lot_id, 2, from_id, to_id, currency, amount FROM entry_line "
            "WHERE entry_id = :id"
        ),
        {"id": number},
    )
