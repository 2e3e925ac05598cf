"""On a page in another language, each French name of the record says that it is French."""

from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from app.core.db import db
from app.directory.models import Organisation, Source, Term
from app.followup.models import Indicator
from tests.conftest import Client

ADDRESSES = ("/reperes", "/suivi", "/suivi/preoccupations")
SINGLE = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}


class Reading(HTMLParser):
    """Gathers the words of a page with the language that they are said to be in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.languages: list[str | None] = []
        self.words: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SINGLE:
            around = self.languages[-1] if self.languages else None
            self.languages.append(dict(attrs).get("lang", around))

    def handle_endtag(self, tag: str) -> None:
        if tag not in SINGLE:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((data.strip(), self.languages[-1] if self.languages else None))


def names() -> set[str]:
    """Return what the record calls its documents, bodies, themes and figures."""
    columns = (Source.about, Organisation.name, Term.title, Indicator.title)
    return {name for column in columns for name in db.session.scalars(select(column)) if name}


@pytest.mark.parametrize("address", ADDRESSES)
def test_french_names_are_marked_on_an_english_page(
    record: None, client: Client, address: str
) -> None:
    client.get("/langue/en")
    reading = Reading(client.get(address).text)
    said = names()
    french = [language for words, language in reading.words if words in said]
    assert french
    assert set(french) == {"fr"}
