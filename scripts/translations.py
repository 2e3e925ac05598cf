"""Collect the sentences of the source into the catalogues; French translates itself."""

import subprocess
import sys
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "app" / "translations"
TEMPLATE = FOLDER / "messages.pot"
SOURCE_LANGUAGE = "fr"
LANGUAGES = ("fr", "en", "es", "ar")
MARKS = ("N_", "translate", "Phrase")


def main() -> None:
    """Extract, bring every catalogue up to date and say what still waits for a translation."""
    FOLDER.mkdir(exist_ok=True)
    extract()
    for language in LANGUAGES:
        path = FOLDER / language / "LC_MESSAGES" / "messages.po"
        update(language, path)
        catalogue = read(path)
        if language == SOURCE_LANGUAGE:
            translate_to_itself(catalogue)
            write(path, catalogue)
        waiting = sum(not is_translated(message) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} sentences, {waiting} without translation")


def extract(template: Path = TEMPLATE) -> None:
    """Write the template of the catalogues from the source."""
    marks = [word for mark in MARKS for word in ("-k", mark)]
    run("extract", "-F", "pyproject.toml", *marks, "--project", "Toukanblon", "--no-wrap",
        "--sort-by-file", "--no-location", "-o", str(template), "app")  # fmt: skip


def update(language: str, path: Path, template: Path = TEMPLATE) -> None:
    """Add new sentences to a catalogue and drop those that are gone."""
    if path.exists():
        run("update", "-i", str(template), "-o", str(path), "-l", language, "--no-wrap",
            "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")  # fmt: skip
    else:
        run("init", "-i", str(template), "-o", str(path), "-l", language, "--no-wrap")


def translate_to_itself(catalogue: Catalog) -> None:
    """Give each sentence itself: the French catalogue is there for its plural rule."""
    for message in catalogue:
        if message.id:
            message.string = message.id


def is_translated(message: object) -> bool:
    """Return whether every form of a sentence has its translation."""
    forms = getattr(message, "string", "")
    return bool(forms) and all(forms if isinstance(forms, list | tuple) else [forms])


def read(path: Path) -> Catalog:
    """Return the catalogue in a file."""
    with path.open("rb") as file:
        return pofile.read_po(file)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue to its file."""
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=0)


def run(command: str, *words: str) -> None:
    """Run one command of pybabel; its failure ends the run."""
    result = subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "--quiet", command, *words],
        cwd=ROOT,
        check=False,
    )
    if result.returncode:
        sys.exit(f"pybabel {command} failed")


if __name__ == "__main__":
    main()
