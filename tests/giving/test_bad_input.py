"""What cannot be is refused in words beside its field, and nothing is written."""

import html
import io
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person, Role
from app.core.clock import now
from app.core.db import db
from app.core.facts import FactRecord
from app.giving import queries
from app.giving.models import Entry, FxRate, Lot, Movement, PlaceKind, Pledge
from tests.factories import giving
from tests.factories.accounts import staff

SignIn = Callable[..., Any]
EXECUTABLE = b"MZ\x90\x00" + b"\0" * 200
POSITIVE = "Ce montant n’est pas valable. Écrivez un nombre positif, sans lettre."
WHOLE = "En XOF, un montant n’a pas autant de décimales. Dix mille s’écrit 10 000."
LISTED = "Cette réponse n’est pas valable"
# What nobody may write as an amount of francs, and the sentence that says why.
AMOUNTS = {
    "0": POSITIVE,
    "-5": POSITIVE,
    "1" + "0" * 15: POSITIVE,
    "1,5": WHOLE,
    "1.5": WHOLE,
    "NaN": POSITIVE,
    "1e3": POSITIVE,
    "٣": POSITIVE,
}


@pytest.fixture
def database_kind() -> str:
    """One kind of database: what is refused here never reaches it."""
    return "sqlite"


@pytest.fixture
def treasury(client: Any, sign_in: SignIn) -> Any:
    """The browser of somebody who does everything that is money."""
    roles = (Role.TREASURER, Role.APPROVER, Role.SECRETARIAT, Role.REVIEWER)
    sign_in(client, staff(*roles), second_factor=True)
    return client


def written() -> dict[str, int]:
    """Return how many rows and facts there are."""
    db.session.rollback()
    models = (Pledge, Lot, Entry, Movement, FxRate, FactRecord)
    return {
        model.__name__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in models
    }


def beside(answer: Any, name: str) -> str:
    """Return the sentence beside a field, and see that the field or its group points at it."""
    text = html.unescape(answer.get_data(as_text=True))
    found = re.search(rf'<p class="error" id="{name}-error">(.*?)</p>', text, re.DOTALL)
    assert found, (name, re.findall(r'<p class="error".*?</p>', text))
    points = rf'(?:id="{name}"|<fieldset)[^>]*aria-describedby="[^"]*\b{name}-error'
    assert re.search(points, text, re.DOTALL)
    return found.group(1)


def forms() -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return each form that asks for an amount: its address, the field, what is right of it."""
    lot, custody = giving.gift(), giving.place(PlaceKind.CUSTODY)
    pledge = giving.announced(giving.donor())
    programme = giving.programme()
    entry = {
        "kind": "receipt",
        "lot": lot.ref,
        "from_place": str(giving.donors().id),
        "to_place": str(custody.id),
        "currency": "XOF",
    }
    promise = {"currency": "XOF", "visibility": "named", "purpose": "Livres"}
    change = {"act": "corrected", "seen": "1", "words": "Erreur"}
    campaign = {"title": "C", "slug": "c", "purpose": "P", "currency": "XOF"}
    project = {"title": "T", "beneficiary": "B-1"}
    assert pledge.ref != lot.ref
    return {
        "promise": ("/dons/promettre", "amount", promise),
        "hall": ("/dons/dans-la-salle", "amount", promise | {"donor_name": "Une voix"}),
        "change": (f"/dons/{lot.ref}/changer", "amount", change | {"seen": "2"}),
        "entry": ("/gestion/dons/preparer", "amount", entry),
        "campaign": ("/gestion/dons/campagnes", "goal", campaign),
        "project": (f"/gestion/programmes/{programme.slug}/projets", "requested", project),
    }


@pytest.mark.parametrize("name", ["promise", "hall", "change", "entry", "campaign", "project"])
def test_an_amount_that_cannot_be(treasury: Any, name: str) -> None:
    address, field, right = forms()[name]
    before = written()
    for amount, sentence in AMOUNTS.items():
        answer = treasury.post(address, data={"key": giving.key(), **right, field: amount})
        assert answer.status_code == 422, amount
        assert sentence in beside(answer, field), amount
    assert written() == before
    sent = {"key": giving.key(), **right, field: "5"}
    first = treasury.post(address, data=sent)
    assert first.status_code == 303
    after = written()
    assert after != before
    replayed = treasury.post(address, data=sent)
    assert replayed.status_code in (303, 404, 422)
    assert written() == after


@pytest.mark.parametrize(
    ("name", "currency"), [("promise", "ZZZ"), ("hall", "xof"), ("entry", "BTC"), ("campaign", "€")]
)
def test_an_unknown_currency(treasury: Any, name: str, currency: str) -> None:
    address, field, right = forms()[name]
    before = written()
    data = {"key": giving.key(), **right, field: "5", "currency": currency}
    answer = treasury.post(address, data=data)
    assert answer.status_code == 422
    assert LISTED in beside(answer, "currency")
    assert written() == before


@pytest.mark.parametrize("rate", ["0", "-561", "0,0000001", "abc", "1e9", "NaN", "9" * 24])
def test_a_rate_that_cannot_be(treasury: Any, rate: str) -> None:
    before = written()
    day = now().date().isoformat()
    sent = {"base": "USD", "quote": "XOF", "rate": rate, "as_of": day, "source": "Avis"}
    answer = treasury.post("/gestion/dons/taux", data=sent | {"key": giving.key()})
    assert answer.status_code == 422
    assert beside(answer, "rate")
    assert written() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("lot", value) for value in ("DON-0000-0000", "' OR 1=1")),
        *(("from_place", value) for value in ("999999", "0", "x")),
        *(("to_place", value) for value in ("999999", "x")),
        *(("kind", value) for value in ("reversal", "posted")),
        *(("occurred_on", value) for value in ("2999-01-01", "31/12/2025")),
        ("instrument", "gold"),
    ],
)
def test_a_choice_that_was_not_offered(treasury: Any, field: str, value: str) -> None:
    address, amount, right = forms()["entry"]
    before = written()
    data = {"key": giving.key(), **right, amount: "5", field: value}
    answer = treasury.post(address, data=data)
    assert answer.status_code == 422
    assert beside(answer, field)
    assert written() == before


def test_a_way_that_money_does_not_go(treasury: Any) -> None:
    address, amount, right = forms()["entry"]
    before = written()
    data = {"key": giving.key(), **right, amount: "5", "to_place": right["from_place"]}
    answer = treasury.post(address, data=data)
    assert answer.status_code == 422
    assert "ne va pas" in beside(answer, "to_place")
    assert written() == before


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (EXECUTABLE, 422, "ni un PDF ni une image"),
        (b"", 422, "Ce fichier est vide"),
        (b"%PDF-1.4\n" + b"0" * (50 * 1024 * 1024), 413, "trop lourd"),
    ],
    ids=["executable", "empty", "50-MB"],
)
def test_a_piece_that_is_not_one(treasury: Any, content: bytes, status: int, words: str) -> None:
    address, amount, right = forms()["entry"]
    before = written()
    data = {"key": giving.key(), **right, amount: "5"}
    answer = treasury.post(address, data=data | {"evidence": (io.BytesIO(content), "recu.pdf")})
    assert answer.status_code == status
    assert words in (beside(answer, "evidence") if status == 422 else answer.text)
    assert written() == before


def test_a_piece_as_heavy_as_a_scanned_page_is_kept(treasury: Any) -> None:
    address, amount, right = forms()["entry"]
    scan = b"%PDF-1.4\n" + b"0" * (1024 * 1024)
    data = {"key": giving.key(), **right, amount: "5"}
    answer = treasury.post(address, data=data | {"evidence": (io.BytesIO(scan), "recu.pdf")})
    assert answer.status_code == 303
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry.evidence_sha256 == sha256(scan).hexdigest()


def test_a_form_that_shows_what_is_no_longer_so(treasury: Any) -> None:
    lot = giving.gift()
    address = f"/dons/{lot.ref}/changer"
    sent = {"act": "corrected", "amount": "90", "words": "Erreur", "seen": "2"}
    assert treasury.post(address, data=sent | {"key": giving.key()}).status_code == 303
    before = written()
    stale = treasury.post(address, data=sent | {"key": giving.key(), "amount": "80"})
    assert stale.status_code == 409
    assert "a changé depuis" in stale.text
    assert written() == before


def test_a_state_that_was_forged(app: Flask, treasury: Any) -> None:
    lot, custody = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.submitted(
        giving.treasurer(), lot, "receipt", giving.donors(), custody, amount="5"
    )
    before = written()
    address = f"/gestion/dons/ecritures/{entry.id}"
    for to in ("posted", "", "approve'", "leave"):
        data = {"key": giving.key(), "to": to, "state": "posted", "approved_by_id": "1"}
        assert treasury.post(address, data=data).status_code in (403, 422), to
    assert written() == before


def test_what_is_somebody_elses(app: Flask, client: Any, sign_in: SignIn) -> None:
    theirs = giving.announced(giving.donor())
    lot = giving.gift(giving.donor())
    sign_in(client, db.session.get(Person, giving.donor().id))
    before = written()
    for address in (f"/dons/{theirs.ref}/relecture", f"/dons/{theirs.ref}/changer"):
        assert client.get(address).status_code == 404
        assert client.post(address, data={"key": giving.key(), "seen": "1"}).status_code == 404
    assert client.post(f"/dons/{lot.ref}/changer", data={"act": "corrected"}).status_code == 404
    assert written() == before


def test_every_act_of_an_entry_is_replayed_without_effect(treasury: Any) -> None:
    """The same request again, whatever it is, changes nothing."""
    lot, custody = giving.gift(), giving.place(PlaceKind.CUSTODY)
    draft = giving.submitted(
        giving.treasurer(), lot, "receipt", giving.donors(), custody, amount="100"
    )
    address = f"/gestion/dons/ecritures/{draft.id}"
    acts = [
        (address, {"to": "approve"}),
        (f"{address}/recu", {}),
        (f"{address}/contre-passer", {"because": "Erreur"}),
    ]
    for where, data in acts:
        sent = data | {"key": giving.key()}
        first = treasury.post(where, data=sent)
        assert first.status_code == 303, where
        before = written()
        again = treasury.post(where, data=sent)
        assert (again.status_code, again.location) == (303, first.location)
        assert written() == before
    assert queries.broken_promises() == []
