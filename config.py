"""Every setting of the platform, read from the environment once, at start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
SHORTEST_KEY = 32  # signs: what a machine draws, and nobody guesses
NO_REPLY = "Toukanblon <ne-pas-repondre@localhost>"


@dataclass(frozen=True)
class Settings:
    """
    The settings and their defaults; each field is the environment variable of the same name.

    ENVIRONMENT    "development" or "production". In production SECRET_KEY, PUBLIC_URL (https),
                   MAIL_URL and MAIL_FROM are required, cookies travel over TLS only and the
                   demonstration never runs.
    HOST, PORT     where the web process listens.
    SECRET_KEY     signs cookies and derives the keys of sealed data. In development one is made
                   and kept in VAR.
    DATABASE_URL   an SQLAlchemy address. SQLite in VAR by default;
                   postgresql+psycopg2://user:password@host/name in production.
    REDIS_URL      only where several web processes run: queue, throttles, presence.
    ASYNC_MODE     "eventlet" or "threading": how the web process serves many connections.
    FANOUT         "direct" or "stock": whether eventlet writes a broadcast straight to the
                   sockets, or leaves it to Socket.IO's own manager, five times slower. With
                   "threading" it is always Socket.IO's own.
    MAIL_URL       smtp://user:password@host:port (smtps:// for TLS from the start,
                   smtp://...?starttls=1 to upgrade). Without it mail lands in VAR/mail.
    MAIL_FROM      the sender of the mail.
    FILES_URL      file:///a/folder, where uploaded files are kept under their SHA-256.
    PUBLIC_URL     the address people know, used in mail, QR codes and link previews.
    VAR            the folder of everything the platform writes on disk.
    DEFAULT_ZONE   the IANA time zone of a meeting that names none.
    TRUSTED_PROXIES how many proxies in front are believed for the client's address and scheme.
    LOG_LEVEL      "DEBUG", "INFO", "WARNING" or "ERROR".
    """

    ENVIRONMENT: str = "development"
    HOST: str = "127.0.0.1"
    PORT: int = 8000
    SECRET_KEY: str = ""
    DATABASE_URL: str = ""
    REDIS_URL: str = ""
    ASYNC_MODE: str = "eventlet"
    FANOUT: str = "direct"
    MAIL_URL: str = ""
    MAIL_FROM: str = NO_REPLY
    FILES_URL: str = ""
    PUBLIC_URL: str = ""
    VAR: str = str(ROOT / "var")
    DEFAULT_ZONE: str = "Africa/Bamako"
    TRUSTED_PROXIES: int = 0
    LOG_LEVEL: str = "INFO"

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """
        Return the settings of `environment`.

        :raises ValueError: if one cannot be used, naming it
        """
        known = {
            name: environment[name] for name in cls.__dataclass_fields__ if name in environment
        }
        for name in ("PORT", "TRUSTED_PROXIES"):
            if not known.get(name, "0").isdecimal():
                raise ValueError(f"{name} is not a whole number")
            if name in known:
                known[name] = int(known[name])  # type: ignore[assignment]
        settings = cls(**known)  # type: ignore[arg-type]
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse settings that would fail later, or silently."""
        if self.ENVIRONMENT not in {"development", "production"}:
            raise ValueError("ENVIRONMENT is neither development nor production")
        if self.ASYNC_MODE not in {"eventlet", "threading"}:
            raise ValueError("ASYNC_MODE is neither eventlet nor threading")
        if self.FANOUT not in {"direct", "stock"}:
            raise ValueError("FANOUT is neither direct nor stock")
        if self.is_production:
            self._check_for_real_people()
        if self.FILES_URL and not self.FILES_URL.startswith("file:///"):
            raise ValueError("FILES_URL is not a folder: file:///a/folder")
        if self.database_url.startswith(("postgresql+psycopg:", "postgresql+psycopg_async:")):
            raise ValueError(
                "DATABASE_URL: use postgresql+psycopg2, psycopg 3 blocks the event loop"
            )

    def _check_for_real_people(self) -> None:
        if len(self.SECRET_KEY) < SHORTEST_KEY:
            raise ValueError(f"SECRET_KEY is required in production, {SHORTEST_KEY} signs at least")
        if not self.MAIL_URL:
            raise ValueError("MAIL_URL is required in production: codes are not for a folder")
        if self.MAIL_FROM == NO_REPLY:
            raise ValueError("MAIL_FROM is required in production: servers refuse localhost's mail")
        if not self.PUBLIC_URL.startswith("https://"):
            raise ValueError("PUBLIC_URL is required in production, with https: letters lead there")

    @property
    def is_production(self) -> bool:
        """Whether real people depend on this process."""
        return self.ENVIRONMENT == "production"

    @property
    def writes_directly(self) -> bool:
        """Whether broadcasts are written straight to the sockets."""
        return self.FANOUT == "direct" and self.ASYNC_MODE == "eventlet"

    @property
    def var(self) -> Path:
        """The folder of everything written on disk, made if it is missing."""
        folder = Path(self.VAR)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def database_url(self) -> str:
        """The database's address, with the driver that suits the event loop."""
        url = self.DATABASE_URL or f"sqlite:///{self.var / 'toukanblon.db'}"
        return url.replace("postgresql://", "postgresql+psycopg2://", 1)

    @property
    def public_url(self) -> str:
        """The address people know, without its last slash."""
        return (self.PUBLIC_URL or f"http://{self.HOST}:{self.PORT}").rstrip("/")

    @property
    def secret_key(self) -> str:
        """The signing key; in development it is made once and kept."""
        if self.SECRET_KEY:
            return self.SECRET_KEY
        path = self.var / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return path.read_text().strip()

    def flask(self) -> dict[str, Any]:
        """Return the settings under the names that Flask and its extensions read."""
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "PRODUCTION": self.is_production,
            "VAR": self.var,
            "REDIS_URL": self.REDIS_URL,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "SESSION_COOKIE_NAME": "toukanblon",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_production,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=365),
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_CHECK_DEFAULT": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": 256 * 1024,
            "MAX_FORM_MEMORY_SIZE": 256 * 1024,
            "BABEL_DEFAULT_LOCALE": "fr",
            "BABEL_DEFAULT_TIMEZONE": "UTC",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "app" / "translations"),
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 5,
            "COMPRESS_MIN_SIZE": 400,
            "COMPRESS_MIMETYPES": [
                "text/html",
                "application/json",
                "application/problem+json",
                "text/calendar",
                "application/atom+xml",
                "text/plain",
                "text/csv",
            ],
            "API_TITLE": "Toukanblon",
            "API_VERSION": "v1",
            "OPENAPI_VERSION": "3.1.0",
            "OPENAPI_URL_PREFIX": "/api",
            "PROPAGATE_EXCEPTIONS": False,
        }

    def _engine_options(self) -> dict[str, Any]:
        if self.database_url.startswith("sqlite"):
            return {}
        return {
            "pool_size": 20,
            "max_overflow": 20,
            "pool_pre_ping": True,
            "executemany_mode": "values_plus_batch",  # many rows in one message to the server
        }
