"""Mail over a real SMTP server, in the clear, with TLS, with a password, refused and away."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask

from app.core import facts
from app.core.actors import SYSTEM
from app.core.db import db
from app.delivery import actions, jobs
from app.delivery.models import Mail
from config import Settings
from tests.services.certificates import write_certificate
from tests.services.programs import free_port

SENDER = "service@exemple.ml"


class Box:
    """What the mail server received."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], EmailMessage]] = []
        self.refusal = ""

    async def handle_RCPT(  # noqa: N802
        self, _s: Any, _session: Any, envelope: Any, address: str, _o: Any
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _s: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"


def serve(box: Box, **options: Any) -> Controller:
    return serve_at(free_port(), box, **options)


def serve_at(port: int, box: Box, **options: Any) -> Controller:
    server = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=60, **options)
    server.start()
    return server


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[Controller]:
    running = serve(box)
    yield running
    running.stop()


def use(app: Flask, url: str) -> None:
    """Send mail to `url` from now on."""
    kept = vars(app.config["SETTINGS"])
    app.config["SETTINGS"] = Settings(**(kept | {"MAIL_URL": url, "MAIL_FROM": SENDER}))


def queue(**values: Any) -> Mail:
    """Queue a mail; the tests' worker runs at once."""
    letter: dict[str, Any] = {
        "once": "a",
        "to_address": "membre@exemple.org",
        "subject": "Reçu n° 147",
        "text": "Votre question est bien arrivée.\n",
        "language": "fr",
    }
    return actions.queue_mail(SYSTEM, **(letter | values))


def test_a_mail_reaches_the_server_as_it_was_written(
    app: Flask, box: Box, server: Controller
) -> None:
    use(app, f"smtp://127.0.0.1:{server.port}")
    mail = queue()
    ((sender, recipients, message),) = box.received
    assert (sender, recipients) == (SENDER, ["membre@exemple.org"])
    assert message["Subject"].split() == ["Reçu", "n°", "147"]
    assert message.get_content().splitlines() == ["Votre question est bien arrivée."]
    assert message["Auto-Submitted"] == "auto-generated"
    assert mail.sent_at is not None


def test_a_long_subject_with_accents_keeps_its_spaces(
    app: Flask, box: Box, server: Controller
) -> None:
    use(app, f"smtp://127.0.0.1:{server.port}")
    subject = "Association de démonstration\u202f: Recours\u202f: décision confirmée"
    queue(subject=subject)
    ((_sender, _recipients, message),) = box.received
    assert message["Subject"].replace("\u00a0", " ") == subject


def test_a_mail_is_sent_once(app: Flask, box: Box, server: Controller) -> None:
    use(app, f"smtp://127.0.0.1:{server.port}")
    queue()
    jobs.send_mail()
    queue()
    assert len(box.received) == 1


def test_a_server_that_is_away_gets_the_mail_later(app: Flask, box: Box) -> None:
    port = free_port()
    use(app, f"smtp://127.0.0.1:{port}")
    mail = queue()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert mail.next_try_at is not None
    back = serve_at(port, box)
    try:
        mail.next_try_at = datetime.now(UTC) - timedelta(seconds=1)
        db.session.commit()
        jobs.send_mail()
    finally:
        back.stop()
    assert len(box.received) == 1
    assert (mail.sent_at is not None, mail.last_error) == (True, None)


def test_an_address_refused_for_good_is_not_tried_again(
    app: Flask, box: Box, server: Controller
) -> None:
    box.refusal = "550 unknown"
    use(app, f"smtp://127.0.0.1:{server.port}")
    mail = queue()
    assert (mail.next_try_at, mail.sent_at) == (None, None)
    assert "550" in str(mail.last_error)


def test_a_server_that_defers_is_tried_again(app: Flask, box: Box, server: Controller) -> None:
    box.refusal = "451 later"
    use(app, f"smtp://127.0.0.1:{server.port}")
    mail = queue()
    assert mail.next_try_at is not None


def test_a_subject_cannot_carry_another_header(app: Flask, box: Box, server: Controller) -> None:
    use(app, f"smtp://127.0.0.1:{server.port}")
    mail = queue(subject="Bonjour\r\nBcc: tous@exemple.org")
    assert box.received == []
    assert mail.next_try_at is None


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of 127.0.0.1 that this process trusts, served by the returned context."""
    path = write_certificate(tmp_path / "mail.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def only_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    is_right = (data.login, data.password) == (b"us@exemple.ml", b"p@ss word")
    return AuthResult(success=is_right, handled=False)  # the server says no by itself


def test_a_connection_is_upgraded_before_the_password_travels(
    app: Flask, box: Box, certificate: ssl.SSLContext
) -> None:
    server = serve(
        box,
        tls_context=certificate,
        require_starttls=True,
        authenticator=only_us,
        auth_required=True,
    )
    try:
        use(app, f"smtp://us%40exemple.ml:p%40ss%20word@127.0.0.1:{server.port}?starttls=1")
        assert queue().sent_at is not None
        use(app, f"smtp://us%40exemple.ml:wrong@127.0.0.1:{server.port}?starttls=1")
        mail = queue(once="b")
    finally:
        server.stop()
    assert len(box.received) == 1
    assert (mail.sent_at, mail.next_try_at is not None) == (None, True)


def test_smtps_is_encrypted_from_the_start(
    app: Flask, box: Box, certificate: ssl.SSLContext
) -> None:
    server = serve(box, ssl_context=certificate)
    try:
        use(app, f"smtps://127.0.0.1:{server.port}")
        mail = queue()
    finally:
        server.stop()
    assert (mail.sent_at is not None, len(box.received)) == (True, 1)


def test_a_certificate_nobody_vouches_for_is_not_believed(
    app: Flask, box: Box, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    server = serve(box, ssl_context=certificate)
    try:
        use(app, f"smtps://127.0.0.1:{server.port}")
        mail = queue()
    finally:
        server.stop()
    assert (mail.sent_at, box.received) == (None, [])


def test_without_a_server_the_mail_lands_in_the_folder(app: Flask) -> None:
    mail = queue(is_secret=True)
    (path,) = (app.config["VAR"] / "mail").glob("*.eml")
    kept = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert kept.get_content() == "Votre question est bien arrivée.\n"
    assert path.stat().st_mode & 0o077 == 0
    assert mail.text == ""


def test_a_fact_nobody_confirmed_is_told_again(app: Flask) -> None:
    mail = queue()
    row = db.session.scalars(db.select(facts.FactRecord).filter_by(name="MailQueued")).one()
    assert row.told_at is not None
    assert facts.untold(datetime.now(UTC) + timedelta(minutes=1)) == []
    jobs.tell_again()
    assert mail.attempts == 1
