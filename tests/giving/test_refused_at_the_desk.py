"""What the desk of the ledger says, and where, when it refuses an act."""

import html
import re
from typing import Any

from flask import Flask

from app.accounts.models import Person, Role
from app.core.db import db
from app.giving import actions, queries
from app.giving.models import EntryState, PlaceKind
from tests.factories import giving
from tests.factories.accounts import staff

WHY = "Dites pourquoi\N{NARROW NO-BREAK SPACE}: ces mots restent avec l’acte."
NEEDED = "Cette réponse est nécessaire."


def beside(answer: Any, field: str) -> str:
    """Return what an answer says is wrong beside a field that is there once."""
    text = answer.get_data(as_text=True)
    assert len(re.findall(rf'id="{field}"', text)) == 1
    said = re.search(rf'id="{field}-error">([^<]*)<', text)
    assert said, text
    return html.unescape(said.group(1)).strip()


def entry_address(entry: Any) -> str:
    return f"/gestion/dons/ecritures/{entry.id}"


def test_an_entry_is_rejected_with_its_reason_only(app: Flask, client: Any, sign_in: Any) -> None:
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.submitted(giving.treasurer(), lot, "receipt", giving.donors(), place, amount="5")
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    sent = {"key": giving.key(), "to": "reject"}
    answer = client.post(entry_address(entry), data=sent)
    assert answer.status_code == 422
    assert beside(answer, "because") == WHY
    assert queries.entry(giving.approver(), entry.id).state == EntryState.SUBMITTED


def test_a_reversal_says_why(app: Flask, client: Any, sign_in: Any) -> None:
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.posted(lot, "receipt", giving.donors(), place, amount="5")
    sign_in(client, staff(Role.TREASURER), second_factor=True)
    answer = client.post(f"{entry_address(entry)}/contre-passer", data={"key": giving.key()})
    assert answer.status_code == 422
    assert beside(answer, "because") == NEEDED


def test_who_received_says_where_the_money_is(app: Flask, client: Any, sign_in: Any) -> None:
    lot, treasury = giving.held("100")
    ministry = giving.organisation()
    transit = giving.place(PlaceKind.TRANSIT, "En chemin", ministry)
    giving.place(PlaceKind.MINISTRY, "Au ministère", ministry)
    entry = giving.posted(lot, "dispatch", treasury, transit, amount="100")
    who = db.session.get(Person, giving.receiver(ministry).id)
    sign_in(client, who, second_factor=True)
    address = f"{entry_address(entry)}/reponse"
    answer = client.post(address, data={"key": giving.key(), "is_received": "true"})
    assert answer.status_code == 422
    assert beside(answer, "place") == "Choisissez dans la liste."
    answer = client.post(address, data={"key": giving.key(), "is_received": "false"})
    assert beside(answer, "because") == WHY


def test_a_receipt_is_cancelled_with_its_reason_only(app: Flask, client: Any, sign_in: Any) -> None:
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.posted(lot, "receipt", giving.donors(), place, amount="5")
    receipt = actions.issue_receipt(giving.treasurer(), entry)
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    answer = client.post(f"/recus/{receipt.code}/annuler", data={"key": giving.key()})
    assert answer.status_code == 422
    assert beside(answer, "because") == NEEDED


def test_a_donor_changes_their_own_promise_in_their_own_words(
    app: Flask, client: Any, sign_in: Any
) -> None:
    donor = giving.donor()
    lot = giving.gift(donor)
    sign_in(client, db.session.get(Person, donor.id))
    own = client.get(f"/dons/{lot.ref}/changer").get_data(as_text=True)
    assert "Retirer ma promesse" in own
    assert "pour le donateur" not in own


def test_a_receipt_is_found_by_the_number_on_its_paper(client: Any) -> None:
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.posted(lot, "receipt", giving.donors(), place, amount="5")
    receipt = actions.issue_receipt(giving.treasurer(), entry)
    assert "Numéro du reçu" in client.get("/recus").text
    answer = client.get("/recus", query_string={"code": f" {receipt.code.lower()} "})
    assert (answer.status_code, answer.location) == (303, f"/recus/{receipt.code}")
    for address in ("/recus?code=REC-1999-00001", "/recus/REC-1999-00001"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert beside(answer, "code") == "Aucun reçu ne porte ce numéro. Vérifiez les chiffres."


def test_a_receipt_says_that_its_money_was_taken_back(
    app: Flask, client: Any, sign_in: Any
) -> None:
    who, lot, place = giving.treasurer(), giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.posted(lot, "receipt", giving.donors(), place, amount="5")
    receipt = actions.issue_receipt(giving.treasurer(), entry)
    assert "Ce reçu est authentique" in client.get(f"/recus/{receipt.code}").text
    mirror = actions.prepare_reversal(who, entry, because="Écrit deux fois.", idem_key=giving.key())
    assert "Ce reçu est authentique" in client.get(f"/recus/{receipt.code}").text
    actions.approve_entry(giving.approver(), actions.submit_entry(who, mirror))
    shown = client.get(f"/recus/{receipt.code}").text
    assert "Ce reçu est authentique" not in shown
    assert "a été contre-passée" in shown
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    assert "Le reçu n’est pas annulé" in client.get(entry_address(entry)).text


def test_a_gift_shows_first_what_is_promised_today(app: Flask, client: Any) -> None:
    donor = giving.donor()
    lot = giving.gift(donor, "100")
    pledge = lot.pledge
    assert pledge is not None
    actions.amend_pledge(donor, pledge, amount="3000", seen=queries.last_act(pledge))
    shown = " ".join(re.sub("<[^>]+>", " ", client.get(f"/dons/{lot.ref}").text).split())
    assert re.search(r"3\s000\sF\sCFA promis d’abord\s: 100\sF\sCFA", shown)
