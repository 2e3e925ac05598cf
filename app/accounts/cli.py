"""The command that makes the first administrator."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app.accounts import actions, queries
from app.accounts.models import Role
from app.accounts.schemas import AskForCode
from app.core.actors import SYSTEM
from app.core.errors import Refused
from app.core.forms import parse

group = AppGroup("accounts", help="People and roles.")


@group.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day the role ends (UTC).")
def grant(email: str, role: str, until: datetime | None) -> None:
    """Give ROLE on everything to the member of EMAIL, made if there is none."""
    try:
        person = actions.create_member(SYSTEM, **parse(AskForCode, {"email": email}), name="")
        end = until.replace(tzinfo=UTC) if until else None
        actions.grant_role(SYSTEM, person, role=Role(role), until=end)
    except Refused as refused:
        raise click.ClickException(str(refused) if refused.fields else refused.sentence) from None
    click.echo(f"{person.email}: {', '.join(g.role for g in queries.held_grants(person))}")


commands = (group,)
