"""The worker's tasks: send what is due, and tell again the facts that nobody confirmed."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app

from app.core import facts
from app.core.actors import SYSTEM
from app.core.background import EVERY_MINUTE, task
from app.core.clock import now
from app.core.letters import in_header
from app.delivery import actions
from app.delivery.models import Mail

log = logging.getLogger(__name__)

MOST_IN_ONE_RUN = 500
TIMEOUT = 20  # seconds the mail server may stay silent
TOLD_LATE = timedelta(seconds=30)  # a fact younger than this is being told by who wrote it


class ServerAway(Exception):
    """The mail server cannot be reached, or refuses everything for now."""


class MailRefused(Exception):
    """The mail server refuses this mail for good."""


class Smtp:
    """The mail server at a MAIL_URL; one connection carries a whole run."""

    def __init__(self, url: str, sender: str) -> None:
        self.url = urlsplit(url)
        if self.url.scheme not in {"smtp", "smtps"} or not self.url.hostname:
            raise ValueError("MAIL_URL is neither smtp:// nor smtps://")
        options = parse_qs(self.url.query)
        self.sender = sender
        self.starttls = options.get("starttls", ["0"])[0] in {"1", "true", "yes"}
        self._server: smtplib.SMTP | None = None

    def send(self, mail: Mail) -> None:
        """
        Send one mail.

        :raises MailRefused: if the server will never take it
        :raises ServerAway: if the server takes nothing now
        """
        message = compose(mail, self.sender)
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _verdict(code)(f"{code} {_plain(text)}") from error
        except smtplib.SMTPResponseException as error:
            wrong = ServerAway if isinstance(error, smtplib.SMTPAuthenticationError) else None
            raise (wrong or _verdict(error.smtp_code))(
                f"{error.smtp_code} {_plain(error.smtp_error)}"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            self._server = None
            raise ServerAway(str(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self._server:
            return self._server
        host, port = str(self.url.hostname), self.url.port
        secure = ssl.create_default_context()
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=TIMEOUT, context=secure
            )
        else:
            server = smtplib.SMTP(host, port or (587 if self.starttls else 25), timeout=TIMEOUT)
        if self.starttls:
            server.starttls(context=secure)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        self._server = server
        return server

    def __enter__(self) -> Callable[[Mail], None]:
        return self.send

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        if self._server:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()


class Folder:
    """A folder that keeps each mail as a file, where no mail server is set."""

    def __init__(self, path: Path, sender: str) -> None:
        self.path, self.sender = path, sender

    def __enter__(self) -> Callable[[Mail], None]:
        self.path.mkdir(parents=True, exist_ok=True)
        return self.keep

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        pass

    def keep(self, mail: Mail) -> None:
        """Write one mail."""
        path = self.path / f"{mail.id:08}.eml"
        path.touch(mode=0o600)
        path.write_bytes(compose(mail, self.sender).as_bytes())


def compose(mail: Mail, sender: str) -> EmailMessage:
    """
    Return the mail as it travels; its Message-ID is the same at each try.

    :raises MailRefused: if its address or subject cannot be written in a header
    """
    message = EmailMessage()
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2] or "localhost"
    try:
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=mail.to_address)
        message["Subject"] = in_header(mail.subject)
    except (ValueError, IndexError) as error:
        raise MailRefused("the address or the subject cannot be written") from error
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<mail-{mail.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(mail.text)
    return message


def carrier() -> Smtp | Folder:
    """Return what carries the mail: the server of MAIL_URL, else the folder."""
    settings = current_app.config["SETTINGS"]
    if settings.MAIL_URL:
        return Smtp(settings.MAIL_URL, settings.MAIL_FROM)
    return Folder(current_app.config["VAR"] / "mail", settings.MAIL_FROM)


@task("delivery.send_mail", every=EVERY_MINUTE)
def send_mail() -> None:
    """Send the mails that are due, one claimed at a time; stop while the server is away."""
    with carrier() as send:
        for _ in range(MOST_IN_ONE_RUN):
            mail = actions.claim_mail(SYSTEM)
            if mail is None or not _try(send, mail):
                return


def _try(send: Callable[[Mail], None], mail: Mail) -> bool:
    try:
        send(mail)
    except ServerAway as error:
        log.warning("mail %s waits, the server is away: %s", mail.id, error)
        actions.mark_failed(SYSTEM, mail, error=str(error))
        return False
    except MailRefused as error:
        log.warning("mail %s is refused: %s", mail.id, error)
        actions.mark_failed(SYSTEM, mail, error=str(error), is_final=True)
    except Exception as error:
        log.exception("mail %s failed", mail.id)
        actions.mark_failed(SYSTEM, mail, error=repr(error))
    else:
        actions.mark_sent(SYSTEM, mail)
    return True


@task("delivery.tell_again", every=EVERY_MINUTE)
def tell_again() -> None:
    """Tell the facts that nobody confirmed, oldest first."""
    waiting = facts.untold(now() - TOLD_LATE)
    if waiting:
        log.info("%s of %s facts told again", facts.tell(waiting), len(waiting))


def _verdict(code: int) -> type[Exception]:
    return MailRefused if 500 <= code < 600 else ServerAway


def _plain(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
