"""Every sentence is translated and keeps its places; no page mixes two languages."""

import re
from collections.abc import Iterable, Iterator
from shutil import copy
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog, Message
from flask import Flask
from flask_babel import force_locale, ngettext

from app.accounts.models import Role
from app.accreditation.models import Move, StepReason
from app.core.clock import now
from app.core.letters import write_letter
from app.live.models import RoomState
from scripts import translations
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.reading import (
    French,
    Sentence,
    crawl,
    names_of_places,
    names_of_the_record,
    one_line,
    read,
)
from tests.services.programs import ROOT

NARROW = "\N{NARROW NO-BREAK SPACE}"
PLACES = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?\w[^>]*>")
WRITTEN = {".html", ".js", ".po", ".py", ".txt", ".typ", ".yaml"}
SHORT = 12  # letters: shorter sentences are found in too many other words
PROPER_NAMES = ("Français", "Português", "Mandé", "Ministère des Maliens de l’Extérieur")


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


def test_a_number_stays_on_the_line_of_its_sign() -> None:
    written = [path for path in (ROOT / "app").rglob("*") if path.suffix in WRITTEN]
    parted = {str(path) for path in written if re.search(r"[nN]°[ \u202f]", path.read_text())}
    assert parted == set(), "a no-break space stands between n° and its number"


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


@pytest.fixture(scope="session")
def sentences(catalogues: dict[str, Catalog]) -> list[Sentence]:
    """The French sentences that English says otherwise."""
    return [
        Sentence(PLACES.split(source))
        for source, english in pairs(catalogues["en"])
        if len(one_line(PLACES.sub("", source))) > SHORT and one_line(source) != one_line(english)
    ]


@pytest.fixture
def french(sentences: list[Sentence], record: None) -> French:
    """The French on a platform in use."""
    return French(sentences, names_of_the_record() | names_of_places() | set(PROPER_NAMES))


def read_all(client: Client, french: French, *starts: str) -> dict[str, list[str]]:
    """Return what is French on the English pages that lead on from `starts`, by address."""
    client.set_cookie("language", "en")
    found = {}
    for address, kind, page in crawl(client, *starts):
        if kind == "text/calendar":
            continue  # its lines are folded
        if kind == "text/html":
            assert read(page).language == "en", address
        found[address] = french.of(page, kind)
    assert len(found) > 20
    return {address: texts for address, texts in found.items() if texts}


@pytest.mark.timeout(600)  # it reads every page that leads on
def test_english_public_pages_say_no_french(client: Client, french: French) -> None:
    starts = ("/", "/connexion", "/connexion/mot-de-passe", "/visiteur", "/ma-question", "/api")
    starts += ("/associations", "/associations/demander", "/associations/verifier")
    assert read_all(client, french, *starts, "/direct/demonstration/ecran") == {}


@pytest.mark.timeout(600)  # it reads every page that leads on
def test_english_pages_of_the_staff_say_no_french(
    client: Client, french: French, sign_in: object
) -> None:
    sign_in(client, people.staff(*Role), second_factor=True)  # type: ignore[operator]
    starts = ("/moi", "/gestion", "/gestion/personnes", "/gestion/rencontres")
    starts += ("/gestion/accreditations", "/gestion/accreditations/appels")
    assert read_all(client, french, *starts) == {}


def test_an_english_refusal_says_no_french(client: Client, sentences: list[Sentence]) -> None:
    french = French(sentences, PROPER_NAMES)
    client.set_cookie("language", "en")
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
    assert read(answer.text).language == "en"
    assert french.of(answer.text, "text/html") == []


@pytest.mark.parametrize("change", ["SecondFactorAdded", "SecondFactorRemoved", "other"])
def test_english_letters_say_no_french(app: Flask, sentences: list[Sentence], change: str) -> None:
    french = French(sentences, PROPER_NAMES)
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
