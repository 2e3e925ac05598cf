"""A public page of giving or accreditation asks the database as often for many as for few."""

from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.giving import actions, queries
from app.giving.models import PlaceKind
from tests.factories import accreditation as dossiers
from tests.factories import giving
from tests.live.test_query_counts import queries_of

MOST = 30  # queries of the fullest page


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the queries are the same."""
    return "sqlite"


def counts(client: Any, addresses: list[str]) -> dict[str, int]:
    """Return how many queries each page makes; each is asked once before, to warm up."""
    found = {}
    for address in addresses:
        assert client.get(address).status_code == 200, address
        found[address] = queries_of(partial(client.get, address))
    return found


def test_of_giving(app: Flask, client: Any) -> None:
    secretary = giving.secretary()
    actions.open_campaign(secretary, slug="livres", title="Livres", purpose="Des livres")
    programme = giving.programme()
    donor, treasury = giving.donor(), giving.place(PlaceKind.TREASURY)
    lot = giving.gift(donor, "10 000", campaign="livres")
    addresses = [
        *("/dons", "/dons/campagnes/livres", f"/dons/{lot.ref}", "/dons/registre"),
        *("/dons/registre.csv", "/programmes", f"/programmes/{programme.slug}"),
        "/dons/confirmer",
    ]
    approver = giving.approver()

    def wave(number: int) -> None:
        """Add gifts, movements, beneficiaries with their word, campaigns and projects."""
        for place in range(number):
            slug = f"c-{number}-{place}"
            actions.open_campaign(secretary, slug=slug, title=slug, purpose="P")
            other = giving.gift(donor, "100", campaign="livres", purpose="Essai")
            giving.posted(other, "receipt", giving.donors(), treasury, amount="60")
            award = actions.propose_award(
                secretary, programme, title=slug, beneficiary=slug, requested=10
            )
            actions.approve_award(approver, award, granted=10, tranches=[4, 6])
            actions.report_on_programme(secretary, programme, indicator=queries.JOBS, value=place)
        giving.posted(lot, "receipt", giving.donors(), treasury, amount="1 000")
        names = [giving.place(PlaceKind.BENEFICIARY, f"P{number}-{n}") for n in range(number)]
        paid = giving.posted(lot, "payment", treasury, *names, amount="100")
        for name in names:
            actions.confirm_for_beneficiary(secretary, paid, place=name, is_received=True)

    wave(2)
    few = counts(client, addresses)
    wave(6)
    many = counts(client, addresses)
    assert many == few
    assert max(many.values()) <= MOST


def test_of_accreditation(app: Flask, client: Any) -> None:
    call = dossiers.call()
    first, _who = dossiers.decided(under=call)
    addresses = [
        *("/associations", "/associations.csv", "/associations/demander"),
        f"/associations/{first.organisation.slug}",
    ]
    dossiers.at_consulate(under=call)
    few = counts(client, addresses)
    for outcome in ("accredited", "provisional", "accredited"):
        dossiers.decided(outcome, under=call)
    dossiers.call()
    dossiers.returned(under=call)
    many = counts(client, addresses)
    assert many == few
    assert max(many.values()) <= MOST
