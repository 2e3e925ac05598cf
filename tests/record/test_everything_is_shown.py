"""Every fact of the public record is on a page that everybody can reach from the first one."""

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.core.formats import country_name, day, number
from app.record.cli import PUBLIC_RECORD
from app.record.schemas.reading import read_document
from tests.conftest import Client

# What names things for programs; the thing that is named is walked where it is given.
REFERENCES = {
    *("code", "series", "theme", "source", "led_by", "invited_by", "convened_by", "parties"),
    *("hosts", "partner", "launched_at", "made_at", "at", "of", "about", "share_of"),
}
# Words of a list, which pages say in French, and what says how another value is to be read.
WORDS = {"kind", "mode", "instrument", "sector", "edition", "is_at_least", "is_about"}
SAID_OTHERWISE = {"jobs_is_about", "donor_publicly_named", "projection", "currency", "unit"}
COUNTRIES = {
    *("country", "remote_from", "stops_countries", "made_remotely_from"),
    "beneficiary_returned_from",
}
NOT_FOLLOWED = ("/static", "/langue", "/connexion", "/moi", "/direct", "/api", "/dire", "/gestion")
FEWEST_FACTS = 300


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the pages are the same."""
    return "sqlite"


def plain(text: str) -> str:
    """Return a text with one kind of space, as it is read."""
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def read(client: Client) -> dict[str, str]:
    """Return what each page says, following every link from the first one."""
    pages: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in pages or address.startswith(NOT_FOLLOWED):
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer.content_type.startswith("text/html"):
            pages[address] = ""
            continue
        main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
        pages[address] = plain(re.sub(r"<[^>]+>", " | ", main))
        links = (urlsplit(html.unescape(link)) for link in re.findall(r'href="(/[^"#]*)', main))
        waiting += [link.path for link in links if not link.query]
    return pages


def facts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield each value of the record with its place."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from facts(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from facts(inner, (*path, place))
    else:
        yield path, value


def name_of(path: tuple[Any, ...]) -> str:
    return next(str(part) for part in reversed(path) if isinstance(part, str))


def sentences(path: tuple[Any, ...], value: Any) -> list[str]:
    """Return the ways a page may say a value; none where it says it otherwise."""
    name = name_of(path)
    if value is None or name in REFERENCES | WORDS | SAID_OTHERWISE or path[0] == "checks":
        return []
    if name in COUNTRIES:
        return [country_name(value)]
    if isinstance(value, date):
        month = day(value).split(" ", 1)[1]
        days = (str(value.year),) if "period" in path else (f"{value.day} {month}", f" {month}")
        return list(days)
    if isinstance(value, int) and not isinstance(value, bool):
        year = name in {"period", "year", "returned"} or (name in {"from", "to"})
        return [str(value) if year else number(value)]
    if name == "share_percent":
        return [str(value).replace(".", ",")]
    if name == "to" and re.fullmatch("[a-z-]+", str(value)):
        return []  # an organisation's code
    return [str(value)]


def test_every_fact_of_the_record_is_on_a_public_page(
    app: Flask, record: None, client: Client
) -> None:
    document = read_document(PUBLIC_RECORD.read_bytes())
    everything = " || ".join(read(client).values()).lower()
    known, missing = 0, []
    with app.test_request_context():
        for path, value in facts(document.data):
            ways = [plain(way).lower() for way in sentences(path, value)]
            known += bool(ways)
            if ways and not any(_said(way, everything) for way in ways):
                missing.append((path, value))
    assert missing == []
    assert known > FEWEST_FACTS


def _said(words: str, everything: str) -> bool:
    """Whether it is said; a number is not said by a longer number that holds its digits."""
    if not words.replace(" ", "").isdecimal():
        return words in everything
    return re.search(rf"(?<!\d)(?<!\d ){words}(?!\d)(?! \d{{3}})", everything) is not None


PLACES = {
    "/suivi/textes/PONAM": ("3 septembre 2014", "Conseil des ministres", "2015–2019", "Huit axes"),
    "/suivi/textes/BIM-2015": ("14 septembre 2015", "BIM-SA", "Missions d’information"),
    "/suivi/textes/ML-CM": ("Traité de 1964", "inconnu", "La source ne nomme pas les parties"),
    "/suivi/textes/MA-ML-2019": (
        "25 février 2019",
        "Bamako",
        "MA-ML-2019/E-08",
        "Intégration éducative",
    ),
    "/rencontres/mission-bim": ("Guinée équatoriale", "Convention avec la BIM-SA"),
    "/reperes": ("466 experts", "140 structures", "S0", "Bilan du ministère, 2013–2017"),
}


def test_each_thing_is_where_it_is_looked_for(record: None, client: Client) -> None:
    for address, said in PLACES.items():
        page = plain(re.sub(r"<[^>]+>", " ", client.get(address).text))
        absent = [words for words in said if words not in page]
        assert absent == [], address
