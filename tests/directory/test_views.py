"""The public pages of the directory."""

from flask import Flask

from app.directory.models import OrganisationKind
from tests.conftest import Client
from tests.factories import directory
from tests.factories.meetings import counted_queries


def test_organisations_are_found_without_accents_and_by_acronym(app: Flask, client: Client) -> None:
    directory.organisation("École des mines", acronym="ENSMR")
    directory.organisation("Banque de test")
    for text in ("ecole", "MINES école", "ensmr"):
        page = client.get("/organisations", query_string={"text": text}).text
        assert "École des mines" in page
        assert "Banque de test" not in page


def test_a_percent_sign_is_a_letter_like_another(app: Flask, client: Client) -> None:
    directory.organisation("Banque de test")
    assert "Banque de test" not in client.get("/organisations?text=%25").text


def test_organisations_are_filtered_by_kind_and_country(app: Flask, client: Client) -> None:
    directory.organisation("Ambassade A", kind=OrganisationKind.EMBASSY, country="MA")
    directory.organisation("Ambassade B", kind=OrganisationKind.EMBASSY, country="FR")
    directory.organisation("Association C", country="MA")
    page = client.get("/organisations?kind=embassy&country=MA").text
    assert "Ambassade A" in page
    assert "Ambassade B" not in page
    assert "Association C" not in page


def test_countries_are_offered_in_french_order(app: Flask, client: Client) -> None:
    for country in ("ZA", "EG", "DZ"):
        directory.organisation(country=country)
    page = client.get("/organisations").text
    places = [page.index(f">{name}</option>") for name in ("Afrique du Sud", "Algérie", "Égypte")]
    assert places == sorted(places)


def test_an_unknown_kind_is_said_and_narrows_nothing(app: Flask, client: Client) -> None:
    directory.organisation("Banque de test")
    answer = client.get("/organisations?kind=voleur")
    assert answer.status_code == 422
    assert "Banque de test" in answer.text


def test_an_empty_list_says_what_to_do(app: Flask, client: Client) -> None:
    assert "Voir toutes les organisations" in client.get("/organisations?text=rien").text


def test_a_name_is_never_read_as_html(app: Flask, client: Client) -> None:
    directory.organisation("<script>alert(1)</script>", slug="ruse")
    for path in ("/organisations", "/organisations/ruse"):
        assert "<script>alert" not in client.get(path).text


def test_the_export_makes_formulas_harmless(app: Flask, client: Client) -> None:
    directory.organisation('=HYPERLINK("http://mal.example")')
    answer = client.get("/organisations.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "\"'=HYPERLINK" in answer.text


def test_the_list_asks_the_database_as_often_for_one_as_for_many(
    app: Flask, client: Client
) -> None:
    directory.organisation()
    with counted_queries() as few:
        client.get("/organisations")
    for number in range(30):
        directory.organisation(f"Association {number}")
    with counted_queries() as many:
        client.get("/organisations")
    assert len(many) == len(few)


def test_an_unknown_organisation_or_framework_is_not_found(app: Flask, client: Client) -> None:
    for path in ("/organisations/rien", "/cadres/rien"):
        assert client.get(path).status_code == 404
