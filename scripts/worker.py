"""The worker process, `python -m scripts.worker`: it sends the mail and runs the timed tasks."""

from dataclasses import replace

from app.core.background import background
from app.factory import create_app
from config import Settings


def main() -> None:
    """Work until SIGTERM; what is being done is finished first."""
    create_app(replace(Settings.read(), ASYNC_MODE="threading"))
    if background.huey is None:
        raise RuntimeError("the application opened no queue")
    background.huey.create_consumer(workers=2, graceful_signal="TERM", shutdown_timeout=20).run()


if __name__ == "__main__":
    main()
