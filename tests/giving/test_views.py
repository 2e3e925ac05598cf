"""The pages of giving, as a public reads them and as the desk uses them."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.clock import now
from app.core.db import db
from app.giving import actions, queries
from app.giving.models import PlaceKind
from tests.factories import giving
from tests.factories.accounts import actor, member, staff, staff_actor

SignIn = Callable[..., Any]
PIECE = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return (
        re.sub(r"\s+", " ", answer.get_data(as_text=True))
        .replace("\u202f", " ")
        .replace("\xa0", " ")
    )


class TestAGiftPage:
    def test_shows_the_gift_of_the_record_with_nothing_left(self, app: Flask, client: Any) -> None:
        lot = giving.gift_of_the_record()
        text = page(client, f"/dons/{lot.ref}")
        assert "Makan Diarra" in text
        assert "10 000 USD" in text
        assert "5 640 000 F CFA, au taux dit de 564" in text
        assert "Reste : 0 USD" in text
        assert "Promesse honorée" in text
        assert "Jour non précisé" in text
        assert "qui a signé n’y est pas dit" in text

    def test_keeps_the_name_of_an_anonymous_donor_for_the_treasury(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        lot = giving.gift(giving.donor("Fatoumata Secret"), visibility="anonymous")
        for address in (f"/dons/{lot.ref}", "/dons", "/dons/registre", "/dons/registre.csv"):
            assert "Fatoumata Secret" not in page(client, address)
        sign_in(client, staff(Role.TREASURER), second_factor=True)
        assert "Fatoumata Secret" in page(client, f"/dons/{lot.ref}")

    def test_takes_a_constant_number_of_queries(self, app: Flask, client: Any) -> None:
        lot, treasury = giving.held("10 000")
        counts = []
        for wave in range(2):
            names = [giving.place(PlaceKind.BENEFICIARY, f"P{wave}-{n}") for n in range(12)]
            giving.posted(lot, "allocation", treasury, *names, amount="1 200")
            counts.append(_queries_of(client, f"/dons/{lot.ref}"))
        assert counts[0] == counts[1]

    def test_of_no_gift_is_no_page(self, app: Flask, client: Any) -> None:
        assert client.get("/dons/DON-2026-9999").status_code == 404
        pledge = giving.announced()
        assert client.get(f"/dons/{pledge.ref}").status_code == 404


def _queries_of(client: Any, address: str) -> int:
    from sqlalchemy import event

    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    page(client, address)
    event.remove(db.engine, "before_cursor_execute", note)
    return len([each for each in seen if each.lstrip().upper().startswith("SELECT")])


class TestPromising:
    def test_is_read_back_then_confirmed(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        sign_in(client, member("Donatrice"))
        sent = {
            "key": giving.key(),
            "amount": "10 000",
            "currency": "XOF",
            "visibility": "named",
            "purpose": "Livres",
        }
        answer = client.post("/dons/promettre", data=sent)
        assert answer.status_code == 303
        again = client.post("/dons/promettre", data=sent)
        assert again.location == answer.location
        text = page(client, answer.location)
        assert "Est-ce bien cela" in text
        assert "10 000 F CFA" in text
        confirmed = client.post(answer.location, data={"key": giving.key(), "seen": "1"})
        assert confirmed.status_code == 303
        assert "Livres" in page(client, confirmed.location)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("amount", "0"),
            ("amount", "-3"),
            ("amount", "1,5"),
            ("amount", "1000000000000000"),
            ("currency", "ZZZ"),
            ("visibility", "secret"),
            ("campaign", "inconnue"),
            ("key", "pas-une-cle"),
            ("due_on", "2020-01-01"),
        ],
    )
    def test_of_what_cannot_be_is_refused_in_words(
        self, app: Flask, client: Any, sign_in: SignIn, field: str, value: str
    ) -> None:
        sign_in(client, member())
        sent = {
            "key": giving.key(),
            "amount": "10",
            "currency": "XOF",
            "visibility": "named",
            "purpose": "Livres",
            field: value,
        }
        answer = client.post("/dons/promettre", data=sent)
        assert answer.status_code == 422
        assert queries.announced_pledges(giving.donor()) == []

    def test_is_told_all_that_is_wrong_at_once(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        sign_in(client, member())
        sent = {
            "key": giving.key(),
            "amount": "dix mille",
            "currency": "XOF",
            "visibility": "",
            "purpose": "",
            "due_on": "2020-01-01",
        }
        answer = client.post("/dons/promettre", data=sent)
        assert answer.status_code == 422
        text = answer.get_data(as_text=True)
        wrong = ["amount", "purpose", "visibility", "due_on"]
        assert re.findall(r'<p class="error" id="(\w+)-error">', text) == wrong
        assert re.findall(r'<a href="#(\w+)">', text)[-4:] == wrong

    def test_of_another_is_not_confirmed(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        pledge = giving.announced()
        sign_in(client, member("Quelqu’un d’autre"))
        answer = client.post(
            f"/dons/{pledge.ref}/relecture", data={"key": giving.key(), "seen": "1"}
        )
        assert answer.status_code == 404

    def test_by_nobody_asks_who_they_are(self, app: Flask, client: Any) -> None:
        assert "Dites-nous d’abord qui vous êtes" in page(client, "/dons/promettre")

    def test_said_in_the_hall_is_written_down_by_the_secretariat(
        self, app: Flask, client: Any, sign_in: SignIn
    ) -> None:
        assert client.get("/dons/dans-la-salle").status_code == 404
        sign_in(client, staff(Role.SECRETARIAT), second_factor=True)
        sent = {
            "key": giving.key(),
            "amount": "50",
            "currency": "EUR",
            "visibility": "named",
            "purpose": "Livres",
            "donor_name": "Un donateur",
        }
        answer = client.post("/dons/dans-la-salle", data=sent)
        assert answer.status_code == 303
        client.post(answer.location, data={"key": giving.key(), "seen": "1"})
        assert "Un donateur" in page(client, answer.location.replace("/relecture", ""))

    def test_is_changed_by_its_donor(self, app: Flask, client: Any, sign_in: SignIn) -> None:
        person = member("Donatrice")
        lot = giving.gift(actor(person), "1 000")
        sign_in(client, person)
        address = f"/dons/{lot.ref}/changer"
        assert "Changer le montant" in page(client, address)
        sent = {"key": giving.key(), "seen": "2", "act": "amended_by_donor", "amount": "900"}
        assert client.post(address, data=sent).status_code == 303
        stale = client.post(address, data=sent | {"key": giving.key(), "amount": "1"})
        assert stale.status_code == 409
        forged = {"key": giving.key(), "seen": "3", "act": "released_by_ministry", "words": "x"}
        assert client.post(address, data=forged).status_code in (403, 422)
        assert "Aujourd’hui : 900 F CFA" in page(client, f"/dons/{lot.ref}")


class TestTheLedger:
    def test_filters_and_gives_a_harmless_spreadsheet(self, app: Flask, client: Any) -> None:
        lot, _treasury = giving.held("100", giving.place(PlaceKind.TREASURY, "=cmd|' /C calc'!A1"))
        giving.held("200")
        text = page(client, f"/dons/registre?don={lot.ref}")
        assert "100 F CFA" in text
        assert "200 F CFA" not in text
        for query in ("suite=x", "suite=9" * 9, "operation=&monnaie="):
            assert "200 F CFA" in page(client, f"/dons/registre?{query}")
        for name, value in (("operation", "vol"), ("depuis", "31/12/2025"), ("monnaie", "ZZZ")):
            wrong = client.get(f"/dons/registre?{name}={value}")
            assert wrong.status_code == 422
            assert f'id="{name}-error"' in wrong.text
            assert lot.ref not in wrong.text
            assert client.get(f"/dons/registre.csv?{name}={value}").status_code == 422
        assert "Aucun mouvement" in page(client, "/dons/registre?don=INCONNU")
        answer = client.get("/dons/registre.csv").data
        assert answer.startswith(b"\xef\xbb\xbf")
        assert b"'=cmd" in answer

    def test_tells_each_movement_whole_in_its_table(self, app: Flask, client: Any) -> None:
        by, day = giving.treasurer(), now().date()
        rate = actions.enter_rate(
            by, base="USD", quote="XOF", rate="561,30", as_of=day, source="avis"
        )
        lot, treasury = giving.gift(amount="10", currency="USD"), giving.place(PlaceKind.TREASURY)
        dollars = {"amount": "10", "currency": "USD", "occurred_on": day}
        given = giving.posted(lot, "receipt", giving.donors(), treasury, **dollars)
        sold = actions.prepare_exchange(
            by,
            lot,
            from_place=treasury,
            to_place=treasury,
            amount="10",
            rate=rate,
            idem_key=giving.key(),
        )
        actions.approve_entry(giving.approver(), actions.submit_entry(by, sold))
        answer = client.get(f"/dons/registre.csv?don={lot.ref.lower()}&ordre=ancien").text
        first, *exchanged = csv.reader(answer.splitlines()[1:])
        ends = [giving.donors().name, treasury.name]
        assert first[1:6] == ["1", day.isoformat(), "Remise par le donateur", lot.ref, ends[0]]
        assert first[6:10] == [ends[1], "10.00", "USD", ""]
        assert first[11:] == [f"http://localhost/dons/{lot.ref}", given.hash]
        amounts = [["10.00", "USD", "561.3"], ["5613", "XOF", "561.3"]]
        assert [row[7:10] for row in exchanged] == amounts

    def test_gives_a_workbook_of_what_is_chosen_in_its_order(self, app: Flask, client: Any) -> None:
        lot, treasury = giving.held("100", giving.place(PlaceKind.TREASURY, "=1+1"))
        giving.posted(lot, "fee", treasury, giving.fees(), amount="7")
        giving.held("200")
        answer = client.get(f"/dons/registre.xlsx?don={lot.ref}&ordre=ancien")
        assert answer.content_type.endswith("spreadsheetml.sheet")
        with ZipFile(io.BytesIO(answer.data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            words = book.read("xl/sharedStrings.xml").decode()
        amounts = re.findall(r'<c r="H[2-9]"[^>]*><v>(\d+)</v>', sheet)
        assert amounts == ["100", "7"]
        assert "<f>" not in sheet
        assert "=1+1" in words

    def test_keeps_filters_and_order_on_its_links(self, app: Flask, client: Any) -> None:
        lot, treasury = giving.held("100")
        places = [giving.place(PlaceKind.BENEFICIARY) for _ in range(queries.PER_PAGE)]
        giving.posted(lot, "payment", treasury, *places, amount="50")
        read = []
        for order in ("", "&ordre=ancien"):
            text = client.get(f"/dons/registre?don={lot.ref}&monnaie=XOF{order}").text
            links = re.findall(r'href="(/dons/registre[^"]*)"', text)
            kept = [link for link in links if f"don={lot.ref}" in link]
            assert len(kept) == 3
            assert all("monnaie=XOF" in link for link in kept)
            assert all(("ordre=ancien" in link) == bool(order) for link in kept)
            (further,) = [link.replace("&amp;", "&") for link in kept if "suite=" in link]
            pages = (text, client.get(further).text)
            read.append([bool(re.search("<td[^>]*>Remise", part)) for part in pages])
        assert read == [[False, True], [True, False]]


class TestACampaign:
    def test_never_adds_promised_and_received_into_one_number(
        self, app: Flask, client: Any
    ) -> None:
        by = staff_actor(Role.SECRETARIAT)
        actions.open_campaign(by, slug="cuba", title="Cuba", purpose="Étudiants", goal="9 000")
        lot = giving.gift(amount="5 000", campaign="cuba", purpose=None)
        giving.gift(amount="1 000", campaign="cuba")
        giving.announced(amount="700", campaign="cuba")
        regretted = giving.donor()
        unconfirmed = giving.announced(regretted, "800", campaign="cuba")
        actions.end_pledge(regretted, unconfirmed, seen=1)
        giving.posted(
            lot, "receipt", giving.donors(), giving.place(PlaceKind.TREASURY), amount="4 000"
        )
        found = queries.campaign(by, "cuba")
        bar = queries.bars([found])[found.id]
        assert (bar.received, bar.waiting, bar.pledges) == (4000, 2000, 2)
        text = page(client, "/dons/campagnes/cuba")
        assert "Reçu 4 000 F CFA. Promis, pas encore reçu, 2 000 F CFA." in text
        assert "6 000" not in text
