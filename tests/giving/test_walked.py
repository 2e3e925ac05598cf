"""What people find again: their own promises, what was rejected, what a correction left."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app.accounts.models import Person, Role
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.db import db
from app.giving import actions, queries
from app.giving.models import EntryState, Lot, LotKind, PlaceKind
from tests.factories import giving
from tests.factories.accounts import staff
from tests.giving.test_views import page

SignIn = Callable[..., Any]


def person(actor: Any) -> Person:
    return db.session.get_one(Person, actor.id)


def test_a_donor_finds_their_promises_again_and_nobody_else_does(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    donor = giving.donor()
    waiting = giving.announced(donor, "700", purpose="Un puits")
    confirmed = giving.gift(donor, "900", purpose="Des bancs")
    assert "Vos promesses" not in page(client, "/dons")
    assert waiting.ref not in page(client, "/dons")
    sign_in(client, person(donor))
    text = page(client, "/dons")
    assert "Vos promesses" in text
    assert f'href="/dons/{waiting.ref}/relecture"' in text
    assert f'href="/dons/{confirmed.ref}"' in text


def test_a_donor_reads_what_was_received_of_each_promise_and_no_link_leads_nowhere(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    donor = giving.donor()
    lot = giving.gift(donor, "900", purpose="Des bancs")
    giving.posted(lot, "receipt", giving.donors(), giving.place(PlaceKind.TREASURY), amount="900")
    for _ in range(12):  # later gifts push it out of the latest ones
        giving.gift(giving.donor())
    never = giving.announced(donor, "700", purpose="Un puits")
    actions.end_pledge(donor, never, seen=1)
    sign_in(client, person(donor))
    text = page(client, "/dons")
    own = text[text.index('id="own"') : text.index('id="latest"')]
    assert "Promesse honorée" in own
    assert "Promesse retirée par le donateur" in own
    assert never.ref in own
    for link in re.findall(r'href="(/dons/DON[^"]*)"', own):
        assert client.get(link).status_code == 200, link


def test_a_promise_that_was_ended_twice_is_shown_as_it_stands(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    donor = giving.donor()
    lot, waiting = giving.gift(donor), giving.announced(donor)
    sign_in(client, person(donor))
    for ref, seen, address in ((lot.ref, "2", f"/dons/{lot.ref}"), (waiting.ref, "1", "/dons")):
        sent = {"key": giving.key(), "seen": seen, "act": "ended_by_donor"}
        for _ in range(2):
            answer = client.post(f"/dons/{ref}/changer", data=sent)
            assert (answer.status_code, answer.location) == (303, address)
    sign_in(client, person(giving.donor()))
    assert client.get(f"/dons/{lot.ref}/changer").status_code == 404


def test_the_list_shows_what_a_correction_left_and_a_promise_alone_is_not_said_spent(
    app: Flask, client: Any
) -> None:
    lot = giving.gift(amount="70 000")
    assert lot.pledge is not None
    seen = queries.last_act(lot.pledge)
    actions.correct_pledge(
        giving.treasurer(), lot.pledge, amount="7 000", seen=seen, words="Un zéro de trop."
    )
    listed = page(client, "/dons")
    assert "7 000 F CFA" in listed
    assert "70 000 F CFA" not in listed
    text = page(client, f"/dons/{lot.ref}")
    assert "Reçu : 0 F CFA" in text
    assert "Reste : 0 F CFA</span>" not in text


def test_a_promise_that_was_corrected_then_ended_shows_its_last_amount_and_not_its_first(
    app: Flask, client: Any
) -> None:
    lot = giving.gift(amount="70 000")
    pledge = lot.pledge
    assert pledge is not None
    actions.correct_pledge(giving.treasurer(), pledge, amount="7 000", seen=2, words="Un zéro.")
    actions.release_pledge(giving.approver(), pledge, seen=3, words="Chômage.")
    assert "70 000 F CFA" not in page(client, "/dons")
    text = page(client, f"/dons/{lot.ref}")
    assert "<b>7 000 F CFA <small>promis d’abord : 70 000 F CFA</small>" in text


def test_the_worth_said_with_a_promise_is_not_shown_beside_another_amount(
    app: Flask, client: Any
) -> None:
    said = {"base": "USD", "quote": "XOF", "as_of": now().date(), "source": "avis"}
    actions.enter_rate(giving.treasurer(), rate="561,30", **said)
    donor = giving.donor()
    lot = giving.gift(donor, "100", currency="USD")
    assert "56 130 F CFA, au taux dit de 561,3" in page(client, f"/dons/{lot.ref}")
    assert lot.pledge is not None
    actions.amend_pledge(donor, lot.pledge, amount="90", seen=2)
    assert "56 130 F CFA" not in page(client, f"/dons/{lot.ref}")


def test_a_share_that_was_taken_back_waits_for_no_confirmation(app: Flask, client: Any) -> None:
    lot, treasury = giving.held("100")
    paid = giving.posted(
        lot, "payment", treasury, giving.place(PlaceKind.BENEFICIARY), amount="100"
    )
    assert "Confirmation attendue" in page(client, f"/dons/{lot.ref}")
    by = giving.treasurer()
    mirror = actions.prepare_reversal(by, paid, because="Erreur", idem_key=giving.key())
    actions.approve_entry(giving.approver(), actions.submit_entry(by, mirror))
    text = page(client, f"/dons/{lot.ref}")
    assert "Confirmation attendue" not in text
    assert text.count("Contre-passée") == 2


def test_who_approves_an_exchange_reads_its_rate_and_who_says_so(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    by, day, treasury = giving.treasurer(), now().date(), giving.place(PlaceKind.TREASURY)
    rate = actions.enter_rate(
        by, base="USD", quote="XOF", rate="561,30", as_of=day, source="Avis n° 12"
    )
    ends = {"from_place": treasury, "to_place": treasury}
    entry = actions.prepare_exchange(
        by, giving.gift(), **ends, amount="10", rate=rate, idem_key=giving.key()
    )
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    text = page(client, f"/gestion/dons/ecritures/{entry.id}")
    assert "Au taux de 561,3, du" in text
    assert "selon Avis n° 12." in text


def test_who_prepared_finds_what_another_rejected_with_who_and_why(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    treasurer, approver = giving.treasurer(), giving.approver()
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.submitted(treasurer, lot, "receipt", giving.donors(), place, amount="5")
    actions.reject_entry(approver, entry, because="Le relevé ne le montre pas.")
    left = giving.submitted(treasurer, lot, "receipt", giving.donors(), place, amount="6")
    actions.leave_entry(treasurer, left)
    address = f"/gestion/dons/ecritures/{entry.id}"
    sign_in(client, person(treasurer), second_factor=True)
    desk = page(client, "/gestion/dons")
    assert "Rejetées, à reprendre" in desk
    assert f'href="{address}"' in desk
    assert f'href="/gestion/dons/ecritures/{left.id}"' not in desk
    text = page(client, address)
    assert person(approver).name in text
    assert f'href="/gestion/dons/preparer?don={lot.ref}"' in text
    sign_in(client, staff(Role.TREASURER), second_factor=True)
    assert "Rejetées, à reprendre" not in page(client, "/gestion/dons")


def test_an_entry_is_dated_today_unless_its_preparer_says_otherwise(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    today = now().date()
    actions.enter_rate(
        giving.treasurer(), base="EUR", quote="XOF", rate="655,957", as_of=today, source="avis"
    )
    sign_in(client, staff(Role.TREASURER), second_factor=True)
    for address in ("/gestion/dons/preparer", "/gestion/dons/changer"):
        assert f'value="{today.isoformat()}"' in page(client, address)


def test_the_approver_reads_what_is_asked_and_grants_no_more_than_the_budget_holds(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    programme = actions.record_programme(
        SYSTEM, slug="petit", title="Petit", currency="XOF", budget=1_000
    )
    award = actions.propose_award(
        giving.secretary(), programme, title="Atelier", beneficiary="D-9", requested=1_200
    )
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    text = page(client, "/gestion/programmes/petit")
    assert "demandé : 1 200 F CFA" in text
    assert "Budget : 1 000 F CFA. Accordé : 0 F CFA. Reste à accorder : 1 000 F CFA." in text
    address = f"/gestion/programmes/projets/{award.ref}/approuver"
    grant = {"granted": "1 001", "tranches": "1"}
    refused = client.post(address, data=grant | {"key": giving.key()})
    assert refused.status_code == 422
    assert "n’a plus que 1 000 F CFA à accorder" in refused.text.replace("\xa0", " ").replace(
        "\u202f", " "
    )
    grant["granted"] = "900"
    assert client.post(address, data=grant | {"key": giving.key()}).status_code == 303
    assert "Reste à accorder : 100 F CFA." in page(client, "/programmes/petit")
    actions.move_award(giving.secretary(), award, to="terminated", because="Renoncé.")
    assert "Accordé : 0 F CFA." in page(client, "/gestion/programmes/petit")


def test_a_refused_change_keeps_what_was_chosen_and_one_act_alone_is_chosen_already(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    donor = giving.donor()
    lot = giving.gift(donor)
    address = f"/dons/{lot.ref}/changer"
    sign_in(client, person(donor))
    sent = {"key": giving.key(), "seen": "2", "act": "ended_by_donor", "amount": "x" * 50}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    (chosen,) = re.findall(r"<input[^>]*checked[^>]*>", answer.text)
    assert 'value="ended_by_donor"' in chosen
    sign_in(client, staff(Role.APPROVER), second_factor=True)
    text = client.get(address).text
    (chosen,) = re.findall(r"<input[^>]*checked[^>]*>", text)
    assert 'value="released_by_ministry"' in chosen
    assert 'name="amount"' not in text


def test_a_project_of_the_demonstration_says_so_and_its_report_names_it(
    app: Flask, client: Any
) -> None:
    programme = actions.record_programme(SYSTEM, slug="essai", title="Essai", currency="XOF")
    award = actions.propose_award(
        giving.secretary(), programme, title="Élevage de poules", beneficiary="D-9"
    )
    actions.report_on_programme(
        giving.secretary(), programme, indicator=queries.JOBS, value=3, award=award
    )
    assert award.is_demonstration
    text = page(client, "/programmes/essai")
    assert re.search(r"3 emplois créés</b></p> <p class=\"meta\"> <span>Élevage de poules", text)
    assert re.search(r"Élevage de poules[^<]*<span class=\"demo\">", text)


def test_the_treasury_finds_an_old_gift_and_an_old_entry_again(
    app: Flask, client: Any, sign_in: SignIn
) -> None:
    lot, _treasury = giving.held("70")
    (entry,) = queries.entries(giving.treasurer(), EntryState.POSTED)
    later = [{"ref": f"BUD-{n}", "kind": LotKind.BUDGET, "title": "Ligne"} for n in range(300)]
    db.session.execute(insert(Lot), later)
    db.session.commit()
    address = f'href="/gestion/dons/ecritures/{entry.id}"'
    for public in (f"/dons/{lot.ref}", "/dons/registre"):
        assert address not in page(client, public)
    sign_in(client, staff(Role.TREASURER), second_factor=True)
    for public in (f"/dons/{lot.ref}", "/dons/registre"):
        assert address in page(client, public)
    for form in ("preparer", "changer"):
        link = f"/gestion/dons/{form}?don={lot.ref}"
        assert f'href="{link}"' in page(client, f"/dons/{lot.ref}")
    assert f'<option value="{lot.ref}" selected>' in page(
        client, f"/gestion/dons/preparer?don={lot.ref}"
    )


def test_many_beneficiaries_leave_room_for_the_places_where_money_is_kept(app: Flask) -> None:
    treasury = giving.place(PlaceKind.TREASURY)
    people = [giving.place(PlaceKind.BENEFICIARY, f"B-{number}") for number in range(3)]
    found = queries.places(giving.treasurer(), (PlaceKind.BENEFICIARY, PlaceKind.TREASURY), limit=3)
    assert [place.id for place in found] == [people[1].id, people[2].id, treasury.id]


def test_every_gift_of_a_campaign_is_reached_from_its_page(app: Flask, client: Any) -> None:
    actions.open_campaign(giving.secretary(), slug="puits", title="Puits", purpose="Des puits")
    refs = {giving.gift(campaign="puits").ref for _ in range(41)}
    first = page(client, "/dons/campagnes/puits")
    further = re.search(r'href="(/dons/campagnes/puits\?suite=\d+)"', first)
    assert further
    second = page(client, further[1])
    seen = re.findall(r'href="/dons/(DON-[^"]+)"', first + second)
    assert sorted(seen) == sorted(refs)
    assert "Dons plus anciens" not in second
