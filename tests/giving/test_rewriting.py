"""Until another person decides, who prepared an entry may write it anew or leave it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, Refused
from app.core.facts import FactRecord
from app.giving import actions, queries
from app.giving.models import Entry, EntryState, Movement, PlaceKind
from tests.factories import giving
from tests.factories.accounts import actor, staff
from tests.giving.test_desk import PIECE
from tests.giving.test_views import page

SignIn = Callable[..., Any]


def rewrite(by: Any, entry: Entry, **changed: Any) -> Entry:
    line = entry.planned[0]
    content = {
        "kind": entry.kind.value,
        "from_place": line.from_place,
        "to_places": [each.to_place for each in entry.planned],
        "amount": "70",
        "currency": line.currency,
        "idem_key": giving.key(),
    }
    return actions.rewrite_entry(by, entry, line.lot, **(content | changed))


def states() -> list[str]:
    return [each.state.value for each in db.session.scalars(db.select(Entry).order_by(Entry.id))]


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_the_first_version_stays_and_moves_nothing(app: Flask, state: str) -> None:
    by, lot = giving.treasurer(), giving.gift()
    make = giving.drafted if state == "draft" else giving.submitted
    treasury = giving.place(PlaceKind.TREASURY)
    first = make(by, lot, "receipt", giving.donors(), treasury, amount="100", words="Erreur")
    second = rewrite(by, first)
    db.session.expire_all()
    assert states() == ["rejected", "draft"]
    assert first.words == "Erreur"
    assert [line.amount for line in first.planned] == [100]
    assert [line.amount for line in second.planned] == [70]
    assert str(second.id) in (first.rejected_because or "")
    written = db.select(FactRecord.data).where(FactRecord.name == "EntryRewritten")
    assert list(db.session.scalars(written)) == [{"entry_id": first.id, "by_id": second.id}]
    actions.submit_entry(by, second)
    actions.approve_entry(giving.approver(), second)
    assert giving.left(lot, treasury) == 70
    with pytest.raises(Refused):
        actions.approve_entry(giving.approver(), first)
    assert giving.left(lot, treasury) == 70
    assert queries.broken_promises() == []


def test_nobody_else_rewrites_and_nothing_decided_is_rewritten(app: Flask) -> None:
    by, lot, treasury = giving.treasurer(), giving.gift(), giving.place(PlaceKind.TREASURY)
    entry = giving.submitted(by, lot, "receipt", giving.donors(), treasury, amount="100")
    for other in (giving.treasurer(), giving.approver(), giving.donor()):
        with pytest.raises(NotAllowed):
            rewrite(other, entry)
        with pytest.raises(NotAllowed):
            actions.leave_entry(other, entry)
    actions.approve_entry(giving.approver(), entry)
    with pytest.raises(NotAllowed):
        rewrite(by, entry)
    with pytest.raises(actions.WrongState):
        actions.leave_entry(by, entry)
    assert states() == ["posted"]


def test_a_rewriting_that_is_refused_leaves_the_first_version_as_it_was(app: Flask) -> None:
    by, lot, treasury = giving.treasurer(), giving.gift(), giving.place(PlaceKind.TREASURY)
    entry = giving.drafted(by, lot, "receipt", giving.donors(), treasury, amount="100")
    for wrong in (
        {"amount": "0"},
        {"amount": "1,5"},
        {"kind": "payment"},
        {"idem_key": entry.idem_key},
    ):
        with pytest.raises(Refused):
            rewrite(by, entry, **wrong)
    db.session.expire_all()
    assert states() == ["draft"]


def test_a_replayed_rewriting_writes_once(app: Flask) -> None:
    by, lot, treasury = giving.treasurer(), giving.gift(), giving.place(PlaceKind.TREASURY)
    entry = giving.drafted(by, lot, "receipt", giving.donors(), treasury, amount="100")
    key = giving.key()
    made = [rewrite(by, entry, key=key, idem_key=key).id for _ in range(3)]
    assert len(set(made)) == 1
    assert states() == ["rejected", "draft"]


def test_a_submitted_entry_may_be_left(app: Flask) -> None:
    by, lot, treasury = giving.treasurer(), giving.gift(), giving.place(PlaceKind.TREASURY)
    entry = giving.submitted(by, lot, "receipt", giving.donors(), treasury, amount="100")
    actions.leave_entry(by, entry)
    with pytest.raises(actions.WrongState):
        actions.approve_entry(giving.approver(), entry)
    assert db.session.scalar(db.select(db.func.count(Movement.id))) == 0


def test_an_exchange_is_rewritten_at_another_rate(app: Flask) -> None:
    by = giving.treasurer()
    lot = giving.gift(amount="100", currency="USD")
    treasury = giving.place(PlaceKind.TREASURY)
    giving.posted(lot, "receipt", giving.donors(), treasury, amount="100", currency="USD")
    rates = [
        actions.enter_rate(
            by, base="USD", quote="XOF", rate=rate, as_of=now().date(), source=f"avis {rate}"
        )
        for rate in ("560", "561")
    ]
    sent = {"from_place": treasury, "to_place": treasury, "amount": "100"}
    first = actions.prepare_exchange(by, lot, rate=rates[0], idem_key=giving.key(), **sent)
    second = actions.rewrite_exchange(by, first, lot, rate=rates[1], idem_key=giving.key(), **sent)
    assert [line.amount for line in second.planned] == [10_000, 56_100]
    assert first.state == EntryState.REJECTED


class TestThePage:
    def test_shows_what_was_prepared_and_replaces_it(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        person = staff(Role.TREASURER)
        by = actor(person, second_factor=True)
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY, "Caisse d’essai")
        sign_in(client, person, second_factor=True)
        sent = {
            "key": giving.key(),
            "kind": "receipt",
            "lot": lot.ref,
            "from_place": str(giving.donors().id),
            "to_place": str(treasury.id),
            "amount": "99",
            "currency": "XOF",
            "words": "Chèque reçu à l’ambassade",
        }
        prepared = client.post(
            "/gestion/dons/preparer", data=sent | {"evidence": (io.BytesIO(PIECE), "a.pdf")}
        )
        address = f"{prepared.location}/reecrire"
        shown = page(client, address)
        assert 'value="99"' in shown
        assert "Chèque reçu à l’ambassade" in shown
        replaced = client.post(address, data=sent | {"key": giving.key(), "amount": "100"})
        assert replaced.status_code == 303
        assert client.get(f"{replaced.location}/piece").data == PIECE
        assert "la remplace" in page(client, prepared.location)
        assert client.get(address).status_code == 404
        number = int(replaced.location.rsplit("/", 1)[1])
        second = queries.entry(by, number)
        assert [line.amount for line in second.planned] == [100]

    def test_is_closed_to_others(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        entry = giving.drafted(
            giving.treasurer(), lot, "receipt", giving.donors(), treasury, amount="100"
        )
        address = f"/gestion/dons/ecritures/{entry.id}/reecrire"
        assert client.get(address).status_code == 404
        for role in (Role.TREASURER, Role.APPROVER, Role.SECRETARIAT):
            browser = sign_in(app.test_client(), staff(role), second_factor=True)
            assert browser.get(address).status_code == 404
