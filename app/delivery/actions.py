"""The outbox's writers: put in, claim for one try, say what became of it."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from app.core.actions import action, only_system
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import record
from app.delivery import queries
from app.delivery.facts import MailGivenUp, MailQueued, MailSent
from app.delivery.models import Mail

LEASE = timedelta(minutes=2)  # a worker that died holds its mail no longer than this
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 15
LONGEST_ERROR = 500


@action(only_system)
def queue_mail(
    actor: Actor,
    *,
    once: str,
    to_address: str,
    subject: str,
    text: str,
    language: str,
    is_secret: bool = False,
    expires_at: datetime | None = None,
) -> Mail:
    """Put a mail in the outbox, one only for each `once`, and return it."""
    known = queries.mail_by_key(once)
    if known:
        return known
    mail = Mail(
        key=once,
        to_address=to_address,
        subject=subject,
        text=text,
        language=language,
        is_secret=is_secret,
        expires_at=expires_at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(mail)
    except IntegrityError:
        known = queries.mail_by_key(once)
        if known is None:
            raise
        return known
    record(actor, MailQueued(mail_id=mail.id))
    return mail


@action(only_system)
def claim_mail(actor: Actor) -> Mail | None:
    """Take the next mail that is due, for one try; return None when nothing is."""
    while mail := queries.next_due(claim=True):
        if mail.expires_at is None or now() < mail.expires_at:
            mail.attempts += 1
            mail.next_try_at = now() + LEASE
            return mail
        _give_up(actor, mail, "expired")
    return None


@action(only_system, locked=True)
def mark_sent(actor: Actor, mail: Mail) -> None:
    """Remember that the mail server took the mail, and forget what was secret in it."""
    mail.sent_at = now()
    mail.next_try_at = mail.last_error = None
    _wipe(mail)
    record(actor, MailSent(mail_id=mail.id))


@action(only_system, locked=True)
def mark_failed(actor: Actor, mail: Mail, *, error: str, is_final: bool = False) -> None:
    """Put the mail back for a later try, each wait twice the last; or give it up."""
    if is_final or mail.attempts >= MOST_ATTEMPTS:
        _give_up(actor, mail, error)
        return
    wait = FIRST_WAIT * 2 ** max(0, mail.attempts - 1)
    mail.next_try_at = now() + min(wait, LONGEST_WAIT)
    mail.last_error = error[:LONGEST_ERROR]


def _give_up(actor: Actor, mail: Mail, error: str) -> None:
    mail.next_try_at = None
    mail.last_error = error[:LONGEST_ERROR]
    _wipe(mail)
    record(actor, MailGivenUp(mail_id=mail.id))
    db.session.flush()


def _wipe(mail: Mail) -> None:
    if mail.is_secret:
        mail.text = ""
