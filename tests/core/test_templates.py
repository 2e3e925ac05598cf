"""Templates: no word outside gettext, nothing that the content security policy would stop."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.services.programs import ROOT

TEMPLATES = sorted(Path(ROOT, "app", "templates").rglob("*.*"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]

# Words that are the same in every language: the brand, the keys of a keyboard, letters for sizes.
SAME_EVERYWHERE = {"Toukanblon", "Aa", "BLON", "Blon", "TOUKAN"}
# Names of style classes that a macro returns.
CLASS_NAMES = {("components/button.html", "button")}
SPOKEN = {"aria-label", "aria-description", "title", "alt", "placeholder", "label"}

JINJA = re.compile(r"{#.*?#}|{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}|{%.*?%}|{{.*?}}", re.DOTALL)
# Blocks that fill an attribute.
CLASSES = re.compile(r"{% block \w+_(?:class|type) %}[\w -]*{% endblock %}")
TAG = re.compile(r"(</?){{ \w+ }}")  # a tag whose name is chosen
# An address as it is typed, and the attributes that a macro writes into a tag.
NOT_WORDS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?|/\w+/|[\w-]+=\"[^\"]*\"")


def words_in(text: str) -> list[str]:
    """Return the words of a text that somebody would have to translate."""
    found = re.findall(r"[^\W\d_]{2,}", NOT_WORDS.sub(" ", text))
    return [word for word in found if word not in SAME_EVERYWHERE]


class Reader(HTMLParser):
    """Collects the words that a page shows or speaks, and what a policy without inline refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[int, str]] = []
        self.inline: list[tuple[int, str]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "input", "br", "img", "hr", "col"}:
            self._inside.append(tag)
        given = {name: value or "" for name, value in attrs}
        for name in SPOKEN & set(given):
            self.words += [(self.getpos()[0], word) for word in words_in(given[name])]
        if tag == "meta" and given.get("name") in {"description", "author"}:
            self.words += [(self.getpos()[0], word) for word in words_in(given["content"])]
        events = [name for name in given if name.startswith("on")]
        if events or "style" in given or tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append((self.getpos()[0], tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "kbd"} & set(self._inside):
            self.words += [(self.getpos()[0], word) for word in words_in(data)]


def without_jinja(source: str) -> str:
    """Return a template without its expressions, each line where it was."""
    plain = TAG.sub(r"\1x", CLASSES.sub("", source))
    return JINJA.sub(lambda found: "\n" * found.group().count("\n"), plain)


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(without_jinja(path.read_text()))
    reader.close()
    return reader


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "app" / "templates"))


def outside_gettext() -> Iterator[tuple[str, int, str]]:
    for path in PAGES:
        yield from ((name_of(path), line, word) for line, word in read(path).words)
    for path in TEMPLATES:
        if path.suffix == ".txt":
            for line, text in enumerate(without_jinja(path.read_text()).splitlines(), 1):
                yield from ((name_of(path), line, word) for word in words_in(text))


def test_no_word_of_a_template_is_outside_gettext() -> None:
    assert len(PAGES) > 30
    assert [found for found in outside_gettext() if (found[0], found[2]) not in CLASS_NAMES] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Bonjour</p>", ["Bonjour"]),
        ('<a aria-label="Fermer">x</a>', ["Fermer"]),
        ("<p>{{ _('Bonjour') }}</p>", []),
        ("<p>{% trans %}Bonjour{% endtrans %} à tous</p>", ["tous"]),
        ("<p>{# Bonjour #} 12 <kbd>Entrée</kbd></p>", []),
        ('<p class="stack" id="main" data-room="salle">—</p>', []),
        ("{% if a %}<b>Toukanblon</b>{% endif %}", []),
    ],
)
def test_the_reader_finds_what_is_to_be_found(source: str, found: list[str]) -> None:
    reader = Reader()
    reader.feed(without_jinja(source))
    assert [word for _, word in reader.words] == found


def test_no_page_holds_what_its_policy_would_stop() -> None:
    found = {name_of(path): read(path).inline for path in PAGES}
    assert {name: places for name, places in found.items() if places} == {}


def test_every_form_that_writes_carries_its_token() -> None:
    # `start` is the macro of follow-up that writes the token, the key and the revision.
    forms = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
    found = [
        (name_of(path), form)
        for path in PAGES
        for form in forms.findall(path.read_text())
        if not re.search(r"csrf\(\)|csrf_token|start\(", form)
    ]
    assert found == []
