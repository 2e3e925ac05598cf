"""Every sentence is translated and keeps its places; no page mixes two languages."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
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
OTHERS = [language for language in translations.LANGUAGES if language != "fr"]


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


def test_spanish_opens_its_questions_and_arabic_has_signs_of_its_own(
    catalogues: dict[str, Catalog],
) -> None:
    spanish = [PLACES.sub("x", said) for _, said in pairs(catalogues["es"])]
    arabic = [PLACES.sub("x", said) for _, said in pairs(catalogues["ar"])]
    wrong = re.compile(r"\s[;:?!]|['\"]|\.\.\.|\N{NARROW NO-BREAK SPACE}")
    assert [said for said in spanish + arabic if wrong.search(said)] == []
    assert [said for said in spanish if said.count("¿") != said.count("?")] == []
    assert [said for said in arabic if re.search(r"[?;,]", said)] == []


@pytest.mark.parametrize(
    ("language", "number", "sentence"),
    [
        ("fr", 0, "0 soutien"),
        ("fr", 1, "1 soutien"),
        ("fr", 2, "2 soutiens"),
        ("en", 0, "0 supports"),
        ("en", 1, "1 support"),
        ("en", 2, "2 supports"),
        ("es", 1, "1 apoyo"),
        ("es", 2, "2 apoyos"),
        ("ar", 2, "2 تأييدان"),
        ("ar", 3, "3 تأييدات"),
        ("ar", 100, "100 تأييد"),
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
def sentences(catalogues: dict[str, Catalog]) -> Callable[[str], list[Sentence]]:
    """The function that returns the French sentences that a language says otherwise."""

    @cache
    def said_otherwise(language: str) -> list[Sentence]:
        return [
            Sentence(PLACES.split(source))
            for source, said in pairs(catalogues[language])
            if len(one_line(PLACES.sub("", source))) > SHORT and one_line(source) != one_line(said)
        ]

    return said_otherwise


@pytest.fixture
def french(sentences: Callable[[str], list[Sentence]], record: None, language: str) -> French:
    """The French on a platform in use, for who reads another language."""
    names = names_of_the_record() | names_of_places(language) | set(PROPER_NAMES)
    return French(sentences(language), names, accents_tell=language == "en")


def read_all(client: Client, french: French, language: str, *starts: str) -> dict[str, list[str]]:
    """Return what is French on the pages that lead on from `starts`, by address."""
    client.set_cookie("language", language)
    found = {}
    for address, kind, page in crawl(client, *starts):
        if kind == "text/calendar":
            continue  # its lines are folded
        if kind == "text/html":
            assert read(page).language == language, address
        found[address] = french.of(page, kind)
    assert len(found) > 20
    return {address: texts for address, texts in found.items() if texts}


@pytest.mark.timeout(600)  # it reads every page that leads on
@pytest.mark.parametrize("language", OTHERS)
def test_public_pages_say_no_french(client: Client, french: French, language: str) -> None:
    starts = ("/", "/connexion", "/connexion/mot-de-passe", "/visiteur", "/ma-question", "/api")
    starts += ("/associations", "/associations/demander", "/associations/verifier")
    assert read_all(client, french, language, *starts, "/direct/demonstration/ecran") == {}


@pytest.mark.timeout(600)  # it reads every page that leads on
@pytest.mark.parametrize("language", OTHERS)
def test_pages_of_the_staff_say_no_french(
    client: Client, french: French, language: str, sign_in: object
) -> None:
    sign_in(client, people.staff(*Role), second_factor=True)  # type: ignore[operator]
    starts = ("/moi", "/gestion", "/gestion/personnes", "/gestion/rencontres")
    starts += ("/gestion/accreditations", "/gestion/accreditations/appels")
    assert read_all(client, french, language, *starts) == {}


def test_an_english_refusal_says_no_french(
    client: Client, sentences: Callable[[str], list[Sentence]]
) -> None:
    french = French(sentences("en"), PROPER_NAMES)
    client.set_cookie("language", "en")
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
    assert read(answer.text).language == "en"
    assert french.of(answer.text, "text/html") == []


@pytest.mark.parametrize("change", ["SecondFactorAdded", "SecondFactorRemoved", "other"])
def test_english_letters_say_no_french(
    app: Flask, sentences: Callable[[str], list[Sentence]], change: str
) -> None:
    french = French(sentences("en"), PROPER_NAMES)
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
