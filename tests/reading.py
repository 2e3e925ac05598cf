"""Reads the pages as somebody who knows one language only, to find the sentences of another."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import force_locale
from sqlalchemy import Enum, String, select

from app.core.db import db
from app.core.formats import city_of
from tests.conftest import Client

NARROW = "\N{NARROW NO-BREAK SPACE}"
SPACES = re.compile(r"\s+")
ACCENTED = re.compile("[àâçéèêëîïôùûœ«»]", re.IGNORECASE)
PAGES_OF_A_KIND = 3
READABLE = {"text/html", "text/plain", "text/csv", "text/calendar", "application/json"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "svg"}
SAID = {"alt", "aria-label", "content", "placeholder", "title"}
ELSEWHERE = ("/langue/", "/static/", "/demo/", "/api/openapi.json")


class Reading(HTMLParser):
    """What a page says in its own language: its text and its labels."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.said: list[str] = []
        self.links: list[str] = []
        self._left_aside: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.pop("lang", None)
        is_aside = tag in UNREAD or "lang" in given or self._is_aside
        if not is_aside:
            self.said += [
                value for name, value in given.items() if name in SAID or name.startswith("data-")
            ]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag not in VOID:
            self._left_aside.append(is_aside)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._left_aside:
            self._left_aside.pop()

    def handle_data(self, data: str) -> None:
        if not self._is_aside:
            self.said.append(data)

    @property
    def _is_aside(self) -> bool:
        return bool(self._left_aside) and self._left_aside[-1]


@lru_cache(maxsize=1)
def read(page: str) -> Reading:
    """Return what a page says; the last one is kept, for several things are asked of it."""
    return Reading(page)


def one_line(text: str) -> str:
    """Return the text with single plain spaces."""
    return SPACES.sub(" ", text).strip()


def crawl(client: Client, *starts: str) -> Iterator[tuple[str, str, str]]:
    """Give the address, the kind and the text of what can be reached, a few pages of each rule."""
    waiting, seen, opened = deque(starts), set(starts), dict[object, int]()
    rules = client.application.url_map.bind("localhost")
    while waiting:
        address = waiting.popleft()
        endpoint, _ = rules.match(urlsplit(address).path)
        opened[endpoint] = opened.get(endpoint, 0) + 1
        if opened[endpoint] > PAGES_OF_A_KIND:
            continue
        answer = client.get(address)
        if answer.mimetype not in READABLE and not answer.location:
            continue  # a document somebody sent, a sheet
        links = [answer.location] if answer.location else read(answer.text).links
        if not answer.location:
            assert answer.status_code == 200, address
            yield address, answer.mimetype or "", answer.text
        for link in links:
            there = urljoin(address, link).partition("#")[0]
            if there.startswith("/") and not there.startswith(ELSEWHERE) and there not in seen:
                seen.add(there)
                waiting.append(there)


def names_of_the_record() -> set[str]:
    """Return every text that the database holds: it is shown as it was given."""
    found = set()
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String) and not isinstance(column.type, Enum):
                texts = db.session.scalars(select(column))
                found |= {one_line(str(text)) for text in texts if text}
    return {name for name in found if len(name) > 2}


def names_of_places(language: str) -> set[str]:
    """Return the countries and the cities that a language writes with accents."""
    with force_locale(language):
        cities = {city_of(zone) for zone in available_timezones() if "/" in zone}
    places = cities | set(Locale.parse(language).territories.values())
    return {name for name in places if ACCENTED.search(name)}


class Sentence:
    """A sentence of the catalogue, to be found whatever stands in its places."""

    def __init__(self, parts: Iterable[str]) -> None:
        parts = [one_line(part) for part in parts]
        # Most texts do not hold the longest part: a search for it is much cheaper than a pattern.
        self.mark = max(parts, key=len)
        self._pattern = re.compile(r"\b" + r"\s?.+?\s?".join(map(re.escape, parts)))

    def within(self, text: str) -> str | None:
        """Return how the sentence stands in a text, or None."""
        found = self._pattern.search(text) if self.mark in text else None
        return found[0] if found else None


class French:
    """What finds French on a page in another language; the names of the record are left aside."""

    def __init__(
        self, sentences: Iterable[Sentence], names: Iterable[str], *, accents_tell: bool = True
    ) -> None:
        self.sentences = list(sentences)
        self.accents_tell = accents_tell  # no other language of the page has them
        self.names = sorted(names, key=len, reverse=True)
        self._found: dict[str, str | None] = {}

    def of(self, page: str, kind: str) -> list[str]:
        """Return the French texts of a page."""
        said = read(page).said if kind == "text/html" else page.splitlines()
        return [found for text in said if (found := self._in(one_line(text)))]

    def _in(self, text: str) -> str | None:
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def _search(self, text: str) -> str | None:
        if text.startswith(("http://", "https://")) or not self._is_suspect(text):
            return None
        for name in self.names:
            text = text.replace(name, "…")
        for sentence in self.sentences:
            if found := sentence.within(text):
                return found
        return text if self._has_accents(text) else None

    def _has_accents(self, text: str) -> bool:
        return self.accents_tell and bool(ACCENTED.search(text))

    def _is_suspect(self, text: str) -> bool:
        """Return whether a text may be French: the names, who are many, then matter."""
        return self._has_accents(text) or any(one.mark in text for one in self.sentences)
