"""
The room as everybody sees it, answered before the application: a joining crowd asks at once.

A request that names nobody, by no cookie and by no token, needs neither a session nor the rest of
what stands around a page.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug import Request, Response

from app.core.errors import NotFound
from app.core.web import secured
from app.live.queries.shared import shared

ROOM = re.compile(r"/api/v1/rooms/([^/]+)")
NAMES = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


def setup(app: Flask) -> None:
    """Stand before the application."""
    behind: Callable[..., Iterable[bytes]] = app.wsgi_app

    def call(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        answer = _answer(app, environ)
        return behind(environ, start) if answer is None else answer(environ, start)

    app.wsgi_app = call  # type: ignore[assignment, method-assign]


def _answer(app: Flask, environ: dict[str, Any]) -> Response | None:
    """Return the answer to who asks for a whole room and names nobody; a refusal is not for us."""
    path = ROOM.fullmatch(environ["PATH_INFO"])
    is_whole = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
    if path is None or not is_whole or any(name in environ for name in NAMES):
        return None
    with app.app_context():
        try:
            return secured(told_to_everybody(path[1], Request(environ)))
        except NotFound:
            return None


def told_to_everybody(slug: str, request: Request) -> Response:
    """
    Return the snapshot that is the same for everybody, compressed once; 304 to who has it.

    :raises NotFound: if there is no such room
    """
    kept = shared(slug)
    is_compressed = request.accept_encodings.quality("gzip") > 0
    answer = Response(kept.compressed if is_compressed else kept.text, mimetype="application/json")
    if is_compressed:
        answer.content_encoding = "gzip"
    answer.vary.update(["Accept-Encoding", "Authorization", "Cookie"])
    answer.cache_control.no_cache = "*"
    answer.set_etag(kept.etag, weak=True)
    answer.make_conditional(request)
    return answer
