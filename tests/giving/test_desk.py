"""The desk of the ledger, as the treasury uses it."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.giving import queries
from app.giving.models import EntryState, PlaceKind
from tests.factories import giving
from tests.factories.accounts import member, staff
from tests.giving.test_views import page

SignIn = Callable[..., Any]
PIECE = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class TestTheDesk:
    def test_is_closed_to_the_public(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        assert client.get("/gestion/dons").status_code == 401
        sign_in(client, member())
        for address in ("", "/preparer", "/changer", "/lieux", "/taux", "/lignes", "/campagnes"):
            assert client.get(f"/gestion/dons{address}").status_code in (401, 403)

    def test_carries_a_gift_from_cheque_to_receipt(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        lot = giving.gift(amount="5 640 000")
        sign_in(client, staff(Role.TREASURER, name="Trésorière de test"), second_factor=True)
        client.post(
            "/gestion/dons/lieux",
            data={"key": giving.key(), "kind": "custody", "name": "Coffre du protocole"},
        )
        place = queries.places(giving.donor(), (PlaceKind.CUSTODY,))[0]
        page(client, "/gestion/dons/preparer")
        sent = {
            "key": giving.key(),
            "kind": "receipt",
            "lot": lot.ref,
            "from_place": str(giving.donors().id),
            "to_place": str(place.id),
            "amount": "5 640 000",
            "currency": "XOF",
            "instrument": "cheque",
            "evidence_is_public": "true",
        }
        prepared = client.post(
            "/gestion/dons/preparer", data=sent | {"evidence": (io.BytesIO(PIECE), "cheque.pdf")}
        )
        assert prepared.status_code == 303
        replayed = client.post("/gestion/dons/preparer", data=sent)
        assert replayed.location == prepared.location
        client.post(prepared.location, data={"key": giving.key(), "to": "submit"})
        refused = client.post(prepared.location, data={"key": giving.key(), "to": "approve"})
        assert refused.status_code == 403
        sign_in(client, staff(Role.APPROVER, name="Approbateur de test"), second_factor=True)
        assert "À approuver" in page(client, "/gestion/dons")
        assert client.get(f"{prepared.location}/piece").data == PIECE
        assert client.get(f"/dons/{lot.ref}/pieces/1").status_code == 404
        approved = client.post(prepared.location, data={"key": giving.key(), "to": "approve"})
        assert approved.status_code == 303
        sign_in(client, staff(Role.TREASURER), second_factor=True)
        issued = client.post(f"{prepared.location}/recu", data={"key": giving.key()})
        assert issued.status_code == 303
        client.post("/deconnexion")
        text = page(client, issued.location)
        assert "Ce reçu est authentique" in text
        assert "cinq millions six cent quarante mille francs CFA" in text
        made = client.get(f"{issued.location}/recu.pdf")
        assert made.data.startswith(b"%PDF-")
        assert b"/MarkInfo" in made.data or b"StructTreeRoot" in made.data
        piece = client.get(f"/dons/{lot.ref}/pieces/1")
        assert piece.data == PIECE

    def test_refuses_a_renamed_program(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
        sign_in(client, staff(Role.TREASURER), second_factor=True)
        sent = {
            "key": giving.key(),
            "kind": "receipt",
            "lot": lot.ref,
            "from_place": str(giving.donors().id),
            "to_place": str(place.id),
            "amount": "5",
            "currency": "XOF",
            "evidence": (io.BytesIO(b"MZ\x90\x00" + b"\0" * 200), "recu.pdf"),
        }
        assert client.post("/gestion/dons/preparer", data=sent).status_code == 422
        assert queries.entries(giving.treasurer(), EntryState.DRAFT) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            *(("amount", wrong) for wrong in ("0", "-1", "1,5", "1" + "0" * 15, "dix", "")),
            *(("currency", wrong) for wrong in ("ZZZ", "xof")),
            *(("kind", wrong) for wrong in ("exchange", "reversal", "vol")),
            *(("lot", wrong) for wrong in ("DON-0000-0000", "'")),
            *(("from_place", wrong) for wrong in ("0", "999999", "x", "9" * 30)),
            *(("to_place", wrong) for wrong in ("0", "999999", "")),
            *(("occurred_on", wrong) for wrong in ("2999-01-01", "hier")),
            ("key", "1"),
        ],
    )
    def test_refuses_what_cannot_be_in_words_and_writes_nothing(
        self, app: Flask, client: Any, sign_in: SignIn, field: str, value: str
    ) -> None:
        lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
        sign_in(client, staff(Role.TREASURER), second_factor=True)
        sent = {
            "key": giving.key(),
            "kind": "receipt",
            "lot": lot.ref,
            "from_place": str(giving.donors().id),
            "to_place": str(place.id),
            "amount": "5",
            "currency": "XOF",
            field: value,
        }
        answer = client.post("/gestion/dons/preparer", data=sent)
        assert answer.status_code == 422
        assert "banner" in answer.get_data(as_text=True)
        assert queries.entries(giving.treasurer(), EntryState.DRAFT) == []

    def test_refuses_a_rate_that_cannot_be(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        sign_in(client, staff(Role.TREASURER), second_factor=True)
        for wrong in ("0", "-564", "abc", "1e9", ""):
            sent = {
                "key": giving.key(),
                "base": "USD",
                "quote": "XOF",
                "rate": wrong,
                "as_of": "2025-11-27",
                "source": "avis",
            }
            assert client.post("/gestion/dons/taux", data=sent).status_code == 422
        assert queries.rates(giving.treasurer()) == []

    def test_keeps_places_rates_lines_and_campaigns(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        sign_in(client, staff(Role.TREASURER, Role.SECRETARIAT), second_factor=True)
        sent = {
            "lieux": {"kind": "treasury", "name": "Trésor"},
            "taux": {"base": "USD", "quote": "XOF", "rate": "564", "as_of": "2025-11-27",
                     "source": "avis"},
            "lignes": {"title": "Ligne d’essai"},
            "campagnes": {"title": "Livres", "slug": "livres", "purpose": "Des livres"},
        }  # fmt: skip
        for name, data in sent.items():
            answer = client.post(f"/gestion/dons/{name}", data=data | {"key": giving.key()})
            assert answer.status_code == 303, name
            page(client, f"/gestion/dons/{name}")
        assert "1 USD = 564 XOF" in page(client, "/gestion/dons/changer")
        assert client.post("/gestion/dons/campagnes/livres/clore").status_code == 303
        assert "Cette campagne est close" in page(client, "/dons/campagnes/livres")

    @pytest.mark.parametrize("forged", ["posted", "", "approve'"])
    def test_refuses_a_forged_state(
        self, app: Flask, client: Any, sign_in: SignIn, forged: str
    ) -> None:
        lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
        entry = giving.submitted(
            giving.treasurer(), lot, "receipt", giving.donors(), place, amount="5"
        )
        sign_in(client, staff(Role.APPROVER), second_factor=True)
        sent = {"key": giving.key(), "to": forged, "state": "posted"}
        address = f"/gestion/dons/ecritures/{entry.id}"
        assert client.post(address, data=sent).status_code == 422
        assert giving.left(lot, place) == 0

    def test_lets_the_receiver_answer_a_sending(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        lot, treasury = giving.held("100")
        ministry = giving.organisation()
        transit = giving.place(PlaceKind.TRANSIT, "En chemin", ministry)
        there = giving.place(PlaceKind.MINISTRY, "Au ministère", ministry)
        entry = giving.posted(lot, "dispatch", treasury, transit, amount="100")
        from app.accounts.models import Person

        who = giving.receiver(ministry)
        sign_in(client, db.session.get(Person, who.id), second_factor=True)
        assert "Envois qui attendent votre réponse" in page(client, "/gestion/dons")
        sent = {"key": giving.key(), "is_received": "true", "place": str(there.id)}
        address = f"/gestion/dons/ecritures/{entry.id}/reponse"
        assert client.post(address, data=sent).status_code == 303
        assert giving.left(lot, there) == 100


def test_recipients_are_ticked_by_name_and_stay_so_when_the_form_comes_back(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    lot = giving.gift()
    chosen = [giving.place(PlaceKind.BENEFICIARY, name) for name in ("École A", "École B")]
    giving.place(PlaceKind.BENEFICIARY, "École C")
    sign_in(client, staff(Role.TREASURER), second_factor=True)
    sent = {
        "key": giving.key(),
        "kind": "allocation",
        "lot": lot.ref,
        "from_place": str(giving.place(PlaceKind.TREASURY).id),
        "to_place": [str(place.id) for place in chosen],
        "amount": "0",
        "currency": "XOF",
    }
    refused = client.post("/gestion/dons/preparer", data=sent).text

    boxes = re.findall(r'<input type="checkbox"[^>]*name="to_place"[^>]*>', refused)
    ticked = [re.search(r'value="(\d+)"', box) for box in boxes if "checked" in box]
    assert [found[1] for found in ticked if found] == sent["to_place"]


def test_what_cannot_be_shared_is_said_as_it_is(app: Flask, client: Any, sign_in: SignIn) -> None:
    lot, treasury = giving.held("100")
    places = [str(giving.place(PlaceKind.BENEFICIARY).id) for _ in range(201)]
    award = giving.proposed(giving.programme())
    sign_in(client, staff(Role.TREASURER, Role.SECRETARIAT, Role.APPROVER), second_factor=True)
    sent = {
        "kind": "allocation",
        "lot": lot.ref,
        "from_place": str(treasury.id),
        "amount": "5",
        "currency": "XOF",
    }
    for many, field, words in (
        (7, "amount", "trop petit pour être partagé en 7"),
        (201, "to_place", "200 destinataires au plus"),
    ):
        data = sent | {"to_place": places[:many], "key": giving.key()}
        answer = client.post("/gestion/dons/preparer", data=data)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert words in answer.text
    grant = {"granted": "5", "tranches": "6", "key": giving.key()}
    answer = client.post(f"/gestion/programmes/projets/{award.ref}/approuver", data=grant)
    assert answer.status_code == 422
    assert "trop petit pour être partagé en 6" in answer.text


def test_a_treasurer_reads_what_each_place_holds_of_all_gifts_together(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    treasury = giving.place(PlaceKind.TREASURY, "Compte du Trésor")
    giving.held("100", treasury)
    lot, _same = giving.held("50", treasury)
    giving.posted(lot, "fee", treasury, giving.fees(), amount="7")
    dollars = giving.gift(currency="USD")
    given = {"amount": "2,50", "currency": "USD"}
    giving.posted(dollars, "receipt", giving.donors(), treasury, **given)
    sign_in(client, staff(Role.TREASURER), second_factor=True)
    text = page(client, "/gestion/dons/lieux")
    assert re.search("Compte du Trésor.{1,200}Reste : 2,50 USD, 143 F CFA", text)


def test_what_waited_longest_for_approval_is_read_first(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    by, lot, place = giving.treasurer(), giving.gift(), giving.place(PlaceKind.CUSTODY)
    first, second = (
        giving.submitted(by, lot, "receipt", giving.donors(), place, amount=amount)
        for amount in ("5", "6")
    )
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    text = page(client, "/gestion/dons")
    links = re.findall(r"/gestion/dons/ecritures/(\d+)", text[text.index('id="submitted"') :])
    assert links == [str(first.id), str(second.id)]
