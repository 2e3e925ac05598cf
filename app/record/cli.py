"""The commands of the record and of the demonstration."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.actors import SYSTEM
from app.record import actions, queries
from app.record.schemas.reading import LARGEST, RecordRefused, read_document
from config import ROOT, Settings

PUBLIC_RECORD = ROOT / "app" / "record" / "mali.yaml"

record = AppGroup("record", help="The public record.")


@record.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Load a record FILE (YAML), all of it or nothing; loading it again changes nothing."""
    try:
        report = actions.import_record(SYSTEM, document=read_document(_content(file)))
    except RecordRefused as refused:
        _tell(file, refused)
    for section, counts in report.sections.items():
        told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
        click.echo(f"{section}: {told or 'empty'}")


@record.command("check")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=PUBLIC_RECORD
)
def check_file(file: Path) -> None:
    """
    Compute again, from the rows, each line of `checks` of a record FILE (the public record).

    Exit code 1 when the rows do not give what the record expects.
    """
    try:
        document = read_document(_content(file))
        verdicts = queries.check_record(SYSTEM, document)
    except RecordRefused as refused:
        _tell(file, refused)
    for verdict in verdicts:
        claimed = "nothing" if verdict.stated is None else f"{verdict.stated:f}"
        computed = "unknown" if verdict.computed is None else f"{verdict.computed:f}"
        word = _word(verdict)
        word += " (attendu)" if verdict.holds and not verdict.is_exact else ""
        word += "" if verdict.holds else " INATTENDU"
        click.echo(
            f"{verdict.code:24} {verdict.name:16} claimed {claimed:>12}"
            f"  computed {computed:>12}  {word}"
        )
    wrong = sum(not verdict.holds for verdict in verdicts)
    click.echo(f"{len(verdicts)} figures, {wrong} not as the record expects")
    sys.exit(1 if wrong else 0)


@click.command("demo")
def demo() -> None:
    """Open the demonstration room, and say who plays each role. Never in production."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.is_production:
        click.echo("The demonstration never runs in production.", err=True)
        sys.exit(1)
    path = settings.var / "demo.json"
    made = prepare_demonstration(_known_tokens(path))
    url = settings.public_url
    _write(path, {"url": url, "room": made.room.slug, "accounts": _accounts(made)})
    click.echo(f"{url}/direct/{made.room.slug}")
    for role, player in made.players.items():
        click.echo(f"{role:20} {player.email:32} {url}/demo/entrer/{player.token}")
    click.echo(f"written to {path}")


def prepare_demonstration(tokens: Mapping[str, str]) -> actions.Demonstration:
    """Open the demonstration's stage and let its people, known by their `tokens`, play on it."""
    made = actions.open_stage(SYSTEM, tokens=tokens)
    actions.play_demonstration(SYSTEM, made)
    return made


def _word(verdict: queries.Verdict) -> str:
    """Return the word that the page of the figures has for it."""
    if verdict.computed is not None and verdict.stated is None:
        return "calculé, rien d’annoncé"
    if verdict.is_carried and verdict.is_exact:
        return "annoncé seulement"
    return "exact" if verdict.is_exact else "écart"


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _tell(file: Path, refused: RecordRefused) -> NoReturn:
    for line, reason in refused.faults:
        click.echo(f"{file}:{line}: {reason}", err=True)
    click.echo("Nothing was changed.", err=True)
    sys.exit(1)


def _accounts(made: actions.Demonstration) -> dict[str, dict[str, str]]:
    return {
        role: {"email": player.email, "name": player.name, "token": player.token}
        for role, player in made.players.items()
    }


def _known_tokens(path: Path) -> dict[str, str]:
    """Return the tokens of the last demonstration by role, none where the file cannot be read."""
    try:
        accounts = json.loads(path.read_text())["accounts"]
        return {role: str(account["token"]) for role, account in accounts.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write the file as a whole, readable by its owner alone: it holds tokens."""
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    draft.replace(path)


commands = (record, demo)
