"""The commands of the record."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.core.actors import SYSTEM
from app.record import actions
from app.record.schemas.reading import LARGEST, RecordRefused, read_document

record = AppGroup("record", help="The public record.")


@record.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Load a record FILE (YAML), all of it or nothing; loading it again changes nothing."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    try:
        report = actions.import_record(SYSTEM, document=read_document(content))
    except RecordRefused as refused:
        for line, reason in refused.faults:
            click.echo(f"{file}:{line}: {reason}", err=True)
        click.echo("Nothing was changed.", err=True)
        sys.exit(1)
    for section, counts in report.sections.items():
        told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
        click.echo(f"{section}: {told or 'empty'}")


commands = (record,)
