"""Every sentence is translated and keeps its places; no page mixes two languages."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from shutil import copy
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit
from zoneinfo import available_timezones

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from flask import Flask
from flask_babel import force_locale, ngettext
from sqlalchemy import Enum, String, select

from app.accounts.models import Role
from app.accreditation.models import Move, StepReason
from app.core.clock import now
from app.core.db import db
from app.core.formats import city_of
from app.core.letters import write_letter
from app.live.models import RoomState
from scripts import translations
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

NARROW = "\N{NARROW NO-BREAK SPACE}"
PLACES = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?\w[^>]*>")
SPACES = re.compile(r"\s+")
ACCENTED = re.compile("[àâçéèêëîïôùûœ«»]", re.IGNORECASE)
SHORT = 12  # letters: shorter sentences are found in too many other words
PAGES_OF_A_KIND = 3
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "svg"}
SAID = {"alt", "aria-label", "content", "placeholder", "title"}
PROPER_NAMES = ("Français", "Português", "Mandé", "Ministère des Maliens de l’Extérieur")
ELSEWHERE = ("/langue/", "/static/", "/demo/", "/api/openapi.json")


# --- the catalogues ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    """The catalogues as they would be if the sentences were collected now."""
    folder = tmp_path_factory.mktemp("translations")
    template = folder / "messages.pot"
    translations.extract(template)
    collected = {}
    for language in translations.LANGUAGES:
        path = folder / f"{language}.po"
        copy(translations.FOLDER / language / "LC_MESSAGES" / "messages.po", path)
        translations.update(language, path, template)
        collected[language] = translations.read(path)
    return collected


def messages(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue, its header aside."""
    return [message for message in catalogue if message.id]


def forms(words: str | Iterable[str] | None) -> list[str]:
    """Return the forms of a sentence: one, or its singular and its plurals."""
    return [words] if isinstance(words, str) else list(words or [])


def pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Give each form of each sentence with the form that translates it."""
    for message in messages(catalogue):
        sources = forms(message.id)
        for number, translation in enumerate(filter(None, forms(message.string))):
            yield sources[min(number, len(sources) - 1)], translation


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_sentence_of_the_source_is_translated(
    catalogues: dict[str, Catalog], language: str
) -> None:
    collected = messages(catalogues[language])
    assert len(collected) > 500
    waiting = [message.id for message in collected if not translations.is_translated(message)]
    assert waiting == [], "`make translations`, then write these in the catalogue"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_keep_the_places_of_their_sentences(
    catalogues: dict[str, Catalog], language: str
) -> None:
    changed = [
        (source, translation)
        for source, translation in pairs(catalogues[language])
        if sorted(PLACES.findall(source)) != sorted(PLACES.findall(translation))
    ]
    assert changed == []


def test_french_keeps_its_typography(catalogues: dict[str, Catalog]) -> None:
    wrong = re.compile(rf"(?<!{NARROW})[;?!»](?!nom)|[^{NARROW}\d]:|«(?!{NARROW})|['\"]|\.\.\.")
    sentences = [source for source, _ in pairs(catalogues["fr"])]
    assert [sentence for sentence in sentences if wrong.search(PLACES.sub("x", sentence))] == []


def test_english_does_not_borrow_french_typography(catalogues: dict[str, Catalog]) -> None:
    wrong = re.compile(r"\s[;:?!]|[«»'\"]|\.\.\.|\N{NARROW NO-BREAK SPACE}")
    assert [english for _, english in pairs(catalogues["en"]) if wrong.search(english)] == []


@pytest.mark.parametrize(
    ("language", "number", "sentence"),
    [
        ("fr", 0, "0 soutien"),
        ("fr", 1, "1 soutien"),
        ("fr", 2, "2 soutiens"),
        ("en", 0, "0 supports"),
        ("en", 1, "1 support"),
        ("en", 2, "2 supports"),
    ],
)
def test_plurals_follow_the_language(app: Flask, language: str, number: int, sentence: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert ngettext("%(num)s soutien", "%(num)s soutiens", number) == sentence


# --- the pages --------------------------------------------------------------------------------


@pytest.fixture
def database_kind() -> str:
    """One kind of database: words do not depend on it."""
    return "sqlite"


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
        if answer.mimetype in ("application/pdf", "image/png"):
            continue  # a document somebody sent
        links = [answer.location] if answer.location else Reading(answer.text).links
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


def names_of_places() -> set[str]:
    """Return the countries and the cities that English writes with accents."""
    with force_locale("en"):
        cities = {city_of(zone) for zone in available_timezones() if "/" in zone}
    places = cities | set(Locale.parse("en").territories.values())
    return {name for name in places if ACCENTED.search(name)}


class French:
    """What finds French in what an English page says; the names of the record are left aside."""

    def __init__(self, sentences: re.Pattern[str], names: Iterable[str]) -> None:
        self.sentences = sentences
        self.names = sorted(names, key=len, reverse=True)
        self._found: dict[str, str | None] = {}

    def of(self, page: str, kind: str) -> list[str]:
        """Return the French texts of a page."""
        said = Reading(page).said if kind == "text/html" else page.splitlines()
        return [found for text in said if (found := self._in(one_line(text)))]

    def _in(self, text: str) -> str | None:
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def _search(self, text: str) -> str | None:
        for name in self.names:
            text = text.replace(name, "…")
        found = self.sentences.search(text)
        if found:
            return found[0]
        return text if ACCENTED.search(text) else None


@pytest.fixture
def record(app: Flask) -> None:
    """A platform in use: the public record, the demonstration, rooms in each state."""
    runner = app.test_cli_runner()
    assert runner.invoke(args=["record", "import", "app/record/mali.yaml"]).exit_code == 0
    assert runner.invoke(args=["demo"]).exit_code == 0
    for state in RoomState:
        place = live.room(state)
        live.every_state(place)
        live.line(place)


@pytest.fixture
def french(app: Flask, catalogues: dict[str, Catalog], record: None) -> French:
    """The French that English says otherwise, on a platform in use."""
    sentences = set()
    for source, english in pairs(catalogues["en"]):
        words = [re.escape(one_line(part)) for part in PLACES.split(source)]
        is_long = len(one_line(PLACES.sub("", source))) > SHORT
        if is_long and one_line(source) != one_line(english):
            sentences.add(r"\s?.+?\s?".join(words))
    pattern = re.compile("|".join(rf"\b{sentence}" for sentence in sentences))
    return French(pattern, names_of_the_record() | names_of_places() | set(PROPER_NAMES))


def read_all(client: Client, french: French, *starts: str) -> dict[str, list[str]]:
    """Return what is French on the English pages that lead on from `starts`, by address."""
    client.set_cookie("language", "en")
    found = {}
    for address, kind, page in crawl(client, *starts):
        if kind == "text/calendar":
            continue  # its lines are folded
        if kind == "text/html":
            assert Reading(page).language == "en", address
        found[address] = french.of(page, kind)
    assert len(found) > 20
    return {address: texts for address, texts in found.items() if texts}


def test_english_public_pages_say_no_french(client: Client, french: French) -> None:
    starts = ("/", "/connexion", "/connexion/mot-de-passe", "/visiteur", "/ma-question", "/api")
    starts += ("/associations", "/associations/demander", "/associations/verifier")
    assert read_all(client, french, *starts, "/direct/demonstration/ecran") == {}


def test_english_pages_of_the_staff_say_no_french(
    client: Client, french: French, sign_in: object
) -> None:
    sign_in(client, people.staff(*Role), second_factor=True)  # type: ignore[operator]
    starts = ("/moi", "/gestion", "/gestion/personnes", "/gestion/rencontres")
    starts += ("/gestion/accreditations", "/gestion/accreditations/appels")
    assert read_all(client, french, *starts) == {}


def test_an_english_refusal_says_no_french(client: Client, french: French) -> None:
    client.set_cookie("language", "en")
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
    assert Reading(answer.text).language == "en"
    assert french.of(answer.text, "text/html") == []


@pytest.mark.parametrize("change", ["SecondFactorAdded", "SecondFactorRemoved", "other"])
def test_english_letters_say_no_french(app: Flask, french: French, change: str) -> None:
    letters = app.jinja_env.list_templates(extensions=["txt"])
    assert len(letters) >= 5
    values = {
        "digits": "123456",
        "person": SimpleNamespace(name="Awa", timezone="Africa/Bamako"),
        "role": "Modération",
        "until": now(),
        "is_set": change == "other",
        "change": change,
        "address": "/",
        "home": "/",
        "organisation": SimpleNamespace(name="Awa"),
        "meeting": SimpleNamespace(title="Awa"),
        "delegate": SimpleNamespace(name="Awa"),
        "dossier": SimpleNamespace(reference="2026-0001", owner="association"),
        "state": "Approuvé",
        "step": SimpleNamespace(
            move=Move.RETURN,
            state="returned",
            reason=StepReason.NO_ANSWER,
            words="",
            due_at=now(),
        ),
    }
    for template in letters:
        letter = write_letter(template, "en", **values)
        assert french.of(f"{letter.subject}\n{letter.text}", "text/plain") == [], template
