"""Many at once: one balance is paid once, one number is given once, a replay changes nothing."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.core.db import db
from app.giving import actions, queries
from app.giving.models import Entry, EntryState, Movement, PlaceKind, Receipt
from tests.factories import giving
from tests.racing import at_once


def approving(actor: Any, number: int) -> Callable[[], Any]:
    """Return the act of approving an entry, as another process would."""

    def approve() -> Any:
        entry = db.session.get_one(Entry, number)
        return actions.approve_entry(actor, entry).number

    return approve


class TestEightAtOnce:
    def test_payments_of_one_balance_post_exactly_one(self, app: Flask) -> None:
        lot, treasury = giving.held("100")
        by = giving.treasurer()
        entries = [
            giving.submitted(
                by,
                lot,
                "payment",
                treasury,
                giving.place(PlaceKind.BENEFICIARY, f"B{number}"),
                amount="60",
            ).id
            for number in range(8)
        ]
        people = [giving.approver() for _ in entries]
        results = at_once(app, *map(approving, people, entries))
        posted = [each for each in results if isinstance(each, int)]
        refused = [each for each in results if isinstance(each, actions.Overdrawn)]
        assert (len(posted), len(refused)) == (1, 7), results
        assert giving.left(lot, treasury) == 40
        assert queries.broken_promises() == []

    def test_approvals_of_one_entry_post_it_once(self, app: Flask) -> None:
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        entry = giving.submitted(
            giving.treasurer(), lot, "receipt", giving.donors(), treasury, amount="100"
        )
        people = [giving.approver() for _ in range(8)]
        results = at_once(app, *(approving(who, entry.id) for who in people))
        assert [each for each in results if isinstance(each, int)] == [1]
        assert giving.left(lot, treasury) == 100

    def test_receipts_are_numbered_without_a_gap(self, app: Flask) -> None:
        for _ in range(8):
            giving.held("10")
        by = giving.treasurer()
        numbers = [entry.id for entry in queries.entries(by, EntryState.POSTED)]

        def issuing(number: int) -> Callable[[], Any]:
            return lambda: actions.issue_receipt(by, db.session.get_one(Entry, number)).number

        assert sorted(at_once(app, *map(issuing, numbers))) == list(range(1, 9))

    def test_reversals_of_one_entry_are_one(self, app: Flask) -> None:
        giving.held("10")
        by = giving.treasurer()
        number = queries.entries(by, EntryState.POSTED)[0].id

        def reverse() -> Any:
            entry = db.session.get_one(Entry, number)
            key = giving.key()
            return actions.prepare_reversal(by, entry, because="essai", idem_key=key).id

        results = at_once(app, *[reverse] * 8)
        assert len([each for each in results if isinstance(each, int)]) == 1
        assert len([each for each in results if isinstance(each, actions.OneReversal)]) == 7


def test_a_replay_of_any_request_changes_nothing(app: Flask) -> None:
    lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
    by, who, key = giving.treasurer(), giving.approver(), giving.key()
    entry = giving.submitted(by, lot, "receipt", giving.donors(), treasury, amount="100")
    first = actions.approve_entry(who, entry, key=key)
    again = actions.approve_entry(who, entry, key=key)
    receipts = [actions.issue_receipt(by, entry, key="a" * 8).id for _ in range(2)]
    assert first.id == again.id
    assert receipts[0] == receipts[1]
    assert db.session.scalar(db.select(db.func.count(Movement.id))) == 1
    assert db.session.scalar(db.select(db.func.count(Receipt.id))) == 1
