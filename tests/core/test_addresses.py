"""Addresses: of pages that only take forms, that hold more than is asked for, that people know."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import Client


@pytest.fixture
def database_kind() -> str:
    """One kind of database: nothing here depends on it."""
    return "sqlite"


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/deconnexion", "/"),
        ("/direct/salle/etat", "/direct/salle"),
        ("/direct/salle/bureau/vues/4/retrait", "/direct/salle/bureau"),
        ("/gestion/suivi/rapports/3/envoi", "/gestion/suivi/rapports/3"),
    ],
)
def test_who_asks_for_one_is_led_to_the_page_above(client: Client, path: str, above: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (302, above)


def test_other_verbs_are_refused(client: Client) -> None:
    assert client.delete("/direct/salle/etat").status_code == 405


def test_a_program_is_told_that_its_verb_is_wrong(client: Client) -> None:
    assert client.get("/api/v1/guests").status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/associations", "/rencontres", "/organisations", "/dons/registre", "/suivi", "/reperes"],
)
def test_a_list_keeps_its_own_filters_on_its_links_and_nothing_else(
    client: Client, address: str
) -> None:
    answer = client.get(f"{address}?endpoint=x&_scheme=javascript&_external=1&autre=vu")
    assert answer.status_code == 200
    assert "javascript:" not in answer.text
    assert "autre=vu" not in answer.text


def test_a_link_to_a_page_is_shown_under_the_address_people_know(
    app: Flask, client: Client
) -> None:
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], PUBLIC_URL="https://toukanblon.example"
    )
    page = client.get("/direct", headers={"Host": "elsewhere.example"}).text
    assert '<meta property="og:url" content="https://toukanblon.example/direct">' in page
    assert 'content="https://toukanblon.example/static/dist/preview' in page
    assert "elsewhere.example" not in page
