"""Commands about the facts."""

import click
from flask.cli import AppGroup

from app.core import facts

group = AppGroup("facts", help="The facts: what happened, chained by hash.")


@group.command("verify")
def verify() -> None:
    """Walk every chain of facts; fail if one was changed, removed or put in between."""
    broken = list(facts.broken_links())
    for scope, seq, reason in broken:
        click.echo(f"{scope} n° {seq}: {reason}")
    if broken:
        raise SystemExit(1)
    click.echo(f"{facts.count()} facts, every chain holds")


commands = (group,)
