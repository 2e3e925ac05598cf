"""A beneficiary says whether their share arrived: by code, or through the secretariat."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from app.core.throttle import throttle
from app.giving import actions, queries
from app.giving.models import Confirmation, Entry, Place, PlaceKind
from tests.factories import giving
from tests.factories.accounts import member, staff, staff_actor
from tests.giving.test_views import page

SignIn = Callable[..., Any]


@pytest.fixture
def paid(app: Flask) -> tuple[Entry, Place, Place]:
    """A payment shared between two beneficiaries."""
    throttle.setup("memory://")
    lot, treasury = giving.held("100")
    places = [giving.place(PlaceKind.BENEFICIARY, f"Bénéficiaire {letter}") for letter in "AB"]
    return giving.posted(lot, "payment", treasury, *places, amount="100"), *places


def code_for(entry: Entry, place: Place) -> str:
    found = [share for share in queries.shares(giving.secretary()) if share.place.id == place.id]
    assert [share.entry.id for share in found] == [entry.id]
    return found[0].code


def said() -> list[tuple[int, bool, str]]:
    query = db.select(Confirmation).order_by(Confirmation.id)
    return [(one.place_id, one.is_received, one.channel.value) for one in db.session.scalars(query)]


class TestByCode:
    def test_nobody_else_needs_to_be_known(self, paid: tuple[Entry, Place, Place]) -> None:
        entry, place, _other = paid
        code = code_for(entry, place)
        actions.confirm_by_code(ANONYMOUS, entry, place=place, code=code, is_received=True)
        assert said() == [(place.id, True, "code")]

    def test_a_code_opens_one_share_only(self, paid: tuple[Entry, Place, Place]) -> None:
        entry, place, other = paid
        code = code_for(entry, place)
        for wrong in (code_for(entry, other), code[:-1] + "A" * (code[-1] != "A") or "B", "", "x"):
            if wrong == code:
                continue
            with pytest.raises(actions.NoSuchShare):
                actions.confirm_by_code(ANONYMOUS, entry, place=place, code=wrong, is_received=True)
        assert said() == []

    def test_no_may_become_yes_and_never_the_other_way(
        self, paid: tuple[Entry, Place, Place]
    ) -> None:
        entry, place, _other = paid
        code = code_for(entry, place)

        def answer(is_received: bool) -> None:
            actions.confirm_by_code(
                ANONYMOUS, entry, place=place, code=code, is_received=is_received
            )

        answer(False)
        with pytest.raises(actions.AlreadyConfirmed):
            answer(False)
        answer(True)
        for is_received in (True, False):
            with pytest.raises(actions.AlreadyConfirmed):
                answer(is_received)
        assert [word for _place, word, _how in said()] == [False, True]
        assert queries.words_on([entry.id]) == {entry.id: queries.Words(yes=1, no=0)}

    def test_a_reversed_payment_takes_no_word(self, paid: tuple[Entry, Place, Place]) -> None:
        entry, place, _other = paid
        code = code_for(entry, place)
        by = giving.treasurer()
        mirror = actions.prepare_reversal(by, entry, because="essai", idem_key=giving.key())
        actions.submit_entry(by, mirror)
        actions.approve_entry(giving.approver(), mirror)
        with pytest.raises(actions.NoSuchShare):
            actions.confirm_by_code(ANONYMOUS, entry, place=place, code=code, is_received=True)
        with pytest.raises(NotFound):
            queries.share_of_code(code)
        assert queries.shares(giving.secretary()) == []


class TestThroughTheSecretariat:
    def test_it_writes_down_what_it_was_told(self, paid: tuple[Entry, Place, Place]) -> None:
        entry, place, _other = paid
        actions.confirm_for_beneficiary(
            giving.secretary(), entry, place=place, is_received=False, words="Au téléphone."
        )
        assert said() == [(place.id, False, "secretariat")]

    def test_who_prepares_or_approves_never_speaks_for_a_beneficiary(
        self, paid: tuple[Entry, Place, Place]
    ) -> None:
        entry, place, _other = paid
        lot, treasury = giving.held("10")
        both = staff_actor(Role.APPROVER, Role.SECRETARIAT)
        own = giving.submitted(giving.treasurer(), lot, "payment", treasury, place, amount="10")
        actions.approve_entry(both, own)
        for who, what in (
            (giving.treasurer(), entry),
            (giving.approver(), entry),
            (giving.donor(), entry),
            (both, own),
        ):
            with pytest.raises(NotAllowed):
                actions.confirm_for_beneficiary(who, what, place=place, is_received=True)
        assert said() == []
        assert queries.shares(giving.treasurer()) == []

    def test_a_place_that_got_nothing_says_nothing(self, paid: tuple[Entry, Place, Place]) -> None:
        entry, _place, _other = paid
        stranger = giving.place(PlaceKind.BENEFICIARY, "Ailleurs")
        with pytest.raises(actions.NoSuchShare):
            actions.confirm_for_beneficiary(
                giving.secretary(), entry, place=stranger, is_received=True
            )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE confirmation SET is_received = NOT is_received",
        "DELETE FROM confirmation",
        (
            "INSERT INTO confirmation (entry_id, place_id, is_received, channel, said_at) "
            "SELECT entry_id, place_id, NOT is_received, 'code', said_at FROM confirmation"
        ),
        (
            "INSERT INTO confirmation (entry_id, place_id, is_received, channel, said_at) "
            "SELECT entry_id, (SELECT id FROM place WHERE code = 'fees'), is_received, "
            "'code', said_at FROM confirmation"
        ),
        (
            "INSERT INTO confirmation (entry_id, place_id, is_received, channel, said_at) "
            "SELECT entry_id, (SELECT max(id) FROM place WHERE kind = 'beneficiary'), is_received, "
            "'secretariat', said_at FROM confirmation"
        ),
    ],
)
def test_the_database_keeps_the_word(paid: tuple[Entry, Place, Place], statement: str) -> None:
    entry, place, _other = paid
    actions.confirm_for_beneficiary(giving.secretary(), entry, place=place, is_received=True)
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()
    assert said() == [(place.id, True, "secretariat")]


class TestThePages:
    def test_a_beneficiary_answers_on_a_page_without_an_account(
        self, client: Any, paid: tuple[Entry, Place, Place]
    ) -> None:
        entry, place, _other = paid
        ref = entry.planned[0].lot.ref
        code = code_for(entry, place)
        wrong = client.post("/dons/confirmer", data={"code": "1-1-AAAA-AAAA"})
        assert wrong.status_code == 404
        assert "Aucune part ne porte ce code" in wrong.text
        typed = code.lower().replace("-", " - ")
        shown = client.post("/dons/confirmer", data={"code": typed}).text
        assert "Bénéficiaire A" in shown
        assert "Oui, tout est arrivé" in shown
        answered = client.post("/dons/confirmer", data={"code": typed, "answer": "yes"})
        assert (answered.status_code, answered.location) == (303, f"/dons/{ref}")
        again = client.post("/dons/confirmer", data={"code": code, "answer": "yes"})
        assert again.status_code == 409
        assert "Oui, tout est arrivé" not in again.text
        assert len(said()) == 1
        assert "Confirmé par 1 bénéficiaire" in page(client, f"/dons/{ref}")

    def test_the_secretariat_hands_out_codes_that_the_treasury_does_not_see(
        self, app: Flask, client: Any, sign_in: SignIn, paid: tuple[Entry, Place, Place]
    ) -> None:
        entry, place, _other = paid
        code = code_for(entry, place)
        assert client.get("/gestion/dons/confirmations").status_code == 401
        for person in (member(), staff(Role.TREASURER), staff(Role.APPROVER)):
            browser = sign_in(app.test_client(), person, second_factor=True)
            assert browser.get("/gestion/dons/confirmations").status_code == 403
            assert code not in browser.get(f"/gestion/dons/ecritures/{entry.id}").text
            sent = {"key": giving.key(), "answer": "yes"}
            assert browser.post("/gestion/dons/confirmations/1", data=sent).status_code == 404
        sign_in(client, staff(Role.SECRETARIAT), second_factor=True)
        assert code in page(client, "/gestion/dons/confirmations")
        number = queries.shares(giving.secretary())[-1].movement.id
        address = f"/gestion/dons/confirmations/{number}"
        forged = client.post(address, data={"key": giving.key(), "answer": "peut-être"})
        assert forged.status_code == 422
        sent = {"key": giving.key(), "answer": "no", "words": "Rien vu venir."}
        assert client.post(address, data=sent).status_code == 303
        assert client.post(address, data=sent).status_code == 303
        assert len(said()) == 1
        assert "Rien vu venir." in page(client, "/gestion/dons/confirmations")
        public = page(client, f"/dons/{entry.planned[0].lot.ref}")
        assert "1 bénéficiaire dit n’avoir rien reçu" in public
        assert "Rien vu venir." not in public


def test_the_code_of_each_share_is_found_however_many_there_are(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    lot, treasury = giving.held("200")
    places = [giving.place(PlaceKind.BENEFICIARY, f"B-{number:03}") for number in range(101)]
    giving.posted(lot, "allocation", treasury, *places, amount="101")
    sign_in(client, staff(Role.SECRETARIAT), second_factor=True)
    address, seen = "/gestion/dons/confirmations", []
    while address:
        text = page(client, address)
        seen += re.findall(r"B-\d{3}", text)
        further = re.search(r'href="(/gestion/dons/confirmations\?suite=\d+)"', text)
        address = further[1] if further else ""
    assert sorted(seen) == [place.name for place in places]
    assert "B-100" in page(client, f"/gestion/dons/confirmations?suite={'9' * 40}")
