"""The outbox: once per key, one try at a time, longer and longer waits."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.core.actors import ANONYMOUS, SYSTEM
from app.core.background import background
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, SignInRequired
from app.delivery import actions
from app.delivery.models import Mail
from tests.factories import accounts as people


@pytest.fixture
def _quiet(app: Flask) -> Iterator[None]:
    """Mail stays in the outbox: the worker sleeps until the test is over."""
    queue = background.huey
    assert queue is not None
    queue.immediate = False
    yield
    queue.immediate = True


def queue(once: str = "a", **values: object) -> Mail:
    letter = {
        "to_address": "membre@exemple.org",
        "subject": "Sujet",
        "text": "Texte",
        "language": "fr",
    }
    return actions.queue_mail(SYSTEM, once=once, **(letter | values))


def claimed() -> Mail:
    """Claim a mail that must be there."""
    mail = actions.claim_mail(SYSTEM)
    assert mail is not None
    return mail


def all_mail() -> list[Mail]:
    return list(db.session.scalars(db.select(Mail).order_by(Mail.id)))


def test_only_the_system_writes_to_people(app: Flask) -> None:
    with pytest.raises(SignInRequired):
        actions.queue_mail(
            ANONYMOUS, once="a", to_address="x@y.org", subject="s", text="t", language="fr"
        )
    with pytest.raises(NotAllowed):
        actions.claim_mail(people.actor(people.member()))
    assert all_mail() == []


@pytest.mark.usefixtures("_quiet")
def test_a_mail_told_twice_is_queued_once() -> None:
    assert queue("a").id == queue("a", subject="Autre").id
    assert [m.subject for m in all_mail()] == ["Sujet"]


@pytest.mark.usefixtures("_quiet")
def test_a_claimed_mail_is_not_claimed_again_until_its_lease_ends() -> None:
    mail = queue()
    assert claimed().id == mail.id
    assert actions.claim_mail(SYSTEM) is None
    mail.next_try_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert claimed().attempts == 2


@pytest.mark.usefixtures("_quiet")
def test_each_failure_waits_twice_as_long() -> None:
    mail = queue()
    for wait in (30, 60, 120):
        mail.next_try_at = now() - timedelta(seconds=1)
        db.session.commit()
        actions.claim_mail(SYSTEM)
        before = now()
        actions.mark_failed(SYSTEM, mail, error="away")
        assert before <= mail.next_try_at - timedelta(seconds=wait) <= now()
    assert mail.last_error == "away"


@pytest.mark.usefixtures("_quiet")
def test_a_mail_is_given_up_after_its_last_attempt() -> None:
    mail = queue(is_secret=True)
    mail.attempts = actions.MOST_ATTEMPTS
    db.session.commit()
    actions.mark_failed(SYSTEM, mail, error="away")
    assert (mail.next_try_at, mail.sent_at, mail.text) == (None, None, "")


@pytest.mark.usefixtures("_quiet")
def test_a_code_that_expired_is_never_sent() -> None:
    late = queue("a", is_secret=True, expires_at=now() - timedelta(seconds=1))
    fresh = queue("b")
    assert claimed().id == fresh.id
    assert (late.next_try_at, late.last_error, late.text) == (None, "expired", "")


@pytest.mark.usefixtures("_quiet")
def test_a_secret_is_forgotten_once_it_is_sent() -> None:
    secret, plain = queue("a", is_secret=True), queue("b")
    for mail in (secret, plain):
        actions.mark_sent(SYSTEM, mail)
    assert (secret.text, plain.text) == ("", "Texte")
    assert secret.sent_at is not None
