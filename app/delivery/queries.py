"""Reads of the outbox, and of the folder where mail lands when no server is set."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from sqlalchemy import select

from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.core.letters import from_header
from app.delivery.models import Mail


def mail_by_key(key: str) -> Mail | None:
    """Return the mail queued under `key`."""
    return db.session.scalar(select(Mail).where(Mail.key == key))


def next_due(*, claim: bool = False) -> Mail | None:
    """Return the mail that has waited longest for its next try; `claim` locks its row."""
    query = select(Mail).where(Mail.next_try_at <= now())
    query = query.order_by(Mail.next_try_at, Mail.id).limit(1)
    if claim:
        query = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return db.session.scalar(query)


@dataclass(frozen=True)
class KeptMail:
    """A mail of the demonstration's folder; `number` is its number in the outbox."""

    number: int
    to_address: str
    subject: str
    sent_at: datetime
    text: str


def kept_mails(folder: Path, limit: int = 100) -> list[KeptMail]:
    """Return the newest mails of `folder`, newest first."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:limit]
    return [_read(path) for path in paths]


def kept_mail(folder: Path, number: int) -> KeptMail:
    """
    Return one mail of `folder`.

    :raises NotFound: if there is none of that number
    """
    path = folder / f"{number:08}.eml"
    if not path.is_file():
        raise NotFound()
    return _read(path)


def _read(path: Path) -> KeptMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return KeptMail(
        number=int(path.stem),
        to_address=str(message["To"]),
        subject=from_header(str(message["Subject"])),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=message.get_content(),
    )
