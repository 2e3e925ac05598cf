"""A record file is read with its lines, and refused where it is dangerous or unclear."""

from datetime import date

import pytest

from app.record.schemas.reading import LARGEST, RecordRefused, read_document


def refusal(text: str | bytes) -> tuple[int, str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RecordRefused) as refused:
        read_document(content)
    return refused.value.faults[0]


def test_values_are_plain_and_words_stay_words() -> None:
    read = read_document(
        b"on: NO\nyes: no\nday: 2025-12-16\nmany: 0017\none: 1\nnone: null\nis: true"
    )
    assert read.data == {
        "on": "NO",
        "yes": "no",
        "day": date(2025, 12, 16),
        "many": "0017",
        "one": 1,
        "none": None,
        "is": True,
    }


def test_each_value_knows_its_line() -> None:
    read = read_document(b"events:\n  - code: a\n    title: A\n  - code: b\n")
    assert read.line_of(("events", 0, "title")) == 3
    assert read.line_of(("events", 1, "title")) == 4


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: &x [1]\n", 2, "ancres"),
        ("a: 1\nb: *x\n", 2, "renvois"),
        ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2, "étiquettes"),
        ("a: 1\nb: !!binary aGVsbG8=\n", 2, "étiquettes"),
        ("%YAML 1.1\n---\na: 1\n", 1, "directives"),
        ("a: 1\na: 2\n", 2, "deux fois"),
        ("a: 1\n? [b]\n: 2\n", 2, "clé"),
        ("a: 1\nb: 2025-02-30\n", 2, "2025-02-30"),
        ("a: 1\nb: [1, 2\n", 3, "syntaxe"),
        ("a: 1\n\tb: 2\n", 2, "syntaxe"),
        ("a: 1\nb: \x07\n", 2, "syntaxe"),
        ("- a\n- b\n", 1, "sections"),
        ("", 1, "sections"),
        ("a: 1\n---\nb: 2\n", 2, "syntaxe"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, line: int, word: str) -> None:
    at, reason = refusal(text)
    assert (at, word in reason) == (line, True), reason


def test_a_file_that_is_not_text_is_refused_at_its_line() -> None:
    assert refusal(b"a: 1\nb: \xff\xfe\n")[0] == 2


def test_a_file_too_large_or_too_deep_is_refused() -> None:
    assert "dépasse" in refusal(b"#" * (LARGEST + 1))[1]
    assert "niveaux" in refusal("a: " + "[" * 50 + "]" * 50)[1]
