"""The web process: `python wsgi.py` serves the platform in the mode that ASYNC_MODE names."""

import gc
import os
import warnings

if __name__ == "__main__":
    gc.disable()  # a third of the start was the collector's, who found nothing: all of it stays

if os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    # Its authors advise against it for new projects; why it is here: docs/operations.md.
    warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

from sqlalchemy.orm import configure_mappers

from app.core.background import background
from app.core.line import Lines
from app.core.listening import Listening
from app.core.memory import collect_again
from app.core.realtime import lane, socketio
from app.factory import create_app
from config import Settings

settings = Settings.read()
app = create_app(settings)


def serve_eventlet() -> None:
    """Serve on green threads; the defaults of 50 waiting and 1,024 open clients are too few."""
    from eventlet import tpool, wsgi
    from eventlet.hubs import get_hub

    def answered() -> None:
        wsgi.WSGI_LOCAL.already_handled = True

    background.off_hub = tpool.execute
    if settings.writes_directly:
        hub = get_hub()
        lines = Lines(
            lambda green: Listening(green, hub),
            eventlet.spawn_n,
            eventlet.sleep,
            answered,
            lane.is_short,
        )
        socketio.server.eio._async["websocket"] = lines
    listener = eventlet.listen((settings.HOST, settings.PORT), backlog=2048, reuse_port=False)
    configure_mappers()  # else the first act of somebody pays for it, and everybody waits
    collect_again()
    wsgi.server(listener, app, max_size=10_000, log_output=False)


def serve_threading() -> None:
    """Serve each connection on a thread of its own."""
    collect_again()
    socketio.run(
        app, host=settings.HOST, port=settings.PORT, allow_unsafe_werkzeug=True, debug=False
    )


if __name__ == "__main__":
    serve_eventlet() if settings.ASYNC_MODE == "eventlet" else serve_threading()
