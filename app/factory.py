"""Builds the application: settings, extensions, features, doors."""

import importlib
import logging
from dataclasses import replace
from importlib.util import find_spec
from wsgiref.headers import Headers

from flask import Blueprint, Flask
from flask_compress import Compress
from flask_smorest import Api
from flask_smorest import Blueprint as ApiBlueprint
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app.accounts import queries as accounts
from app.accounts.views import SignedIn
from app.core import formats, i18n, summaries, web
from app.core.actors import Readers
from app.core.background import background
from app.core.db import db, listen_to_sqlite, migrate
from app.core.fanout import DirectManager, without_deflate
from app.core.gate import Gate
from app.core.presence import presence
from app.core.realtime import LARGEST_FRAME, lane, socketio
from app.core.throttle import here, throttle
from config import ROOT, Settings

FEATURES = (
    "core",
    "delivery",
    "accounts",
    "directory",
    "accreditation",
    "meetings",
    "live",
    "giving",
    "followup",
    "pages",
    "record",
)
DOORS = ("subscribers", "jobs", "sockets", "api", "views", "cli")


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """
    Build the application from `settings`.

    Without them (the command line) the environment's are read, and the mode is threading: only
    `wsgi.py` serves, and the worker must hear its signals.
    """
    settings = settings or replace(Settings.read(), ASYNC_MODE="threading")
    logging.basicConfig(level=settings.LOG_LEVEL)
    for talkative in ("alembic", "huey"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    app = Flask("app", root_path=str(ROOT / "app"))
    app.config.update(settings.flask())
    app.config.update(overrides)
    _prepare_extensions(app, settings)
    _open_doors(app)
    background.setup(app)
    _wrap(app, settings)
    return app


def _prepare_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    migrate.init_app(app, directory=str(ROOT / "migrations"))
    with app.app_context():
        listen_to_sqlite(db.engine)
        i18n.setup()
    app.extensions["api"] = Api(app)  # before the error pages, which replace its own
    web.setup(app)
    formats.setup(app)
    summaries.setup(app)
    Compress(app)
    throttle.setup(settings.REDIS_URL or "memory://")
    here.setup("memory://")
    presence.setup(settings.REDIS_URL)
    web.login_manager.user_loader(_of_session)
    web.login_manager.request_loader(lambda _request: _signed_in(web.bearer_token()))
    Readers.by_token = staticmethod(accounts.actors_of)
    socketio.init_app(
        app,
        async_mode=settings.ASYNC_MODE,
        transports=["websocket", "polling"],
        max_http_buffer_size=LARGEST_FRAME,
        manage_session=False,
        logger=False,
        engineio_logger=False,
        # Said in both cases: what one application asked for, the next in this process would get.
        client_manager=DirectManager() if settings.writes_directly else None,
    )
    lane.open(socketio.server)


def _of_session(token: str) -> SignedIn | None:
    """Leave the word to the bearer token of a request that carries one beside its cookie."""
    return None if web.bearer_token() else _signed_in(token)


def _signed_in(token: str | None) -> SignedIn | None:
    if not token:
        return None
    known = SignedIn(token)
    return known if known.actor else None


def _open_doors(app: Flask) -> None:
    """Register what each feature offers: blueprints, commands, subscribers and socket events."""
    for feature in FEATURES:
        for door in DOORS:
            name = f"app.{feature}.{door}"
            if find_spec(f"app.{feature}") is None or find_spec(name) is None:
                continue
            module = importlib.import_module(name)
            if hasattr(module, "setup"):
                module.setup(app)
            for blueprint in getattr(module, "blueprints", ()):
                _register(app, blueprint)
            for group in getattr(module, "commands", ()):
                app.cli.add_command(group)
    app.before_request(web.protect_unless_bearer)


def _register(app: Flask, blueprint: Blueprint) -> None:
    if isinstance(blueprint, ApiBlueprint):
        app.extensions["api"].register_blueprint(blueprint)
    else:
        app.register_blueprint(blueprint)


def _as_it_says(headers: Headers, _path: str, _address: str) -> None:
    """Have browsers take a built file for what it says it is, like every other answer."""
    headers["X-Content-Type-Options"] = "nosniff"


def _wrap(app: Flask, settings: Settings) -> None:
    """Serve the built files compressed and for ever, and believe the proxies that are ours."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(ROOT / "app" / "static" / "dist"),
        prefix="static/dist/",
        immutable_file_test=r"^.+-[0-9A-Za-z]{8,}\.\w+$",
        autorefresh=False,
        add_headers_function=_as_it_says,
    )
    app.wsgi_app = without_deflate(app.wsgi_app)  # type: ignore[method-assign]
    gate = Gate(app, app.wsgi_app)
    gate.watch(socketio.server)
    app.wsgi_app = gate  # type: ignore[assignment, method-assign]
    if settings.TRUSTED_PROXIES:
        count = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
