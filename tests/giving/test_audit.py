"""What the audit finds in a ledger that somebody rewrote with the database's guards taken off."""

import pytest
from flask import Flask
from sqlalchemy import bindparam, text

from app.core.db import db
from app.giving import actions, queries
from app.giving.models import EntryState
from tests.factories import giving

TAMPERED = ("movement", "position", "position_by_kind", "giving_series")
ONE_MORE = "entered = CASE entered WHEN 0 THEN 0 ELSE entered + 1 END"
ONE_LESS = "gone = CASE gone WHEN 0 THEN 0 ELSE gone + 1 END"


@pytest.mark.parametrize(
    ("found", "statements"),
    [
        (
            "did not move what was approved",
            [
                "UPDATE movement SET amount = amount + 1",
                f"UPDATE position SET {ONE_MORE}, {ONE_LESS}",
                f"UPDATE position_by_kind SET {ONE_MORE}, {ONE_LESS}",
            ],
        ),
        (
            "did not move what was approved",
            [f"DELETE FROM {table}" for table in ("movement", "position", "position_by_kind")],
        ),
        ("series ledger 0 counted to 2", ["UPDATE giving_series SET last = 2 WHERE year = 0"]),
        ("counted to 2", ["UPDATE giving_series SET last = 2 WHERE name = 'REC'"]),
    ],
    ids=["amounts changed together", "movements removed", "last entry", "last receipt"],
)
def test_money_rewritten_together_with_its_sums(
    app: Flask, found: str, statements: list[str]
) -> None:
    giving.held("100")
    by = giving.treasurer()
    actions.issue_receipt(by, queries.entries(by, EntryState.POSTED)[0])
    assert queries.broken_promises() == []
    for statement in [*_taken_off(), *statements]:
        db.session.execute(text(statement))
    db.session.expire_all()
    wrong = queries.broken_promises()
    db.session.rollback()
    assert any(found in sentence for sentence in wrong), wrong


def _taken_off() -> list[str]:
    """Return what takes the guards off until the transaction is rolled back."""
    if db.engine.dialect.name == "postgresql":
        return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TAMPERED]
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN :tables")
    chosen = names.bindparams(bindparam("tables", TAMPERED, expanding=True))
    return [f"DROP TRIGGER {name}" for name in db.session.scalars(chosen)]
