"""The command line of giving: the audit that anybody may run every day."""

import sys

import click
from flask.cli import AppGroup

from app.giving import queries

group = AppGroup("giving", help="The ledger of gifts.")
commands = (group,)


@group.command("audit")
def audit() -> None:
    """Check every promise of the ledger again; exit 1 and say which do not hold."""
    wrong = queries.broken_promises()
    for sentence in wrong:
        click.echo(sentence)
    if wrong:
        sys.exit(1)
    click.echo("The ledger holds.")
