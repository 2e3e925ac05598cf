"""What would fail later, or silently, is refused at the start, by its name."""

from pathlib import Path

import pytest

from config import Settings

REAL = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "MAIL_URL": "smtp://mail.example.org",
    "MAIL_FROM": "Toukanblon <ne-pas-repondre@example.org>",
    "PUBLIC_URL": "https://toukanblon.example",
}


def test_the_defaults_are_enough_for_development():
    settings = Settings.read({})
    assert not settings.is_production
    assert settings.public_url == "http://127.0.0.1:8000"


def test_what_real_people_depend_on_is_taken():
    settings = Settings.read(REAL | {"PORT": "8001", "TRUSTED_PROXIES": "1"})
    assert settings.is_production
    assert (settings.PORT, settings.TRUSTED_PROXIES) == (8001, 1)


@pytest.mark.parametrize("name", ["SECRET_KEY", "MAIL_URL", "MAIL_FROM", "PUBLIC_URL"])
def test_what_is_missing_in_production_is_named(name: str):
    with pytest.raises(ValueError, match=name):
        Settings.read({one: value for one, value in REAL.items() if one != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("ASYNC_MODE", "gevent"),
        ("FANOUT", "queue"),
        ("SECRET_KEY", "a word somebody guesses"),
        ("PORT", "http"),
        ("TRUSTED_PROXIES", "-1"),
        ("DATABASE_URL", "postgresql+psycopg://localhost/toukanblon"),
        ("FILES_URL", "s3://files"),
        ("PUBLIC_URL", "http://toukanblon.example"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str):
    with pytest.raises(ValueError, match=name):
        Settings.read(REAL | {name: value})


def test_the_key_of_development_is_made_once_and_for_its_owner_alone(tmp_path: Path):
    settings = Settings(VAR=str(tmp_path))
    assert settings.secret_key == Settings(VAR=str(tmp_path)).secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
