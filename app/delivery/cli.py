"""The command that runs the worker."""

import click
from flask.cli import with_appcontext

from app.core.background import background


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the queued and the regular tasks until SIGINT or SIGTERM."""
    queue = background.huey
    if queue is None:
        raise click.ClickException("the queue is not open")
    # Polling slows to ten seconds by default; a sign-in code must leave within a second.
    queue.create_consumer(
        workers=2, max_delay=1.0, graceful_signal="TERM", shutdown_timeout=20
    ).run()


commands = (worker,)
