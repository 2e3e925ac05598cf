"""A record file that is wrong: refused at the command line with its line, nothing written."""

from pathlib import Path

import pytest
from flask import Flask

from app.core.facts import count
from app.directory import queries as directory

RECORD = """\
sources:
  - {code: S0, about: Document}
organizations:
  - {code: un, name: Un, kind: bank, country: ML, source: S0}
series:
  - {code: cadre, title: Cadre, convened_by: un, source: S0}
events:
  - {code: e, series: cadre, kind: session, mode: onsite, title: E, starts_on: 2025-01-02, ends_on: 2025-01-03, source: S0}
agreements:
  - {code: a, title: A, signed_on: 2025-01-02, parties: [un], source: S0}
indicators:
  - {code: n, title: N, value: 3, source: S0}
"""  # noqa: E501 (a line of a record is as long as its facts)

LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 20)
)
WRONG = {
    "a wrong reference": ("convened_by: un", "convened_by: rien", 6, "rien"),
    "a wrong party": ("parties: [un]", "parties: [rien]", 10, "rien"),
    "a wrong source": ("value: 3, source: S0", "value: 3, source: S9", 12, "S9"),
    "a duplicate code": (
        "indicators:\n",
        "indicators:\n  - {code: n, title: M, value: 4, source: S0}\n",
        13,
        "déjà donné",
    ),
    "a duplicate code on its line": (
        "- {code: un, name: Un, kind: bank, country: ML, source: S0}",
        "[{code: un, name: Un, kind: bank}, {code: UN, name: Un, kind: bank}]",
        4,
        "déjà donné",
    ),
    "a policy called as an agreement": (
        "agreements:\n",
        "policies:\n  - {code: A, title: P, source: S0}\nagreements:\n",
        12,
        "ligne 10",
    ),
    "a part before its whole": (
        "{code: n, title: N, value: 3, source: S0}",
        (
            "{code: n, title: N, value: 3, source: S0, share_of: m}\n"
            "  - {code: m, title: M, value: 4, source: S0}"
        ),
        12,
        "venir avant",
    ),
    "a part of itself": ("value: 3,", "value: 3, share_of: n,", 12, "venir avant"),
    "a number below zero": ("value: 3,", "value: -3,", 12, "12: value"),
    "a directive": (RECORD, "%YAML 1.1\n---\n" + RECORD, 1, "(%YAML)"),
    "an end before its start": ("ends_on: 2025-01-03", "ends_on: 2025-01-01", 8, "avant"),
    "a day that does not exist": ("signed_on: 2025-01-02", "signed_on: 2025-02-30", 10, "2025"),
    "an unknown country": ("country: ML", "country: QQ", 4, "country"),
    "an unknown section": ("indicators:", "indicateurs:", 11, "indicateurs"),
    "an unknown word": ("kind: bank", "kind: voleur", 4, "kind"),
    "aliases by the million": (RECORD, LAUGHS, 1, "ancres"),
    "a Python object": ("about: Document", "about: !!python/object:os.system {}", 2, "étiquettes"),
    "a key given twice": ("about: Document", "about: Document, about: Autre", 2, "deux fois"),
    "what is no record": (RECORD, "- a\n- b\n", 1, "sections"),
}


@pytest.fixture
def database_kind() -> str:
    """One kind of database: a file is refused before the database is asked to write."""
    return "sqlite"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_its_line_and_nothing_is_written(
    app: Flask, tmp_path: Path, name: str
) -> None:
    right, wrong, line, word = WRONG[name]
    assert right in RECORD
    file = tmp_path / "record.yaml"
    file.write_text(RECORD.replace(right, wrong))
    result = app.test_cli_runner().invoke(args=["record", "import", str(file)])
    assert result.exit_code == 1
    first = result.output.splitlines()[0]
    assert first.startswith(f"{file}:{line}: "), first
    assert word in first
    assert "Nothing was changed." in result.output
    assert (directory.sources(), count()) == ({}, 0)


def test_the_same_file_when_it_is_right_is_taken(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(RECORD)
    result = app.test_cli_runner().invoke(args=["record", "import", str(file)])
    assert result.exit_code == 0, result.output
    assert list(directory.sources()) == ["S0"]


def test_a_wrong_file_checked_against_the_rows_is_refused_too(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(RECORD.replace("kind: bank", "kind: voleur"))
    result = app.test_cli_runner().invoke(args=["record", "check", str(file)])
    assert (result.exit_code, f"{file}:4: " in result.output) == (1, True)


def test_a_policy_does_not_take_the_code_of_an_agreement_that_is_known(
    app: Flask, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(RECORD)
    second.write_text("policies:\n  - {code: A, title: P, source: S0}\n")
    run = app.test_cli_runner().invoke
    assert run(args=["record", "import", str(first)]).exit_code == 0
    told = count()
    result = run(args=["record", "import", str(second)])
    assert (result.exit_code, f"{second}:2: " in result.output, count()) == (1, True, told)
